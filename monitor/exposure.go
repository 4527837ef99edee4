package monitor

import (
	"cmp"
	"slices"
	"strings"
)

// Exposure is what a stranger who gathers every leak may know about a person:
// the classes of data over all findings, each with the breaches it comes from.
// It only grows as findings are added; there is no score.
type Exposure struct {
	Person     string // Person.ID
	PersonName string
	Classes    []ExposedClass // exposed ones first, then by name
}

// ExposedClass is one class of data and where it leaked.
type ExposedClass struct {
	Class    Class
	Exposed  bool     // by a confirmed or likely finding; otherwise it is only possible
	Breaches []string // Breach.ID, exposing ones first, in the order of the findings
}

// Exposures adds up findings per person, in the order of the findings.
// Confirmed and likely findings expose; possible ones, and what is possible in
// any of them, stay possible.
func Exposures(findings []Finding) []Exposure {
	var all []Exposure
	for _, f := range findings {
		if len(all) == 0 || all[len(all)-1].Person != f.Person {
			all = append(all, Exposure{Person: f.Person, PersonName: f.PersonName})
		}
		e := &all[len(all)-1]
		for _, c := range f.Exposed {
			e.add(c, f.Breach, f.Verdict >= Likely)
		}
		for _, c := range f.Possible {
			e.add(c, f.Breach, false)
		}
	}
	for i := range all {
		all[i].sort(findings)
	}
	return all
}

func (e *Exposure) add(class Class, breach string, exposed bool) {
	i := slices.IndexFunc(e.Classes, func(c ExposedClass) bool { return c.Class == class })
	if i < 0 {
		i = len(e.Classes)
		e.Classes = append(e.Classes, ExposedClass{Class: class})
	}
	e.Classes[i].Exposed = e.Classes[i].Exposed || exposed
	if !slices.Contains(e.Classes[i].Breaches, breach) {
		e.Classes[i].Breaches = append(e.Classes[i].Breaches, breach)
	}
}

// sort puts exposed classes first and, in each, the breaches that expose it.
func (e *Exposure) sort(findings []Finding) {
	slices.SortFunc(e.Classes, func(a, b ExposedClass) int {
		return cmp.Or(-compareBool(a.Exposed, b.Exposed), strings.Compare(string(a.Class), string(b.Class)))
	})
	exposes := func(breach string, class Class) bool {
		return slices.ContainsFunc(findings, func(f Finding) bool {
			return f.Person == e.Person && f.Breach == breach && f.Verdict >= Likely && slices.Contains(f.Exposed, class)
		})
	}
	for i := range e.Classes {
		c := &e.Classes[i]
		slices.SortStableFunc(c.Breaches, func(a, b string) int {
			return -compareBool(exposes(a, c.Class), exposes(b, c.Class))
		})
	}
}

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}
