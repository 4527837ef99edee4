package message

import "strings"

// likeness is how a host imitates an organisation.
type likeness struct {
	entry int
	weak  bool // alone it may be chance
	plain bool // its own name under an ordinary ending: organisations have several sites
}

// maxLabels is how many words of a host are looked at, the last ones.
const maxLabels = 8

// digits that pass for letters in the names of sites.
var asLetters = strings.NewReplacer("0", "o", "1", "l", "3", "e", "5", "s", "vv", "w", "rn", "m")

// imitated finds whose name an unofficial host bears, or nearly. plain is the host
// as it looks.
func (o *Organisations) imitated(plain string, bait func(string) bool) (likeness, bool) {
	name := strings.TrimPrefix(plain, "www.")
	words := strings.FieldsFunc(name, func(r rune) bool { return r == '.' || r == '-' || r == '_' })
	if len(words) > maxLabels {
		words = words[len(words)-maxLabels:]
	}
	suspect := false
	for _, w := range words[:max(len(words)-1, 0)] {
		suspect = suspect || bait(w) || w == "gouv" || w == "com"
	}
	label := mainLabel(name)
	if l, ok := o.bears(words, label, name, suspect); ok {
		return l, true
	}
	for _, w := range append([]string{label}, words...) {
		if l, ok := o.close(w); ok {
			return l, true
		}
	}
	return likeness{}, false
}

// bears finds a brand among the words of a host.
func (o *Organisations) bears(words []string, label, name string, suspect bool) (likeness, bool) {
	squeezed := strings.ReplaceAll(name, "-", "")
	for _, b := range o.brands {
		for _, w := range words[:max(len(words)-1, 0)] {
			if w == b.text {
				plain := !suspect && (strings.HasSuffix(name, ".fr") || label == b.text && strings.HasSuffix(name, ".com"))
				return likeness{b.entry, plain || b.common && !suspect, plain}, true
			}
		}
		if len(b.text) >= 5 && !b.common && strings.Contains(squeezed, b.text) {
			return likeness{b.entry, len(b.text) < 6 && !suspect, false}, true
		}
		if !b.common && len(b.text) < 5 && len(label) > len(b.text) && (strings.HasPrefix(label, b.text) || strings.HasSuffix(label, b.text)) && suspect {
			return likeness{b.entry, true, false}, true
		}
	}
	return likeness{}, false
}

// close finds a brand that a label differs from by a letter or two.
func (o *Organisations) close(label string) (likeness, bool) {
	shape := asLetters.Replace(label)
	for _, b := range o.brands {
		if len(b.text) < 5 || b.common {
			continue
		}
		if shape != label && strings.Contains(shape, b.text) {
			return likeness{b.entry, false, false}, true
		}
		limit := 1
		if len(b.text) >= 10 {
			limit = 2
		}
		if d := distance(label, b.text, limit); d <= limit && d > 0 {
			return likeness{b.entry, len(b.text) < 7, false}, true
		}
	}
	return likeness{}, false
}

// distance counts the letters to add, drop, change or swap (optimal string
// alignment), or returns more than limit.
func distance(a, b string, limit int) int {
	if len(a) > 40 || len(b) > 40 || len(a)-len(b) > limit || len(b)-len(a) > limit {
		return limit + 1
	}
	var rows [3][41]int
	for j := range len(b) + 1 {
		rows[0][j] = j
	}
	for i := 1; i <= len(a); i++ {
		row, above, before := &rows[i%3], &rows[(i+2)%3], &rows[(i+1)%3]
		row[0] = i
		best := i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(above[j]+1, row[j-1]+1, above[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
			best = min(best, row[j])
		}
		if best > limit {
			return limit + 1
		}
	}
	return rows[len(a)%3][len(b)]
}
