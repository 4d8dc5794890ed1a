package webtest

import (
	"fmt"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// mostTabs is how often Tab is pressed to reach something: more often than any page has places to stop at.
const mostTabs = 300

// TabTo presses Tab until what a CSS selector finds has the focus. Whatever has the focus on the way must be in the window
// and show it.
func (c *Chrome) TabTo(selector string) {
	c.T.Helper()
	for range mostTabs {
		switch at := eval[string](c, fmt.Sprintf(focusIs, selector), chromedp.EvalAwaitPromise); at {
		case "here":
			return
		case "on the way":
		default:
			c.T.Errorf("%s: the focus is not to be seen: %s", eval[string](c, `location.pathname`), at)
		}
		c.Keys("\t")
	}
	c.T.Fatalf("Tab does not lead to %s (%s):\n%s", selector, c.view, c.Text())
}

// focusIs tells where the focus is, when nothing moves any more: "here" on what is looked for, "on the way" to it, or what
// hides it.
const focusIs = `(async wanted => {
	const e = document.activeElement
	await Promise.allSettled(document.getAnimations().map(a => a.finished))
	if (!e || e === document.body || e.id === "main" || e.id === "errors") return "on the way"
	const r = e.getBoundingClientRect()
	if (r.bottom <= 0 || r.top >= innerHeight || r.right <= 0 || r.left >= innerWidth) return "outside of the window: " + e.outerHTML.slice(0, 200)
	const s = getComputedStyle(e)
	if (e.matches(":focus-visible") && (s.outlineStyle === "none" || parseFloat(s.outlineWidth) < 1)) return "without an outline: " + e.outerHTML.slice(0, 200)
	return e.matches(wanted) ? "here" : "on the way"
})(%q)`

// Enter reaches a link or a button by keyboard, presses Enter, and waits for the page that comes.
func (c *Chrome) Enter(selector string) {
	c.T.Helper()
	c.TabTo(selector)
	eval[bool](c, `window.leaving = true`)
	c.Keys("\r")
	c.until(`!window.leaving && document.readyState === "complete"`, "another page")
}

// Write reaches a field by keyboard and types into it.
func (c *Chrome) Write(selector, text string) {
	c.T.Helper()
	c.TabTo(selector)
	c.Keys(text)
}

// Tick reaches a box by keyboard and ticks it.
func (c *Chrome) Tick(selector string) {
	c.T.Helper()
	c.TabTo(selector)
	c.Keys(" ")
	if !eval[bool](c, `document.activeElement.checked`) {
		c.T.Errorf("the space bar does not tick %s", selector)
	}
}

// Choose reaches a group of choices by keyboard and moves to the one that has a value.
func (c *Chrome) Choose(name, value string) {
	c.T.Helper()
	c.TabTo(fmt.Sprintf("input[type=radio][name=%q]", name))
	c.Keys(" ") // where nothing is chosen yet, the first is now
	for range 30 {
		if eval[string](c, `document.activeElement.checked ? document.activeElement.value : "\u0000"`) == value {
			return
		}
		c.Keys(kb.ArrowDown)
	}
	c.T.Fatalf("the arrows do not lead to %s among the choices of %s", value, name)
}
