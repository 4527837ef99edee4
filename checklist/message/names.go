package message

import (
	"slices"
	"strings"
	"unicode"
)

var (
	// between are words that stand between the parts of a name in forms and links.
	between = set(strings.Fields("nom prenom prenoms name firstname lastname first last fn ln fname lname surname given family mme mr"))
	// titles are words after which a surname is a person's, without the first name.
	titles = set(strings.Fields("m mr mme mlle monsieur madame mademoiselle mrs ms miss mister dr docteur maitre me nom name surname lastname"))
)

// parts are the first name and the surname of a full name as it was typed, each with
// its words: people write the surname last, or first in capitals.
func parts(typed string) [][]string {
	var out [][]string
	fields := strings.Fields(typed)
	for _, field := range fields {
		f := fold([]byte(field))
		var words []string
		for _, t := range f.tokens() {
			words = append(words, f.word(t))
		}
		if len(words) > 0 {
			out = append(out, words)
		}
	}
	if n := len(fields); n > 1 && len(out) == n && upper(fields[0]) && !upper(fields[n-1]) {
		out = append(out[1:], out[0])
	}
	return out
}

func upper(s string) bool {
	return len(s) > 1 && !strings.ContainsFunc(s, unicode.IsLower)
}

// distinctive is how long a surname of several words is that is nobody else's even
// without a first name or a title.
const distinctive = 10

// name looks for a full name, first names or surname first, a middle name between;
// and for the surname where a title or an initial says whose it is.
func name(typed string) finding {
	groups := parts(typed)
	if len(groups) == 0 {
		return nowhere
	}
	words := slices.Concat(groups...)
	if len(words) == 1 {
		if len(words[0]) < 3 {
			return nowhere
		}
		return outside(words[0], "")
	}
	var orders [][]string
	for k := range groups {
		orders = append(orders, slices.Concat(slices.Concat(groups[k:]...), slices.Concat(groups[:k]...)))
	}
	first, surnames := groups[0], [][]string{slices.Concat(groups[1:]...)}
	if last := len(groups) - 1; last > 1 {
		surnames = append(surnames, groups[last]) // what is between may be another first name
	}
	return func(v *view) (from, to int32, ok bool) {
		for _, order := range orders {
			for _, i := range v.starting(order[0]) {
				if last, ok := v.sequence(i, order, between); ok && v.free(i, last) {
					return v.tokens[i].start, v.tokens[last].end, true
				}
			}
		}
		for _, order := range orders {
			if from, to, ok := v.grouped([]string{strings.Join(order, "")}); ok && !v.inMailbox(from, to) {
				return from, to, true
			}
		}
		for _, surname := range surnames {
			if len(surname) > 0 {
				if from, to, ok := v.surname(first, surname); ok {
					return from, to, true
				}
			}
		}
		return 0, 0, false
	}
}

func (v *view) free(first, last int) bool {
	return !v.inMailbox(v.tokens[first].start, v.tokens[last].end)
}

// surname looks for a surname with something before it that says whose it is.
func (v *view) surname(first, surname []string) (from, to int32, ok bool) {
	known := len(surname) > 1 && len(strings.Join(surname, "")) >= distinctive
	for _, i := range v.starting(surname[0]) {
		last, ok := v.sequence(i, surname, nil)
		if !ok || !v.free(i, last) {
			continue
		}
		if start, ok := v.before(i, first); ok {
			return v.tokens[start].start, v.tokens[last].end, true
		}
		if known && v.shown(v.tokens[i]) {
			return v.tokens[i].start, v.tokens[last].end, true
		}
	}
	return 0, 0, false
}

// maxMiddle is how many middle names are passed over.
const maxMiddle = 2

// before finds what stands before the surname at token i: the first name with middle
// names between, its initial, or a title.
func (v *view) before(i int, first []string) (start int, ok bool) {
	for n := i - 1; n >= 0 && n >= i-1-maxMiddle && v.tokens[n+1].start-v.tokens[n].end <= maxApart; n-- {
		if k := n + 1 - len(first); k >= 0 {
			if last, ok := v.sequence(k, first, nil); ok && last == n {
				return k, true
			}
		}
		w := v.f.word(v.tokens[n])
		if n == i-1 {
			switch {
			case titles[w]:
				return i, true
			case len(w) == 1 && w[0] == first[0][0] && v.capital(v.tokens[n]):
				return n, true
			}
		}
		if !v.capital(v.tokens[n]) {
			break
		}
	}
	return 0, false
}
