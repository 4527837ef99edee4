package rss

import (
	"net/url"
	"regexp"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"vigie/monitor"
)

// maxLink is the longest address kept, in bytes.
const maxLink = 2000

// Plain is a short text that may hold HTML, without it.
func Plain(s string, limit int) string {
	text, list := readMarkup(s)
	return clean(strings.Join(append([]string{text}, list...), " "), limit)
}

// opening is what would begin a tag where text is taken for HTML.
var opening = regexp.MustCompile(`<+([A-Za-z/!?])`)

// clean is CleanText without anything that could be taken for markup later: text
// that was escaped twice, or that only became a tag when CleanText took an
// invisible character out of it.
func clean(s string, limit int) string {
	return opening.ReplaceAllString(monitor.CleanText(s, limit), "$1")
}

// readMarkup separates the text of an HTML fragment from the entries of its
// lists. An entry that is nothing but a link is a source, not a fact, and is
// left out. It reads tokens, not a tree: wrong nesting costs nothing.
func readMarkup(s string) (text string, list []string) {
	m := markup{tokens: html.NewTokenizer(strings.NewReader(s))}
	for m.next() {
	}
	m.endEntry()
	return clean(m.text.String(), monitor.MaxText), m.list
}

// markup is a reading of an HTML fragment.
type markup struct {
	tokens  *html.Tokenizer
	text    strings.Builder // outside of lists
	list    []string
	entry   strings.Builder // of a list, outside of links
	inEntry bool
	links   int       // open links
	hidden  atom.Atom // the element whose content is not text
}

// next reads one token. It returns false at the end.
func (m *markup) next() bool {
	switch m.tokens.Next() {
	case html.ErrorToken:
		return false
	case html.TextToken:
		if m.hidden == 0 {
			m.write(string(m.tokens.Text()))
		}
	case html.StartTagToken:
		m.open(m.tag())
	case html.SelfClosingTagToken:
		m.write(" ")
	case html.EndTagToken:
		m.close(m.tag())
	}
	return true
}

func (m *markup) tag() atom.Atom {
	name, _ := m.tokens.TagName()
	return atom.Lookup(name)
}

func (m *markup) open(tag atom.Atom) {
	switch tag {
	case atom.Script, atom.Style, atom.Template, atom.Noscript, atom.Iframe, atom.Textarea, atom.Title:
		if m.hidden == 0 {
			m.hidden = tag
		}
	case atom.Li:
		m.endEntry()
		m.inEntry = true
	case atom.A:
		m.links++
	case atom.B, atom.I, atom.Em, atom.Strong, atom.Span, atom.U, atom.Small, atom.Sup, atom.Sub:
		// part of a word, perhaps
	default:
		m.write(" ")
	}
}

func (m *markup) close(tag atom.Atom) {
	switch tag {
	case m.hidden:
		m.hidden = 0
	case atom.Li, atom.Ul, atom.Ol:
		m.endEntry()
	case atom.A:
		m.links = max(0, m.links-1)
	case atom.P, atom.Div, atom.Td, atom.Tr, atom.H1, atom.H2, atom.H3:
		m.write(" ")
	}
}

func (m *markup) write(s string) {
	switch {
	case !m.inEntry:
		m.text.WriteString(s)
	case m.links == 0:
		m.entry.WriteString(s)
	}
}

func (m *markup) endEntry() {
	entry := clean(m.entry.String(), monitor.MaxText)
	if entry != "" && len(m.list) < maxEntries {
		m.list = append(m.list, entry)
	}
	m.entry.Reset()
	m.inEntry, m.links = false, 0
	m.text.WriteByte(' ')
}

// Link lets an address pass that may be shown to a person and opened on their
// click: complete, https, a host in plain letters, no user name. Anything else
// is "".
func Link(s string) string {
	u, err := url.Parse(strings.TrimSpace(s))
	if err != nil || len(s) > maxLink || u.Scheme != "https" || u.User != nil || !plainHost(u.Hostname()) {
		return ""
	}
	// String escapes the path but not the query.
	s = strings.ReplaceAll(u.String(), "'", "%27")
	if strings.ContainsFunc(s, func(r rune) bool { return r <= ' ' || r > '~' || strings.ContainsRune("\"<>`", r) }) {
		return ""
	}
	return s
}

func plainHost(host string) bool {
	return strings.Contains(host, ".") && !strings.ContainsFunc(host, func(r rune) bool {
		return !('a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' || r == '-' || r == '.')
	})
}
