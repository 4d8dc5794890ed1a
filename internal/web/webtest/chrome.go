package webtest

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"praxis/internal/attach/pdf"
)

// axeFile is axe-core in the cache directory of the user, where `make browser` puts it.
const axeFile = "praxis-test/node_modules/axe-core/axe.min.js"

// Chrome is Debian's Chromium without a window. One is enough for a test: it is heavy.
type Chrome struct {
	T    testing.TB
	ctx  context.Context
	axe  string
	view View
}

// View is how pages are looked at.
type View struct {
	Language string // en, fr or es
	Dark     bool
	Forced   bool // forced colours
	Width    int  // CSS pixels
	NoScript bool
}

// String names the view, for messages and files.
func (v View) String() string {
	name := fmt.Sprintf("%s-%d", v.Language, v.Width)
	if v.Dark {
		name += "-dark"
	}
	if v.Forced {
		name += "-forced"
	}
	if v.NoScript {
		name += "-noscript"
	}
	return name
}

// NewChrome starts the browser, which is closed with the test. It fails where Chromium or axe-core are missing, and says
// how they come.
func NewChrome(t testing.TB) *Chrome {
	t.Helper()
	cache, err := os.UserCacheDir()
	check(t, err)
	axe, err := os.ReadFile(filepath.Join(cache, filepath.FromSlash(axeFile)))
	path, missing := exec.LookPath("chromium")
	if err != nil || missing != nil {
		t.Fatalf("the browser tests need Chromium and axe-core: run make browser once (%v, %v)", err, missing)
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.UserDataDir(t.TempDir()), chromedp.Flag("disable-quic", true), chromedp.Flag("disable-background-networking", true),
		chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-sync", true), chromedp.Flag("no-first-run", true))
	allocator, stop := chromedp.NewExecAllocator(t.Context(), options...)
	ctx, cancel := chromedp.NewContext(allocator)
	timed, over := context.WithTimeout(ctx, 8*time.Minute)
	t.Cleanup(func() {
		over()
		cancel()
		stop()
	})
	c := &Chrome{T: t, ctx: timed, axe: string(axe)}
	c.Look(View{Language: "en", Width: 1400})
	return c
}

// run does steps in the browser.
func (c *Chrome) run(steps ...chromedp.Action[chromedp.Void]) {
	c.T.Helper()
	ctx, cancel := context.WithTimeout(c.ctx, time.Minute)
	defer cancel()
	if err := chromedp.Do(ctx, steps...); err != nil {
		c.T.Fatalf("in the browser (%s): %v", c.view, err)
	}
}

// Look sets how pages are looked at from now on.
func (c *Chrome) Look(v View) {
	c.T.Helper()
	c.view = v
	scheme, forced := "light", "none"
	if v.Dark {
		scheme = "dark"
	}
	if v.Forced {
		forced = "active"
	}
	_, err := chromedp.Call(c.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{
		{Name: "prefers-color-scheme", Value: scheme}, {Name: "forced-colors", Value: forced}}})
	check(c.T, err)
	_, err = chromedp.Call(c.ctx, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{Width: int64(v.Width), Height: 900, DeviceScaleFactor: 1})
	check(c.T, err)
	_, err = chromedp.Call(c.ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: v.NoScript})
	check(c.T, err)
	_, err = chromedp.Call(c.ctx, network.SetExtraHTTPHeaders, network.SetExtraHTTPHeadersParams{Headers: network.Headers{"Accept-Language": v.Language}})
	check(c.T, err)
}

// Open opens a page of a place.
func (c *Chrome) Open(p *Place, path string) {
	c.T.Helper()
	c.run(chromedp.Navigate(p.URL+path), chromedp.WaitReady("body"))
}

// OpenFile opens a page that was kept on the disk.
func (c *Chrome) OpenFile(path string) {
	c.T.Helper()
	c.run(chromedp.Navigate("file://"+path), chromedp.WaitReady("body"))
}

// SignIn signs somebody of [Place.Staff] in, by a link that needs no passphrase.
func (c *Chrome) SignIn(p *Place, name string) {
	c.T.Helper()
	path, err := p.Pages.Link(p.As(name))
	check(c.T, err)
	c.Open(p, path)
	c.Follow("main button")
}

// Click clicks what a CSS selector finds, on a page that stays.
func (c *Chrome) Click(selector string) {
	c.T.Helper()
	c.run(chromedp.Click(selector, chromedp.NodeVisible))
}

// Follow clicks what a CSS selector finds, a link or the button of a form, and waits for the page that comes.
func (c *Chrome) Follow(selector string) {
	c.T.Helper()
	eval[bool](c, `window.leaving = true`)
	c.Click(selector)
	c.until(`!window.leaving && document.readyState === "complete"`, "another page")
}

// until waits until a piece of JavaScript is true. It asks anew when the page changes meanwhile.
func (c *Chrome) until(script, what string) {
	c.T.Helper()
	ctx, cancel := context.WithTimeout(c.ctx, 30*time.Second)
	defer cancel()
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for {
		if is, err := chromedp.Run(ctx, chromedp.Evaluate[bool](script)); err == nil && is {
			return
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			c.T.Fatalf("%s does not come (%s):\n%s", what, c.view, c.Text())
		}
	}
}

// Type types into what a CSS selector finds.
func (c *Chrome) Type(selector, text string) {
	c.T.Helper()
	c.run(chromedp.SendKeys(selector, text, chromedp.NodeVisible))
}

// Keys presses keys, wherever the focus is; "\t" is Tab and "\r" Enter.
func (c *Chrome) Keys(keys string) {
	c.T.Helper()
	c.run(chromedp.KeyEvent(keys))
}

// Text is the text of the whole page, as it is shown.
func (c *Chrome) Text() string {
	c.T.Helper()
	return eval[string](c, `document.body.innerText`)
}

// WaitFor waits until the page shows some words.
func (c *Chrome) WaitFor(words string) {
	c.T.Helper()
	c.until(fmt.Sprintf("document.body.innerText.includes(%q)", words), fmt.Sprintf("%q", words))
}

func eval[V any](c *Chrome, script string, options ...chromedp.EvaluateOption) V {
	c.T.Helper()
	ctx, cancel := context.WithTimeout(c.ctx, time.Minute)
	defer cancel()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[V](script, options...))
	if err != nil {
		c.T.Fatalf("in the browser (%s): %v", c.view, err)
	}
	return v
}

// Eval is what a piece of JavaScript says, as text.
func (c *Chrome) Eval(script string) string {
	c.T.Helper()
	return eval[string](c, "String("+script+")")
}

// violation is what axe-core finds wrong.
type violation struct {
	ID    string `json:"id"`
	Help  string `json:"help"`
	Nodes []struct {
		Target  any    `json:"target"`
		Summary string `json:"failureSummary"`
	} `json:"nodes"`
}

// Axe fails the test for each violation of WCAG 2.2 A or AA that axe-core finds in the page, and where the page is wider
// than the window.
func (c *Chrome) Axe() {
	c.T.Helper()
	where := eval[string](c, `location.pathname`)
	if wide := eval[int](c, `document.documentElement.scrollWidth - document.documentElement.clientWidth`); wide > 0 {
		c.T.Errorf("%s (%s) is %d pixels wider than the window", where, c.view, wide)
	}
	eval[chromedp.Void](c, c.axe)
	raw := eval[string](c, `axe.run(document, {runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], resultTypes: ["violations"]}).then(r => JSON.stringify(r.violations))`,
		chromedp.EvalAwaitPromise)
	var all []violation
	check(c.T, json.Unmarshal([]byte(raw), &all))
	for _, v := range all {
		for _, n := range v.Nodes {
			c.T.Errorf("%s (%s): %s at %v: %s", where, c.view, v.Help, n.Target, n.Summary)
		}
	}
}

// Paper lets the page look as it is printed, or as it is shown.
func (c *Chrome) Paper(is bool) {
	c.T.Helper()
	media := ""
	if is {
		media = "print"
	}
	_, err := chromedp.Call(c.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: media})
	check(c.T, err)
}

// Print prints the page on paper of the size A4 and returns the text of each sheet. It keeps the sheets as NAME.pdf if
// PRAXIS_SCREENSHOTS names a directory.
func (c *Chrome) Print(name string) (sheets []string) {
	c.T.Helper()
	ctx, cancel := context.WithTimeout(c.ctx, time.Minute)
	defer cancel()
	css := true
	printed, err := chromedp.Call(ctx, page.PrintToPDF, page.PrintToPDFParams{PaperWidth: 8.27, PaperHeight: 11.69, PreferCSSPageSize: &css})
	check(c.T, err)
	if dir := os.Getenv("PRAXIS_SCREENSHOTS"); dir != "" {
		check(c.T, os.MkdirAll(dir, 0o755))
		check(c.T, os.WriteFile(filepath.Join(dir, name+".pdf"), printed.Data, 0o644))
	}
	read, err := pdf.Read(printed.Data)
	check(c.T, err)
	for _, lines := range read.Lines {
		sheets = append(sheets, strings.Join(lines, "\n"))
	}
	return sheets
}

// Screenshot keeps a picture of the whole page, if PRAXIS_SCREENSHOTS names a directory: NAME-VIEW.png.
func (c *Chrome) Screenshot(name string) {
	c.T.Helper()
	dir := os.Getenv("PRAXIS_SCREENSHOTS")
	if dir == "" {
		return
	}
	ctx, cancel := context.WithTimeout(c.ctx, time.Minute)
	defer cancel()
	png, err := chromedp.Run(ctx, chromedp.FullScreenshot(100))
	check(c.T, err)
	check(c.T, os.MkdirAll(dir, 0o755))
	check(c.T, os.WriteFile(filepath.Join(dir, name+"-"+c.view.String()+".png"), png, 0o644))
}

// Views are the views in which every page is looked at: each language, both schemes, forced colours, each width, and 400 %
// of a window of 1,280 pixels, in few combinations.
func Views() []View {
	return []View{{Language: "en", Width: 1400}, {Language: "en", Width: 360, Dark: true}, {Language: "fr", Width: 320}, {Language: "es", Width: 1400, Dark: true, Forced: true}}
}

// visited are the paths of the pages that were looked at in every view.
var visited sync.Map

// Visited are the paths of the pages that [Chrome.Visit] has opened since the tests began.
func Visited() (paths []string) {
	for path := range visited.Range {
		paths = append(paths, path.(string))
	}
	return paths
}

// Visit opens each page in each view, lets axe-core look at it and keeps a picture of it. The pages are paths by names.
func (c *Chrome) Visit(p *Place, pages map[string]string) {
	c.T.Helper()
	for _, v := range Views() {
		c.Look(v)
		for name, path := range pages {
			visited.Store(path, true)
			c.Open(p, path)
			c.Speaks()
			c.Axe()
			c.Screenshot(name)
		}
	}
}
