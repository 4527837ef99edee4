package monitor

import (
	"slices"
	"strings"
)

// Catalogue is every known breach, indexed for matching. It is immutable.
type Catalogue struct {
	breaches []Breach // sorted by id
	byName   map[string][]link
	byDomain map[string][]int32
	anyone   []int32 // breaches that concern every person
	byID     map[string]int32
}

// link leads from an organisation's name to a breach.
type link struct {
	breach int32
	direct bool
}

// NewCatalogue indexes breaches, which it keeps. Their order does not matter.
func NewCatalogue(breaches []Breach) *Catalogue {
	c := &Catalogue{
		breaches: slices.Clone(breaches),
		byName:   make(map[string][]link, 2*len(breaches)),
		byDomain: make(map[string][]int32, len(breaches)),
		byID:     make(map[string]int32, len(breaches)),
	}
	slices.SortFunc(c.breaches, func(a, b Breach) int { return strings.Compare(a.ID, b.ID) })
	for i := range c.breaches {
		c.index(int32(i))
	}
	return c
}

func (c *Catalogue) index(i int32) {
	b := &c.breaches[i]
	c.byID[b.ID] = i
	for _, id := range b.AlsoKnown {
		if _, taken := c.byID[id]; !taken {
			c.byID[id] = i
		}
	}
	c.addName(b.Organisation, link{i, true})
	for _, n := range b.Aliases {
		c.addName(n, link{i, true})
	}
	for _, n := range b.Clients {
		c.addName(n, link{i, false})
	}
	for _, d := range b.Domains {
		if d = AsDomain(d); d != "" && !slices.Contains(c.byDomain[d], i) {
			c.byDomain[d] = append(c.byDomain[d], i)
		}
	}
	for _, cr := range b.Criteria {
		if cr.Relation == Anyone {
			c.anyone = append(c.anyone, i)
			break
		}
	}
}

func (c *Catalogue) addName(name string, l link) {
	n := NormalOrganisation(name)
	if n == "" {
		return
	}
	for _, have := range c.byName[n] {
		if have.breach == l.breach { // a direct name comes first and wins
			return
		}
	}
	c.byName[n] = append(c.byName[n], l)
}

// Breaches lists every breach, sorted by id. The caller must not change them.
func (c *Catalogue) Breaches() []Breach { return c.breaches }

// Breach returns the breach known under an id, now or earlier.
func (c *Catalogue) Breach(id string) (*Breach, bool) {
	i, ok := c.byID[id]
	if !ok {
		return nil, false
	}
	return &c.breaches[i], true
}

// resolve calls f for every breach an organisation, as a person typed it, leads
// to: once each, directly if any way is direct.
//
// A domain leads to the breaches of that domain and of every domain above it.
// A name never lends its domains: an address at free.fr proves a mailbox, not a
// subscription.
func (c *Catalogue) resolve(organisation string, f func(breach int32, direct bool)) {
	seen := make(map[int32]bool)
	visit := func(l link) {
		if direct, ok := seen[l.breach]; !ok || l.direct && !direct {
			seen[l.breach] = l.direct
		}
	}
	for _, l := range c.byName[NormalOrganisation(organisation)] {
		visit(l)
	}
	for d := AsDomain(organisation); d != ""; {
		for _, i := range c.byDomain[d] {
			visit(link{i, true})
		}
		_, above, _ := strings.Cut(d, ".")
		if !strings.Contains(above, ".") {
			break // a bare top-level domain is nobody's
		}
		d = above
	}
	for i, direct := range seen {
		f(i, direct)
	}
}
