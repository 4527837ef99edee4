package message

import (
	"bytes"
	"strconv"
	"strings"

	"vigie/monitor"
)

// rare are the kinds that only someone who has them can quote: a name or an e-mail
// address stands in every message.
var rare = map[monitor.Kind]bool{
	monitor.NIR: true, monitor.IBAN: true, monitor.FranceTravailID: true, monitor.BirthDate: true, monitor.CardLast4: true,
	monitor.CustomerNumber: true, monitor.LicenceNumber: true, monitor.Address: true, monitor.BirthPlace: true,
}

// uses finds the household's data in the message.
func (m *reading) uses(data []Datum) []Use {
	if len(data) == 0 {
		return nil
	}
	body := newView(m.f, m.tokens, m)
	body.place = func(from, to int32) Span {
		a, b := m.foldedSpan(from, to)
		s, _ := m.span(a, b)
		return s
	}
	views := []*view{body}
	for _, v := range []*view{m.spelled(), m.inLinks()} {
		if v != nil {
			views = append(views, v)
		}
	}
	var out []Use
	for _, d := range data {
		find := finder(d.Value)
		for _, v := range views {
			if from, to, ok := find(v); ok {
				out = append(out, Use{d.Value.Kind(), d.ID, d.Person, d.Breaches, v.place(from, to)})
				break
			}
		}
	}
	return out
}

// finding is where a value is in a view: a part of its folded text.
type finding func(*view) (from, to int32, ok bool)

// finder looks for one value in any of its spellings.
func finder(v monitor.Value) finding {
	plain := fold([]byte(v.Reveal()))
	words := make([]string, 0, 6)
	for _, t := range plain.tokens() {
		words = append(words, plain.word(t))
	}
	joined := strings.Join(words, "")
	if joined == "" {
		return nowhere
	}
	switch v.Kind() {
	case monitor.Phone:
		return anyOf(phoneForms(joined))
	case monitor.NIR:
		return anyOf([][]string{{joined}, {joined[:min(13, len(joined))]}})
	case monitor.IBAN:
		return anyOf([][]string{{joined}, {joined[min(4, len(joined)):]}})
	case monitor.Email:
		return email(string(plain.s))
	case monitor.Name:
		return name(v.Reveal())
	case monitor.BirthDate:
		if len(words) != 3 {
			return nowhere
		}
		var date [3]int
		for i, w := range words {
			date[i], _ = strconv.Atoi(w)
		}
		return birthDate(date[0], date[1], date[2])
	case monitor.BirthPlace:
		return birthPlace(words)
	case monitor.Address:
		return postal(plain)
	case monitor.CardLast4:
		return card(joined)
	case monitor.Domain:
		return domain(string(plain.s))
	case monitor.Username:
		return username(string(plain.s))
	}
	if len(joined) < 4 {
		return nowhere
	}
	return numbered(joined)
}

// shortest is how many digits a customer's number has that is known without the
// letters before it.
const shortest = 6

// numbered looks for a number of a customer, a licence or a job seeker, also without
// the letters it begins with: "LIC 0746 8812" is on many cards "0746 8812".
func numbered(joined string) finding {
	bare := strings.TrimLeft(joined, "abcdefghijklmnopqrstuvwxyz")
	if len(bare) == len(joined) || len(bare) < shortest || strings.Trim(bare, "0123456789") != "" {
		return anyOf([][]string{{joined}})
	}
	return func(v *view) (from, to int32, ok bool) {
		if from, to, ok = v.grouped([]string{joined}); ok {
			return from, to, true
		}
		from, to, ok = v.grouped([]string{bare})
		return from, to, ok && !v.amidDigits(from, to)
	}
}

// amidDigits reports whether other digits stand right beside a part, as in a
// telephone number.
func (v *view) amidDigits(from, to int32) bool {
	return from > 1 && isDigit(v.f.s[from-2]) && !isWord(v.f.s[from-1]) || int(to)+1 < len(v.f.s) && isDigit(v.f.s[to+1]) && !isWord(v.f.s[to])
}

func nowhere(*view) (from, to int32, ok bool) { return 0, 0, false }

// maxApart is how many signs may stand between two letters or digits of one value.
const maxApart = 3

// anyOf looks for forms: each is written without separators, or in parts between
// which a separator must stand.
func anyOf(forms [][]string) finding {
	return func(v *view) (from, to int32, ok bool) {
		for _, parts := range forms {
			if from, to, ok = v.grouped(parts); ok {
				return from, to, true
			}
		}
		return 0, 0, false
	}
}

// grouped looks for parts one after the other.
func (v *view) grouped(parts []string) (from, to int32, ok bool) {
	whole := []byte(strings.Join(parts, ""))
	if len(whole) < 4 {
		return 0, 0, false
	}
	for i := 0; ; {
		n := bytes.Index(v.compact[i:], whole)
		if n < 0 {
			return 0, 0, false
		}
		i += n
		if v.fits(i, parts) {
			return v.at[i], v.at[i+len(whole)-1] + 1, true
		}
		i++
	}
}

// fits reports whether what stands at i is a value of its own, not a part of a
// longer one, its groups not far apart.
func (v *view) fits(i int, parts []string) bool {
	*v.steps++
	n := 0
	for k, p := range parts {
		if k > 0 && !v.apart(i+n) {
			return false
		}
		n += len(p)
	}
	if i > 0 && !v.apart(i) && sameSort(v.compact[i-1], v.compact[i]) || i+n < len(v.compact) && !v.apart(i+n) && sameSort(v.compact[i+n], v.compact[i+n-1]) {
		return false
	}
	for k := i + 1; k < i+n; k++ {
		if v.at[k]-v.at[k-1]-1 > maxApart {
			return false
		}
	}
	return true
}

// apart reports whether something stands before the k-th letter or digit.
func (v *view) apart(k int) bool { return k == 0 || k >= len(v.at) || v.at[k]-v.at[k-1] > 1 }

// sameSort reports whether both are digits, or both letters: "n°12", "tel0639" and
// "C2048" may touch what they belong to.
func sameSort(a, b byte) bool { return a < 'a' == (b < 'a') }

// phoneForms are the ways to write a number given with its country's prefix.
func phoneForms(digits string) [][]string {
	forms := [][]string{{digits}, {"00" + digits}}
	if national, ok := strings.CutPrefix(digits, "33"); ok {
		forms = append(forms, []string{"0" + national}, []string{national}, []string{"330" + national}, []string{"00330" + national})
	}
	return forms
}

// email looks for an address, also written around the filters: "name (at) site".
func email(address string) finding {
	local, host, _ := strings.Cut(address, "@")
	var forms [][]string
	for _, at := range []string{"at", "arobase"} {
		for _, dot := range []string{"", "dot", "point"} {
			forms = append(forms, []string{squeeze(local), at, squeeze(strings.ReplaceAll(host, ".", dot))})
		}
	}
	at := anyOf(forms)
	return func(v *view) (from, to int32, ok bool) {
		if from, to, ok = v.literal(address, "._%+-"); ok {
			return from, to, true
		}
		return at(v)
	}
}

func squeeze(s string) string {
	return strings.Map(func(r rune) rune {
		if r < 128 && isWord(byte(r)) {
			return r
		}
		return -1
	}, s)
}

// literal looks for a text as it stands, not within a longer one. The signs of
// more go on with it.
func (v *view) literal(text, more string) (from, to int32, ok bool) {
	for i := 0; ; i++ {
		n := bytes.Index(v.f.s[i:], []byte(text))
		if n < 0 || text == "" {
			return 0, 0, false
		}
		i += n
		j := i + len(text)
		before := i > 0 && (isWord(v.f.s[i-1]) || strings.IndexByte(more, v.f.s[i-1]) >= 0 && i > 1 && isWord(v.f.s[i-2]))
		after := j < len(v.f.s) && (isWord(v.f.s[j]) || strings.IndexByte(more, v.f.s[j]) >= 0 && j+1 < len(v.f.s) && isWord(v.f.s[j+1]))
		if !before && !after {
			return int32(i), int32(j), true
		}
	}
}

// sequence reports whether words stand one after the other from token i on, words
// to skip aside, and the last token of them.
func (v *view) sequence(i int, words []string, skip map[string]bool) (last int, ok bool) {
	if !v.is(i, words[0]) {
		return 0, false
	}
	last = i
	for _, w := range words[1:] {
		n := last + 1
		for skip != nil && n < len(v.tokens) && n <= last+2 && skip[v.f.word(v.tokens[n])] && !v.is(n, w) {
			n++
		}
		if n >= len(v.tokens) || !v.is(n, w) || v.tokens[n].start-v.tokens[n-1].end > maxApart+1 {
			return 0, false
		}
		last = n
	}
	return last, true
}

func (v *view) is(i int, word string) bool {
	t := v.tokens[i]
	return int(t.end-t.start) == len(word) && v.f.s[t.start] == word[0] && string(v.f.s[t.start:t.end]) == word
}

// inMailbox reports whether a part is within an e-mail address: who has the address
// need not know the name.
func (v *view) inMailbox(from, to int32) bool {
	i, j := from, to
	for i > 0 && addressSign(v.f.s[i-1]) {
		i--
	}
	for int(j) < len(v.f.s) && addressSign(v.f.s[j]) {
		j++
	}
	return bytes.IndexByte(v.f.s[from:to], '@') >= 0 || i > 1 && v.f.s[i-1] == '@' && addressSign(v.f.s[i-2]) || int(j) < len(v.f.s) && v.f.s[j] == '@'
}

func addressSign(c byte) bool { return isWord(c) || c == '.' || c == '-' || c == '_' || c == '+' }

func username(text string) finding {
	if len(text) < 4 {
		return nowhere
	}
	return outside(text, "_.-")
}

func domain(text string) finding { return outside(text, "-") }

// outside looks for a text that is not part of an e-mail address.
func outside(text, more string) finding {
	return func(v *view) (from, to int32, ok bool) {
		from, to, ok = v.literal(text, more)
		return from, to, ok && !v.inMailbox(from, to)
	}
}
