package message

import "strconv"

// Callers dictate numbers, and transcripts spell them: "zéro six, trente-neuf". The
// words below are numbers in French, in France and elsewhere, and in English.
var (
	units = map[string]int{
		"zero": 0, "un": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "huit": 8, "neuf": 9,
		"dix": 10, "onze": 11, "douze": 12, "treize": 13, "quatorze": 14, "quinze": 15, "seize": 16, "premier": 1,
		"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
		"thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19,
		"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10,
		"eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14, "fifteenth": 15, "sixteenth": 16, "seventeenth": 17, "eighteenth": 18, "nineteenth": 19,
	}
	tens = map[string]int{
		"vingt": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60, "septante": 70, "huitante": 80, "octante": 80, "nonante": 90,
		"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "twentieth": 20, "thirtieth": 30,
	}
)

// numerals reads numbers in words from the tokens of a text.
type numerals struct {
	f      *folded
	tokens []token
}

// word is token i when it belongs to a number that goes on there: nothing but a
// space or a hyphen stands before it.
func (n *numerals) word(i int, first bool) string {
	if i >= len(n.tokens) || !first && n.tokens[i].start-n.tokens[i-1].end > 1 {
		return ""
	}
	if !first {
		if c := n.f.s[n.tokens[i-1].end]; c != ' ' && c != '-' {
			return ""
		}
	}
	return n.f.word(n.tokens[i])
}

// small reads a number below one hundred at token i; next is i when there is none.
func (n *numerals) small(i int, first bool) (value, next int) {
	w := n.word(i, first)
	if w == "quatre" {
		if v := n.word(i+1, false); v == "vingt" || v == "vingts" {
			return n.more(80, i+2, 19)
		}
	}
	if v, ok := tens[w]; ok {
		if v == 60 {
			return n.more(v, i+1, 19)
		}
		return n.more(v, i+1, 9)
	}
	v, ok := units[w]
	if !ok {
		return 0, i
	}
	if v == 10 && w == "dix" {
		if u, ok := units[n.word(i+1, false)]; ok && u >= 7 && u <= 9 {
			return v + u, i + 2
		}
	}
	return v, i + 1
}

// more adds what follows tens: "et un", "trois", "dix-sept".
func (n *numerals) more(value, i, limit int) (sum, next int) {
	k := i
	if n.word(k, false) == "et" {
		k++
	}
	w := n.word(k, false)
	if u, ok := units[w]; ok && u > 0 && u <= limit {
		if u == 10 && limit == 19 {
			if v, next := n.small(k, false); next > k+1 {
				return value + v, next
			}
		}
		return value + u, k + 1
	}
	return value, i
}

// number reads a number at token i: "mille neuf cent quatre-vingt-cinq".
func (n *numerals) number(i int) (value, next int) {
	total := 0
	value, next = n.small(i, true)
	any := next > i
	for {
		switch n.word(next, !any) {
		case "cent", "cents", "hundred":
			value = max(value, 1) * 100
		case "mille", "thousand":
			total, value = total+max(value, 1)*1000, 0
		default:
			return total + value, next
		}
		any = true
		next++
		if v, after := n.small(next, false); after > next {
			value, next = value+v, after
		}
		if value > 9999 || total > 99999 {
			return total + value, next
		}
	}
}

// pauses are words between the groups of a number that is dictated.
var pauses = set([]string{"puis", "ensuite", "tiret", "espace", "then", "dash"})

// is reports whether token i is a number, in digits or in words.
func (n *numerals) is(i int) bool {
	if i >= len(n.tokens) {
		return false
	}
	_, next := n.number(i)
	return next > i || isDigit(n.f.s[n.tokens[i].start])
}

// spelled is the text with its numbers in digits, or nothing when it spells none.
// "Un" alone is an article.
func (m *reading) spelled() *view {
	n := numerals{&m.f, m.tokens}
	out := folded{}
	from := int32(0)
	keep := func(to int32) { // what stands before, as it is
		out.s = append(out.s, m.f.s[from:to]...)
		out.at = append(out.at, m.f.at[from:to]...)
	}
	found, after := false, -1 // after is the token behind the last number
	for i := 0; i < len(m.tokens); {
		value, next := n.number(i)
		switch {
		case next > i:
			start, end := m.tokens[i].start, m.tokens[next-1].end
			keep(start)
			for k, c := range []byte(strconv.Itoa(value)) {
				at := m.f.at[start]
				if k > 0 {
					at = m.f.at[end-1]
				}
				out.s, out.at = append(out.s, c), append(out.at, at)
			}
			found = found || value > 1
			from, after = end, next
		case isDigit(m.f.s[m.tokens[i].start]):
			next, after = i+1, i+1
		case after == i && pauses[m.f.word(m.tokens[i])] && n.is(i+1):
			keep(m.tokens[i-1].end)
			out.s, out.at = append(out.s, ' '), append(out.at, m.f.at[m.tokens[i].start])
			from, found = m.tokens[i+1].start, true
			next, after = i+1, -1
		default:
			next = i + 1
		}
		i = next
	}
	if !found {
		return nil
	}
	keep(int32(len(m.f.s)))
	v := newView(out, out.tokens(), m)
	v.place = func(from, to int32) Span {
		s, _ := m.span(int(out.at[from]), int(out.at[to-1])+1)
		return s
	}
	return v
}
