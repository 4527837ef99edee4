package notice

import (
	"net/url"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"vigie/monitor"
)

// bulletSign begins an item of a list, however the message marked it.
const bulletSign = "– "

// addHTML takes over what HTML shows: its text by blocks, its lists and its
// links. What is hidden from readers is left out: it is there for machines.
func (m *message) addHTML(markup string) error {
	root, err := html.Parse(strings.NewReader(markup))
	if err != nil {
		return err
	}
	r := renderer{m: m}
	r.node(root)
	r.flush()
	return nil
}

// renderer turns a tree of HTML into lines. The parser bounds its depth.
type renderer struct {
	m    *message
	line strings.Builder
}

func (r *renderer) node(n *html.Node) {
	switch n.Type {
	case html.TextNode:
		r.line.WriteString(n.Data)
		return
	case html.ElementNode:
		if skipped(n) {
			return
		}
	}
	block := n.Type == html.ElementNode && isBlock(n.DataAtom)
	if block {
		r.flush()
	}
	if n.DataAtom == atom.Li {
		r.line.WriteString(bulletSign)
	}
	before := r.line.Len()
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		r.node(c)
	}
	if n.DataAtom == atom.A {
		r.link(n, before)
	}
	if block {
		r.flush()
	}
}

// flush ends a line.
func (r *renderer) flush() {
	r.m.addLine(r.line.String())
	r.line.Reset()
}

// link notes where a link leads. The line it stands in is the next to be added.
func (r *renderer) link(n *html.Node, before int) {
	u, err := url.Parse(strings.TrimSpace(attribute(n, "href")))
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || len(r.m.links) >= maxLinks {
		return
	}
	shown := ""
	if s := r.line.String(); before <= len(s) {
		shown = monitor.CleanText(s[before:], monitor.MaxName)
	}
	r.m.links = append(r.m.links, link{host: strings.ToLower(u.Hostname()), shown: shown, line: len(r.m.lines)})
}

func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// skipped reports elements that show nothing, by nature or because they are hidden.
func skipped(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Script, atom.Style, atom.Head, atom.Title, atom.Template, atom.Noscript, atom.Svg, atom.Iframe, atom.Object:
		return true
	}
	if slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == "hidden" }) {
		return true
	}
	style := strings.ReplaceAll(strings.ToLower(attribute(n, "style")), " ", "")
	return strings.Contains(style, "display:none") || strings.Contains(style, "visibility:hidden") || strings.Contains(style, "font-size:0")
}

// isBlock reports elements that stand on lines of their own.
func isBlock(a atom.Atom) bool {
	switch a {
	case atom.P, atom.Div, atom.Br, atom.Tr, atom.Td, atom.Th, atom.Li, atom.Ul, atom.Ol, atom.Table, atom.H1, atom.H2, atom.H3,
		atom.H4, atom.H5, atom.H6, atom.Blockquote, atom.Section, atom.Article, atom.Header, atom.Footer, atom.Hr, atom.Pre, atom.Body:
		return true
	}
	return false
}
