// Package prose turns the Markdown of documents, drafts and help into HTML that is safe to show. It refuses whatever could
// act or load something: scripts, styles, images, forms and raw HTML stay out, and a link says where it leads. It alone
// names goldmark and bluemonday.
//
// It implements specs/pages.md.
package prose

import (
	"bytes"
	"html/template"
	"regexp"

	"github.com/microcosm-cc/bluemonday"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	checks "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// Writer renders Markdown. It is safe for concurrent use.
type Writer struct {
	markdown goldmark.Markdown
	policy   *bluemonday.Policy
}

// New makes a writer whose highest heading has the level top, from 1 to 6.
func New(top int) *Writer {
	p := bluemonday.NewPolicy()
	p.AllowElements("p", "br", "hr", "em", "strong", "del", "code", "pre", "blockquote", "ul", "ol", "li",
		"h1", "h2", "h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td")
	p.AllowAttrs("start").Matching(bluemonday.Integer).OnElements("ol")
	p.AllowAttrs("href").OnElements("a")
	p.AllowURLSchemes("http", "https", "mailto")
	p.AllowRelativeURLs(true)
	p.RequireParseableURLs(true)
	p.RequireNoReferrerOnLinks(true)
	p.AllowAttrs("class").Matching(regexp.MustCompile("^" + task + "$")).OnElements("li")
	p.AllowAttrs("id").Matching(bluemonday.SpaceSeparatedTokens).OnElements("h1", "h2", "h3", "h4", "h5", "h6")
	return &Writer{
		markdown: goldmark.New(goldmark.WithExtensions(extension.Table, extension.Strikethrough, extension.TaskList),
			goldmark.WithParserOptions(parser.WithASTTransformers(util.Prioritized(lower{top}, 100), util.Prioritized(tasks{}, 101))),
			goldmark.WithRendererOptions(renderer.WithNodeRenderers(util.Prioritized(tasks{}, 100)))),
		policy: p,
	}
}

// HTML renders Markdown. What cannot be rendered is shown as it stands.
func (w *Writer) HTML(markdown string) template.HTML {
	var out bytes.Buffer
	if err := w.markdown.Convert([]byte(markdown), &out); err != nil {
		return template.HTML("<pre>" + template.HTMLEscapeString(markdown) + "</pre>")
	}
	return template.HTML(w.policy.SanitizeBytes(out.Bytes()))
}

// lower moves headings down, so that the page keeps one heading of the first level.
type lower struct{ top int }

func (l lower) Transform(doc *ast.Document, _ text.Reader, _ parser.Context) {
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if h, ok := n.(*ast.Heading); ok && entering {
			h.Level = min(h.Level+l.top-1, 6)
		}
		return ast.WalkContinue, nil
	})
}

// task is the class of an item of a checklist, which has a box instead of a bullet.
const task = "task"

// tasks writes the boxes of a checklist as characters, so that they can be ticked on paper and no field of a form stands in a
// text.
type tasks struct{}

func (tasks) Transform(doc *ast.Document, _ text.Reader, _ parser.Context) {
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if n.Kind() == checks.KindTaskCheckBox && entering {
			if item := n.Parent().Parent(); item != nil && item.Kind() == ast.KindListItem {
				item.SetAttributeString("class", []byte(task))
			}
		}
		return ast.WalkContinue, nil
	})
}

func (tasks) RegisterFuncs(r renderer.NodeRendererFuncRegisterer) {
	r.Register(checks.KindTaskCheckBox, func(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		box := "☐ "
		if n.(*checks.TaskCheckBox).IsChecked {
			box = "☑ "
		}
		_, err := w.WriteString(box)
		return ast.WalkContinue, err
	})
}
