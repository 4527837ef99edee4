package labels

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// word is one word of a label, or a separator.
type word struct {
	text       string // in lower case, without accents and plural, or [separator]
	start, end int    // where it stands in the label
	bracketed  bool   // between round brackets
	joins      bool   // a separator that is a conjunction: what is said before it goes on after it
	denied     bool   // in a part that says its data are not there
	taken      bool   // a pattern has used it
}

// separator stands for anything that a label is cut at.
const separator = ","

// scanner cuts a label into words and separators.
type scanner struct {
	label string
	text  []word
	depth int // of round brackets
}

// scan cuts a label into words and separators. Runs of separators are one; none
// stands at either end.
func scan(label string) []word {
	s := scanner{label: label}
	start := -1
	for i, r := range label {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) {
			if start < 0 {
				start = i
			}
			continue
		}
		if start >= 0 {
			s.word(start, i)
			start = -1
		}
		s.sign(r, i)
	}
	if start >= 0 {
		s.word(start, len(label))
	}
	if last := len(s.text) - 1; last >= 0 && s.text[last].text == separator {
		s.text = s.text[:last]
	}
	return s.text
}

func (s *scanner) word(start, end int) {
	w := normal(s.label[start:end])
	switch w {
	case "et", "ou", "and", "or":
		s.separate(start, true)
		return
	case "ni": // and it says that what follows is not there either
		s.separate(start, true)
	}
	s.text = append(s.text, word{text: w, start: start, end: end, bracketed: s.depth > 0})
}

// sign reads what is neither letter nor digit.
func (s *scanner) sign(r rune, at int) {
	switch {
	case r == '(':
		s.separate(at, false)
		s.depth++
	case r == ')':
		s.depth = max(0, s.depth-1)
		s.separate(at, false)
	case r == '&', r == '/', r == '+':
		s.separate(at, true)
	case strings.ContainsRune(",;:|•[]", r), dash(r) && s.spaced(at, r):
		s.separate(at, false)
	}
}

func (s *scanner) separate(at int, joins bool) {
	last := len(s.text) - 1
	switch {
	case last < 0:
	case s.text[last].text == separator:
		s.text[last].joins = s.text[last].joins && joins
	default:
		s.text = append(s.text, word{text: separator, start: at, end: at, joins: joins})
	}
}

func dash(r rune) bool { return r == '-' || r == '–' || r == '—' }

// spaced reports whether the dash at i stands between spaces: "nom - prénom" are
// two things, "e-mail" is one.
func (s *scanner) spaced(i int, dash rune) bool {
	before, _ := utf8.DecodeLastRuneInString(s.label[:i])
	after, _ := utf8.DecodeRuneInString(s.label[i+utf8.RuneLen(dash):])
	return unicode.IsSpace(before) && unicode.IsSpace(after)
}

// normal is a word in lower case, without accents and without a plural ending.
// Short words keep theirs ("sms", "gps"), and so does a double s ("address").
func normal(w string) string {
	var b strings.Builder
	for _, r := range norm.NFKD.String(strings.ToLower(w)) {
		switch {
		case r == 'œ': // Unicode does not decompose these two
			b.WriteString("oe")
		case r == 'æ':
			b.WriteString("ae")
		case !unicode.IsMark(r):
			b.WriteRune(r)
		}
	}
	w = b.String()
	if last := len(w) - 1; last > 2 && (w[last] == 's' && w[last-1] != 's' || w[last] == 'x') {
		w = w[:last]
	}
	return w
}
