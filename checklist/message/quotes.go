package message

import (
	"bytes"
	"slices"
)

// maxQuote is how long a quotation is at most, in bytes: one that never ends is none.
const maxQuote = 1000

// marks are how quotations begin and end.
var marks = []struct{ open, end string }{{"«", "»"}, {"“", "”"}, {`"`, `"`}}

// quotations are the parts of a text that stand in quotation marks, in order. ends
// keeps where each closing mark comes next, so that a text is searched once.
func quotations(text []byte) [][2]int {
	var out [][2]int
	ends := make([]int, len(marks))
	for i := 0; i < len(text); {
		next := i + 1
		for k, mark := range marks {
			if !bytes.HasPrefix(text[i:], []byte(mark.open)) {
				continue
			}
			from := i + len(mark.open)
			if ends[k] < from {
				ends[k] = len(text) + maxQuote
				if n := bytes.Index(text[from:], []byte(mark.end)); n >= 0 {
					ends[k] = from + n
				}
			}
			if ends[k]-from < maxQuote {
				next = ends[k] + len(mark.end)
				out = append(out, [2]int{i, next})
			}
			break
		}
		i = next
	}
	return out
}

// setQuotesAside notes what a message quotes when it speaks of frauds outside of the
// quotation: warnings, news and people who ask whether something is a fraud quote
// what swindlers say. What they say themselves is judged.
func (m *reading) setQuotesAside() {
	quotes := quotations(m.l.body.data)
	m.quotes = quotes
	if len(quotes) == 0 || !slices.ContainsFunc(m.hits, func(h hit) bool {
		return (h.sign.Group == "warning" || h.sign.Group == "asks") && !m.isQuoted(m.tokens[h.first])
	}) {
		m.quotes = nil
		return
	}
	m.hits = slices.DeleteFunc(m.hits, func(h hit) bool { return m.isQuoted(m.tokens[h.first]) })
}

// isQuoted reports whether a token is set aside.
func (m *reading) isQuoted(t token) bool {
	if len(m.quotes) == 0 {
		return false
	}
	at := int(m.f.at[t.start])
	i, _ := slices.BinarySearchFunc(m.quotes, at, func(q [2]int, at int) int { return q[1] - 1 - at })
	return i < len(m.quotes) && m.quotes[i][0] <= at
}
