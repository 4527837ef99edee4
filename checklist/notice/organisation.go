package notice

import (
	"cmp"
	"slices"
	"strings"

	"vigie/monitor"
	"vigie/monitor/directory"
)

// Organisation is one that a notice may come from.
type Organisation struct {
	ID      string // of the directory; "" when only a list of breaches knows it
	Name    string
	Aliases []string
	// Domains are those of its sites and of its genuine e-mails.
	Domains []string
}

// Organisations lists those of the directory, then those that only breaches know.
func Organisations(d *directory.Directory, breaches []monitor.Breach) []Organisation {
	var all []Organisation
	known := make(map[string]bool)
	for _, theme := range d.Themes() {
		for _, e := range d.InTheme(theme) {
			all = append(all, Organisation{e.ID, e.Name, e.Aliases, slices.Concat(e.Domains, e.SenderDomains)})
			for _, n := range append([]string{e.Name}, e.Aliases...) {
				known[monitor.NormalOrganisation(n)] = true
			}
		}
	}
	for i := range breaches {
		b := &breaches[i]
		if key := monitor.NormalOrganisation(b.Organisation); key != "" && !known[key] {
			known[key] = true
			all = append(all, Organisation{Name: b.Organisation, Aliases: b.Aliases, Domains: b.Domains})
		}
	}
	return all
}

// Candidate is an organisation that a message may come from.
type Candidate struct {
	Organisation Organisation
	// ByDomain: the sender's address is in one of its domains. An address can be
	// forged: it is a hint as well.
	ByDomain bool
	weight   int
}

// maxCandidates is how many are worth showing.
const maxCandidates = 3

// recognise lists the organisations that a message may come from, likeliest
// first: by the sender's address, then by who is named in the sender's name, the
// subject and the text. Names are found as whole words as they are written, with
// their capitals: "free" in a sentence is no operator.
func (m *message) recognise(orgs []Organisation) []Candidate {
	head := m.fromName + "\n" + m.subject
	body := strings.Join(m.lines, "\n")
	var found []Candidate
	for _, o := range orgs {
		c := Candidate{Organisation: o, ByDomain: inDomains(m.fromDomain, o.Domains)}
		if c.ByDomain {
			c.weight += 100
		}
		for _, name := range append([]string{o.Name}, o.Aliases...) {
			c.weight += 10*min(count(head, name), 2) + min(count(body, name), 5)
		}
		if c.weight > 0 && count(head+"\n"+body, o.Name) > 0 {
			c.weight++ // before those that the same words are only an alias of
		}
		if c.weight > 0 {
			found = append(found, c)
		}
	}
	slices.SortStableFunc(found, func(a, b Candidate) int {
		return cmp.Or(cmp.Compare(b.weight, a.weight), cmp.Compare(len(b.Organisation.Name), len(a.Organisation.Name)))
	})
	return found[:min(len(found), maxCandidates)]
}

// inDomains reports whether a domain is one of these or below one.
func inDomains(domain string, domains []string) bool {
	return domain != "" && slices.ContainsFunc(domains, func(d string) bool { return domain == d || strings.HasSuffix(domain, "."+d) })
}

// count is how often a name stands in a text as whole words, capitals included.
// Names of one or two letters say nothing.
func count(text, name string) int {
	if len([]rune(name)) < 3 {
		return 0
	}
	n := 0
	for at := 0; ; {
		i := strings.Index(text[at:], name)
		if i < 0 {
			return n
		}
		start, end := at+i, at+i+len(name)
		if boundary(text, start, end) {
			n++
		}
		at = end
	}
}

// boundary reports whether what stands around a piece of text is no part of a word.
func boundary(text string, start, end int) bool {
	before, after := []rune(text[max(0, start-4):start]), []rune(text[end:min(len(text), end+4)])
	return (len(before) == 0 || !wordRune(before[len(before)-1])) && (len(after) == 0 || !wordRune(after[0]))
}
