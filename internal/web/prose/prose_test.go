package prose_test

import (
	"strings"
	"testing"

	"praxis/internal/web/prose"
)

func TestNothingThatActsOrLoadsComesThrough(t *testing.T) {
	w := prose.New(2)
	for _, markdown := range []string{
		"<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "![x](https://evil.example/x.png)", "[x](javascript:alert(1))", "[x](data:text/html,<script>)",
		"<iframe src=//evil.example></iframe>", "<a href=x onclick=alert(1)>x</a>", "<style>*{}</style>", "[x](vbscript:x)", "<svg onload=alert(1)>",
		"<form action=//evil.example><button>x</button></form>", "| a |\n|:-:|\n| <b style=x>y</b> |", "[x]: javascript:alert(1)\n\n[x]", "`</code><script>x</script>`",
	} {
		out := strings.ToLower(string(w.HTML(markdown)))
		for _, bad := range []string{"<script", "<img", "onerror", "onclick=", "javascript:", "vbscript:", "data:", "<iframe", "<style", "style=", "<svg", "<form", "<button"} {
			if strings.Contains(out, bad) && !strings.Contains(out, "&lt;script") {
				t.Errorf("%q comes out as %q", markdown, out)
			}
		}
	}
}

func TestChecklistsHaveBoxesToTick(t *testing.T) {
	out := string(prose.New(2).HTML("- [ ] a bell\n- [x] a clock\n- a lamp\n"))
	for _, want := range []string{`<li class="task">☐ a bell</li>`, `<li class="task">☑ a clock</li>`, "<li>a lamp</li>"} {
		if !strings.Contains(out, want) {
			t.Errorf("%s lacks %s", out, want)
		}
	}
	if out := string(prose.New(2).HTML(`<ul><li class="nav">x</li></ul>`)); strings.Contains(out, "class") {
		t.Errorf("a class of the text's own comes through: %s", out)
	}
}

func TestMarkdownBecomesText(t *testing.T) {
	out := string(prose.New(2).HTML("# Problem\n\n*One* **two** [three](https://npm.example/a).\n\n1. a\n2. b\n\n| x | y |\n|---|---|\n| 1 | 2 |\n"))
	for _, want := range []string{"<h2>Problem</h2>", "<em>One</em>", "<strong>two</strong>", `href="https://npm.example/a"`, `rel="noreferrer"`, "<ol>", "<th>x</th>"} {
		if !strings.Contains(out, want) {
			t.Errorf("%s lacks %s", out, want)
		}
	}
}
