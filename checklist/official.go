package checklist

import (
	"slices"
	"strings"

	"vigie/monitor"
	"vigie/monitor/directory"
)

// officials finds official sites and numbers in the directory. Whatever an
// action links to passes through here.
type officials struct {
	byID     map[string]*directory.Entry
	byName   map[string][]*directory.Entry
	byDomain map[string]*directory.Entry
	own      map[string]own
}

// ofBreached stands for whoever lost the data.
const ofBreached = "@breached"

// newOfficials indexes the entries that have a theme: the others are only known
// from a catalogue of breaches, and their domains are not official ones.
func newOfficials(d *directory.Directory, kinds []own) *officials {
	o := &officials{
		byID: make(map[string]*directory.Entry), byName: make(map[string][]*directory.Entry),
		byDomain: make(map[string]*directory.Entry), own: make(map[string]own, len(kinds)),
	}
	for _, k := range kinds {
		o.own["@"+k.ID] = k
	}
	for _, theme := range d.Themes() {
		for _, e := range d.InTheme(theme) {
			o.byID[e.ID] = &e
			for _, n := range append([]string{e.Name}, e.Aliases...) {
				n = monitor.NormalOrganisation(n)
				o.byName[n] = append(o.byName[n], &e)
			}
			for _, domain := range e.Domains {
				o.byDomain[domain] = &e
			}
		}
	}
	return o
}

// knows reports whether something can be linked to under an id.
func (o *officials) knows(id string) bool {
	if k, ok := o.own[id]; ok {
		return k.Theme != "" || !slices.ContainsFunc(k.Entries, func(e string) bool { return o.byID[e] == nil })
	}
	return id == ofBreached || o.byID[id] != nil
}

// called are the organisations a name or a domain stands for.
func (o *officials) called(organisation string) []*directory.Entry {
	if es := o.byName[monitor.NormalOrganisation(organisation)]; es != nil {
		return es
	}
	for d := monitor.AsDomain(organisation); strings.Contains(d, "."); _, d, _ = strings.Cut(d, ".") {
		if e := o.byDomain[d]; e != nil {
			return []*directory.Entry{e}
		}
	}
	return nil
}

// dealsWith are the organisations a person still deals with, or did not say
// that they left.
func (o *officials) dealsWith(h *monitor.Household, person string) []*directory.Entry {
	var found []*directory.Entry
	for _, a := range h.Affiliations {
		if a.Person != person || !a.Period.To.IsZero() {
			continue
		}
		for _, e := range o.called(a.Organisation) {
			if !slices.Contains(found, e) {
				found = append(found, e)
			}
		}
	}
	// The order in which people say things is not that of a plan.
	slices.SortFunc(found, func(a, b *directory.Entry) int { return strings.Compare(a.ID, b.ID) })
	return found
}

// mostLinks is how many addresses an action shows at most.
const mostLinks = 6

// links are the addresses of a step for someone who deals with these
// organisations and whose data those lost.
func (o *officials) links(s *step, dealsWith []*directory.Entry, breached func() []*directory.Entry) []Link {
	var all []Link
	add := func(e *directory.Entry) {
		l := linkTo(e, s.Security)
		if (l.URL != "" || l.Phone != "") && len(all) < mostLinks && !slices.ContainsFunc(all, func(x Link) bool { return x.ID == l.ID }) {
			all = append(all, l)
		}
	}
	for _, id := range s.Official {
		if k, ok := o.own[id]; ok {
			for _, e := range dealsWith {
				if e.Theme == k.Theme || slices.Contains(k.Entries, e.ID) {
					add(e)
				}
			}
			continue
		}
		if id == ofBreached {
			for _, e := range breached() {
				add(e)
			}
			continue
		}
		add(o.byID[id])
	}
	return all
}

// linkTo is where to go, and the number to call, as the directory has them. A
// number that was not read again is left out where the address was.
func linkTo(e *directory.Entry, security bool) Link {
	l := Link{ID: e.ID, Label: e.Name, URL: e.LoginURL, Phone: e.Phone, Mark: Verified}
	field := "login_url"
	if security && e.SecurityURL != "" {
		l.URL, field = e.SecurityURL, "security_url"
	}
	switch recalled := slices.Contains(e.Recalled, "phone"); {
	case e.Unverified, l.URL != "" && slices.Contains(e.Recalled, field), l.URL == "" && recalled:
		l.Mark = Memory
	case recalled:
		l.Phone = ""
	}
	return l
}
