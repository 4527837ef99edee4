package message

import (
	"bytes"
	"html"
	"strings"

	nethtml "golang.org/x/net/html"
)

// anchor is a link of HTML: where it leads, and what of the body it shows.
type anchor struct {
	target   string
	from, to int
}

// The most links of a message that are looked at.
const maxLinks = 200

// markup takes over what HTML shows, with its links. What is hidden from readers is
// read too: a filter is what it is hidden from.
func (l *letter) markup(s source) {
	z := nethtml.NewTokenizer(bytes.NewReader(s.data))
	z.SetMaxBuf(1 << 20)
	at, silent := 0, ""
	open := -1
	for {
		kind := z.Next()
		raw := len(z.Raw())
		if kind == nethtml.ErrorToken {
			break
		}
		piece := s.cut(at, min(at+raw, s.len()))
		at = min(at+raw, s.len())
		switch kind {
		case nethtml.TextToken:
			if silent == "" {
				l.shown(piece)
			}
		case nethtml.StartTagToken, nethtml.SelfClosingTagToken:
			name, more := z.TagName()
			tag := string(name)
			switch tag {
			case "script", "style", "title", "head":
				if kind == nethtml.StartTagToken && tag != "head" {
					silent = tag
				}
			case "a":
				open = l.anchorStart(z, more)
			case "br", "tr", "li", "hr":
				l.body.add("\n", piece.end)
			case "p", "div", "td", "th", "h1", "h2", "h3", "h4", "table", "ul", "ol", "blockquote":
				l.body.add("\n", piece.end)
			}
		case nethtml.EndTagToken:
			name, _ := z.TagName()
			switch tag := string(name); tag {
			case silent:
				silent = ""
			case "a":
				if open >= 0 {
					l.anchors[open].to = l.body.len()
				}
				open = -1
			case "p", "div", "td", "tr", "li", "h1", "h2", "h3", "h4", "table":
				l.body.add("\n", piece.end)
			}
		}
	}
	l.body.add("\n\n", s.end)
}

func (l *letter) anchorStart(z *nethtml.Tokenizer, more bool) int {
	for more {
		var key, val []byte
		key, val, more = z.TagAttr()
		if string(key) == "href" && len(l.anchors) < maxLinks {
			l.anchors = append(l.anchors, anchor{strings.TrimSpace(string(val)), l.body.len(), l.body.len()})
			return len(l.anchors) - 1
		}
	}
	return -1
}

// shown appends text of HTML: entities are what they stand for, line breaks are spaces.
func (l *letter) shown(s source) {
	for i := 0; i < s.len(); {
		if s.data[i] == '&' {
			if n := bytes.IndexByte(s.data[i:min(i+12, s.len())], ';'); n > 0 {
				if text := html.UnescapeString(string(s.data[i : i+n+1])); text[0] != '&' || n == 4 {
					l.body.add(text, s.at[i])
					i += n + 1
					continue
				}
			}
		}
		c := s.data[i]
		if c == '\n' || c == '\r' {
			c = ' '
		}
		l.body.data = append(l.body.data, c)
		l.body.at = append(l.body.at, s.at[i])
		i++
	}
	l.body.end = s.end
}
