package directory

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"vigie/monitor"
)

// name is one name of an entry, ready to be compared.
type name struct {
	entry int
	alias bool
	shown string
	key   string   // monitor.NormalOrganisation: what two spellings share
	words []string // folded
}

// calling is an entry under one of its names, however it is spelt.
type calling struct {
	entry int
	key   string
}

// call makes an entry findable under a name.
func (d *Directory) call(entry int, shown string, alias bool) {
	key := monitor.NormalOrganisation(shown)
	if key == "" || d.called[calling{entry, key}] {
		return
	}
	d.called[calling{entry, key}] = true
	d.names = append(d.names, name{entry, alias, shown, key, fold(shown)})
}

// fold splits a text into words without accents or case.
func fold(text string) []string {
	words := strings.FieldsFunc(text, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.Is(unicode.M, r)
	})
	for i, w := range words {
		words[i] = monitor.NormalOrganisation(w)
	}
	return slices.DeleteFunc(words, func(w string) bool { return w == "" })
}

// How well a name answers a search, best first. A name that is only close
// counts typo plus its distance.
const (
	same = iota
	sameAlias
	begins
	beginsAlias
	hasWords
	hasWordsAlias
	hasDomain
	typo
	no = typo + maxTypos + 1
)

// Search returns the organisations that a text may mean, at most limit, best
// first: those called so, those whose name begins so, those with words that
// begin so, those with that domain. When there is none, those whose name is
// close. Accents, case and punctuation do not matter.
func (d *Directory) Search(text string, limit int) []Entry {
	text = monitor.CleanText(text, monitor.MaxName)
	q := query{key: monitor.NormalOrganisation(text), words: fold(text), domain: strings.TrimPrefix(strings.ToLower(text), "www.")}
	if q.key == "" {
		return nil
	}
	rank := slices.Repeat([]int{no}, len(d.entries))
	for i := range d.names {
		n := &d.names[i]
		rank[n.entry] = min(rank[n.entry], q.rank(n))
	}
	for i, e := range d.entries {
		if rank[i] > hasDomain && q.hasDomain(e.Domains) {
			rank[i] = hasDomain
		}
	}
	worst := hasDomain
	if len(rank) > 0 && slices.Min(rank) > hasDomain {
		worst = no - 1
	}
	return d.ranked(rank, worst, limit)
}

type query struct {
	key    string
	words  []string
	domain string
}

// rank is how well a name answers.
func (q *query) rank(n *name) int {
	alias := 0
	if n.alias {
		alias = 1
	}
	switch {
	case n.key == q.key:
		return same + alias
	case strings.HasPrefix(n.key, q.key):
		return begins + alias
	case q.wordsBegin(n.words):
		return hasWords + alias
	}
	if dist, ok := alike(q.key, n.key); ok {
		return typo + dist
	}
	return no
}

// wordsBegin reports whether every word asked for begins one of the words.
func (q *query) wordsBegin(words []string) bool {
	for _, w := range q.words {
		if !slices.ContainsFunc(words, func(have string) bool { return strings.HasPrefix(have, w) }) {
			return false
		}
	}
	return true
}

// hasDomain reports whether the text is the beginning of one of the domains, or
// a domain below it.
func (q *query) hasDomain(domains []string) bool {
	return slices.ContainsFunc(domains, func(d string) bool {
		return strings.HasPrefix(d, q.domain) || strings.HasSuffix(q.domain, "."+d)
	})
}

// ranked lists the entries up to a rank, best first; those of the directory
// before those only the catalogue knows, then by name.
func (d *Directory) ranked(rank []int, worst, limit int) []Entry {
	var found []int
	for i, r := range rank {
		if r <= worst {
			found = append(found, i)
		}
	}
	slices.SortFunc(found, func(a, b int) int {
		x, y := &d.entries[a], &d.entries[b]
		return cmp.Or(
			cmp.Compare(rank[a], rank[b]),
			cmp.Compare(min(len(y.Theme), 1), min(len(x.Theme), 1)),
			strings.Compare(slug(x.Name), slug(y.Name)),
			strings.Compare(x.ID, y.ID))
	})
	var es []Entry
	for _, i := range found[:min(len(found), max(limit, 0))] {
		es = append(es, d.entries[i])
	}
	return es
}

// Known reports whether an organisation is called by this name.
func (d *Directory) Known(called string) bool {
	key := monitor.NormalOrganisation(monitor.CleanText(called, monitor.MaxName))
	return slices.ContainsFunc(d.names, func(c name) bool { return c.key == key })
}

// Suggest returns up to n known names close to one that nobody is called by,
// nearest first; none when the name is known.
func (d *Directory) Suggest(unknown string, n int) []string {
	key := monitor.NormalOrganisation(monitor.CleanText(unknown, monitor.MaxName))
	type near struct {
		shown, key string
		dist       int
	}
	var found []near
	for i := range d.names {
		c := &d.names[i]
		if c.key == key {
			return nil
		}
		if dist, ok := alike(key, c.key); ok && !slices.ContainsFunc(found, func(f near) bool { return f.key == c.key }) {
			found = append(found, near{c.shown, c.key, dist})
		}
	}
	slices.SortFunc(found, func(a, b near) int {
		return cmp.Or(cmp.Compare(a.dist, b.dist), strings.Compare(a.key, b.key))
	})
	var names []string
	for _, f := range found[:min(len(found), max(n, 0))] {
		names = append(names, f.shown)
	}
	return names
}
