package directory

import (
	"slices"
	"strconv"
	"strings"

	"vigie/monitor"
)

// join makes the names of the catalogue findable. A breach that knows an
// entry's name belongs to that entry, for choosing the entry is enough to be
// led to the breach; every other organisation becomes an entry of its own.
func (d *Directory) join(breaches []monitor.Breach) {
	byName := make(map[string]int, len(d.entries))
	for i, e := range d.entries {
		if n := monitor.NormalOrganisation(e.Name); !contains(byName, n) {
			byName[n] = i
		}
	}
	breaches = slices.Clone(breaches)
	slices.SortFunc(breaches, func(a, b monitor.Breach) int {
		return strings.Compare(a.Organisation+"\x00"+a.ID, b.Organisation+"\x00"+b.ID)
	})
	for _, b := range breaches {
		known := entriesOf(byName, &b.Facts)
		if len(known) == 0 {
			n := monitor.NormalOrganisation(b.Organisation)
			if n == "" || forAnyone(b.Criteria) {
				continue // nobody says they deal with it
			}
			byName[n] = d.add(Entry{
				ID: d.freeID(slug(b.Organisation)), Name: b.Organisation,
				Aliases: b.Aliases, Domains: b.Domains, Relation: usual(b.Criteria),
			})
			known = []int{byName[n]}
		}
		for _, i := range known {
			d.call(i, b.Organisation, true)
			for _, a := range b.Aliases {
				d.call(i, a, true)
			}
			if b.Status != monitor.Withdrawn {
				d.entries[i].Breaches++
			}
		}
	}
}

func contains(m map[string]int, key string) bool { _, ok := m[key]; return ok }

// entriesOf lists the entries whose name a breach knows.
func entriesOf(byName map[string]int, f *monitor.Facts) []int {
	var is []int
	for _, n := range append([]string{f.Organisation}, f.Aliases...) {
		if i, ok := byName[monitor.NormalOrganisation(n)]; ok && !slices.Contains(is, i) {
			is = append(is, i)
		}
	}
	return is
}

// forAnyone reports whether a breach concerns everybody: a compilation that no
// organisation answers for.
func forAnyone(cs []monitor.Criterion) bool {
	return slices.ContainsFunc(cs, func(c monitor.Criterion) bool { return c.Relation == monitor.Anyone })
}

// usual is the relation a breach speaks of, when it speaks of one only.
func usual(cs []monitor.Criterion) monitor.Relation {
	if len(cs) == 0 || slices.ContainsFunc(cs, func(c monitor.Criterion) bool { return c.Relation != cs[0].Relation }) {
		return ""
	}
	return cs[0].Relation
}

// slug is the words of a name with hyphens between.
func slug(name string) string { return strings.Join(fold(name), "-") }

// freeID is the id, or the id with the first number that is not taken.
func (d *Directory) freeID(id string) string {
	free := id
	for n := 2; contains(d.byID, free); n++ {
		free = id + "-" + strconv.Itoa(n)
	}
	return free
}
