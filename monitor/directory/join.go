package directory

import (
	"slices"
	"strconv"
	"strings"

	"vigie/monitor"
)

// join makes the names of the catalogue findable. A record that knows an
// entry's name belongs to that entry, for choosing the entry is enough to be
// led to the record; every other organisation becomes an entry of its own.
func (d *Directory) join(catalogue []monitor.Record) {
	byName := make(map[string]int, len(d.entries))
	for i, e := range d.entries {
		if n := monitor.NormalOrganisation(e.Name); !contains(byName, n) {
			byName[n] = i
		}
	}
	records := slices.Clone(catalogue)
	slices.SortFunc(records, func(a, b monitor.Record) int {
		return strings.Compare(a.Organisation+"\x00"+a.ID, b.Organisation+"\x00"+b.ID)
	})
	for _, r := range records {
		known := entriesOf(byName, &r.Facts)
		if len(known) == 0 {
			n := monitor.NormalOrganisation(r.Organisation)
			if n == "" || forAnyone(r.Criteria) {
				continue // nobody says they deal with it
			}
			byName[n] = d.add(Entry{
				ID: d.freeID(slug(r.Organisation)), Name: r.Organisation,
				Aliases: r.Aliases, Domains: r.Domains, Relation: usual(r.Criteria),
			})
			known = []int{byName[n]}
		}
		for _, i := range known {
			d.call(i, r.Organisation, true)
			for _, a := range r.Aliases {
				d.call(i, a, true)
			}
			if r.Status != monitor.Withdrawn {
				d.entries[i].Breaches++
			}
		}
	}
}

func contains(m map[string]int, key string) bool { _, ok := m[key]; return ok }

// entriesOf lists the entries whose name the record knows.
func entriesOf(byName map[string]int, f *monitor.Facts) []int {
	var is []int
	for _, n := range append([]string{f.Organisation}, f.Aliases...) {
		if i, ok := byName[monitor.NormalOrganisation(n)]; ok && !slices.Contains(is, i) {
			is = append(is, i)
		}
	}
	return is
}

// forAnyone reports whether a record concerns everybody: a compilation that no
// organisation answers for.
func forAnyone(cs []monitor.Criterion) bool {
	return slices.ContainsFunc(cs, func(c monitor.Criterion) bool { return c.Relation == monitor.Anyone })
}

// usual is the relation a record speaks of, when it speaks of one only.
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
