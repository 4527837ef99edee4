package message

import (
	"slices"
	"strings"

	"golang.org/x/net/publicsuffix"

	"vigie/monitor/directory"
)

// Organisations is the directory, arranged for finding who a message claims to be
// from and whose a domain is.
type Organisations struct {
	entries   []directory.Entry
	names     vocabulary // names and aliases; owner is an index into called
	called    []called
	domains   map[string][]int // entries by each of their domains
	mailboxes map[string]bool
	brands    []brand // what a look-alike imitates
	byID      map[string]int
	phones    map[string]int // entries by number; one from memory is not called unknown either
}

// called is one name of an entry.
type called struct {
	entry  int
	common bool // a word as well: "Orange"
}

// brand is a name as it stands in a domain.
type brand struct {
	text   string
	entry  int
	common bool
	domain bool // the main label of an official domain
}

// NewOrganisations arranges the directory.
func NewOrganisations(d *directory.Directory, rules *Rules) *Organisations {
	o := &Organisations{names: vocabulary{}, domains: make(map[string][]int), mailboxes: set(d.MailboxDomains()), byID: make(map[string]int), phones: make(map[string]int)}
	for _, theme := range d.Themes() {
		for _, e := range d.InTheme(theme) {
			if _, twice := o.byID[e.ID]; !twice {
				o.add(e, rules)
			}
		}
	}
	slices.SortStableFunc(o.brands, func(a, b brand) int { return len(b.text) - len(a.text) })
	return o
}

func (o *Organisations) add(e directory.Entry, rules *Rules) {
	n := len(o.entries)
	o.entries = append(o.entries, e)
	o.byID[e.ID] = n
	if e.Phone != "" {
		o.phones[e.Phone] = n
	}
	for _, d := range slices.Concat(e.Domains, e.SenderDomains) {
		o.domains[d] = append(o.domains[d], n)
	}
	for _, d := range e.Domains {
		o.brand(mainLabel(d), n, rules, true)
	}
	for _, name := range append([]string{e.Name}, e.Aliases...) {
		name, _, _ = strings.Cut(name, " (")
		f := fold([]byte(name))
		var words []string
		for _, t := range f.tokens() {
			words = append(words, f.word(t))
		}
		if len(words) == 0 || words[0][0] < 'a' {
			continue
		}
		compact := strings.Join(words, "")
		p, err := parsePhrase(strings.Join(words, " "), len(o.called))
		if err != nil {
			continue // a name without letters is found nowhere
		}
		o.called = append(o.called, called{n, rules.common[compact]})
		o.names.add(p)
		if whole, err := parsePhrase(compact, p.owner); err == nil && len(words) > 1 {
			o.names.add(whole)
		}
		o.brand(compact, n, rules, false)
		for alias := compact; e.Name == name && strings.HasSuffix(alias, "france") && len(alias) > 9; alias = "" {
			o.brand(strings.TrimSuffix(alias, "france"), n, rules, false)
		}
	}
}

func (o *Organisations) brand(text string, n int, rules *Rules, domain bool) {
	if len(text) < 3 || slices.ContainsFunc(o.brands, func(b brand) bool { return b.text == text }) {
		return
	}
	o.brands = append(o.brands, brand{text, n, rules.common[text], domain})
}

// registrable is the domain that somebody registered: "www.edf.fr" → "edf.fr".
func registrable(host string) string {
	if d, err := publicsuffix.EffectiveTLDPlusOne(host); err == nil {
		return d
	}
	return host
}

// mainLabel is what a registered domain is called: "www.edf.fr" → "edf".
func mainLabel(host string) string {
	d := registrable(host)
	label, _, _ := strings.Cut(d, ".")
	return strings.ReplaceAll(label, "-", "")
}

// owners are the entries that a host belongs to.
func (o *Organisations) owners(host string) []int {
	for d := host; d != ""; {
		if n, ok := o.domains[d]; ok {
			return n
		}
		_, rest, ok := strings.Cut(d, ".")
		if !ok {
			break
		}
		d = rest
	}
	return nil
}

// verified reports whether a host is known for certain to be an organisation's:
// what was written from memory proves nothing.
func (o *Organisations) verified(host string) bool {
	return slices.ContainsFunc(o.owners(host), func(n int) bool { return !o.entries[n].Unverified })
}

// state reports whether a host is the French State's: only it registers names
// below gouv.fr.
func state(host string) bool { return host == "gouv.fr" || strings.HasSuffix(host, ".gouv.fr") }
