package catalogue

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"vigie/monitor"
)

// Lint lists what is wrong with a list that Decode accepts: facts that
// contradict one another, a class of data that nobody has words for, a sentence
// that breaks the typography of its language, a source that cannot be followed,
// anything that looks like personal data, records out of order, and names that
// records of one organisation do not share. Nil means there is nothing to say.
//
// The list is held against its own day of publication, not against a clock.
func Lint(c *Catalogue, known map[monitor.Class]bool) []error {
	l := linter{published: c.Published.First(), known: known}
	for i := range c.Breaches {
		l.record(&c.Breaches[i])
	}
	l.order(c.Breaches)
	l.names(c.Breaches)
	return l.errs
}

type linter struct {
	published monitor.Day
	known     map[monitor.Class]bool
	id        string // of the record at hand
	errs      []error
}

func (l *linter) report(format string, args ...any) {
	l.errs = append(l.errs, fmt.Errorf("%s: %s", l.id, fmt.Sprintf(format, args...)))
}

func (l *linter) record(r *monitor.Record) {
	l.id = r.ID
	l.dates(&r.Facts)
	l.criteria(r.Criteria)
	l.classes(&r.Facts)
	l.sensitive(&r.Facts)
	l.organisation(&r.Facts)
	l.sentences(&r.Facts)
	l.references(&r.Facts)
}

func (l *linter) dates(f *monitor.Facts) {
	if f.DisclosedOn.IsZero() {
		l.report("disclosed_on is missing")
	}
	for _, d := range []monitor.Date{f.OccurredFrom, f.OccurredTo, f.DisclosedOn, f.ListedOn} {
		if !d.IsZero() && d.First() > l.published {
			l.report("%s is later than the publication of the list", d)
		}
	}
	l.ordered("occurred_from", f.OccurredFrom, "occurred_to", f.OccurredTo)
	l.ordered("occurred_from", f.OccurredFrom, "disclosed_on", f.DisclosedOn)
}

// ordered asks that one date may come before another, or on the same day.
func (l *linter) ordered(earlier string, a monitor.Date, later string, b monitor.Date) {
	if !a.IsZero() && !b.IsZero() && a.First() > b.Last() {
		l.report("%s %s is after %s %s", earlier, a, later, b)
	}
}

func (l *linter) criteria(criteria []monitor.Criterion) {
	if len(criteria) == 0 {
		l.report("nobody is said to be concerned: it has no criteria")
	}
	for i, c := range criteria {
		if c.Relation == "" && c.Via == (monitor.Text{}) {
			l.report("criterion %d has neither a relation nor a question", i+1)
		}
		l.ordered("from", c.From, "to", c.To)
		for _, d := range []monitor.Date{c.From, c.To, c.AsOf, c.HiredBefore} {
			if !d.IsZero() && d.First() > l.published {
				l.report("criterion %d: %s is later than the publication of the list", i+1, d)
			}
		}
		if slices.Contains(criteria[:i], c) {
			l.report("criterion %d is given twice", i+1)
		}
	}
}

func (l *linter) classes(f *monitor.Facts) {
	seen := make(map[monitor.Class]string)
	for _, list := range []struct {
		name    string
		classes []monitor.Class
	}{{"exposed", f.Exposed}, {"possible", f.Possible}, {"not_concerned", f.NotConcerned}} {
		for _, c := range list.classes {
			if !l.known[c] {
				l.report("class %q has no words", c)
			}
			if other, twice := seen[c]; twice {
				l.report("class %q is both %s and %s", c, other, list.name)
			}
			seen[c] = list.name
		}
	}
	for class, condition := range f.Conditional {
		for _, n := range condition.AllOf {
			if !slices.Contains(ownNames(f), monitor.NormalOrganisation(n)) {
				l.report("class %q depends on %q, which the record does not know", class, n)
			}
		}
	}
	storages := []string{"", "hashed or encrypted", "plain text or readable"}
	if !slices.Contains(storages, f.Passwords) {
		l.report("password_storage is neither %q nor %q", storages[1], storages[2])
	}
	if f.Passwords != "" && !slices.Contains(f.Exposed, monitor.ClassPasswords) {
		l.report("password_storage without passwords")
	}
}

// Being a patient, a police suspect or the owner of a gun is nobody else's
// business, and so are the opinions and the life that GDPR art. 9 protects.
var (
	intimateRelations = []monitor.Relation{"patient", "police_file_subject"}
	intimateClasses   = []monitor.Class{"Firearm ownership", "HIV statuses", "Political views", "Religions", "Sexual fetishes", "Sexual orientations"}
)

func (l *linter) sensitive(f *monitor.Facts) {
	if f.Sensitive {
		return
	}
	for _, c := range f.Criteria {
		if slices.Contains(intimateRelations, c.Relation) {
			l.report("being a %s is intimate: mark it sensitive", c.Relation)
			return
		}
	}
	for _, c := range slices.Concat(f.Exposed, f.Possible) {
		if slices.Contains(intimateClasses, c) {
			l.report("class %q is intimate: mark it sensitive", c)
			return
		}
	}
}

func (l *linter) organisation(f *monitor.Facts) {
	names := slices.Concat([]string{f.Organisation}, f.Aliases)
	l.distinct("name", names, nil)
	// A client is a possible match and a parent is none: neither is the organisation itself.
	l.distinct("client organisation", f.Clients, names)
	l.distinct("related name", f.Related, names)
	for i, d := range f.Domains {
		if monitor.AsDomain(d) != d {
			l.report("%q is not a domain in its plain form", d)
		}
		if slices.Contains(f.Domains[:i], d) {
			l.report("domain %q is given twice", d)
		}
	}
	for _, n := range slices.Concat(names, f.Clients, f.Related) {
		l.faults("name", n, nameFaults(n))
	}
}

// distinct asks that names differ from one another and from those taken, as
// matching compares them.
func (l *linter) distinct(what string, names, taken []string) {
	seen := make(map[string]bool, len(names)+len(taken))
	for _, n := range taken {
		seen[monitor.NormalOrganisation(n)] = true
	}
	for _, n := range names {
		normal := monitor.NormalOrganisation(n)
		if normal == "" || seen[normal] {
			l.report("%s %q is empty or given twice", what, n)
		}
		seen[normal] = true
	}
}

func (l *linter) sentences(f *monitor.Facts) {
	l.sentence("population", f.Population, ".")
	if f.Vector != (monitor.Text{}) {
		l.sentence("vector", f.Vector, ".")
	}
	for i, c := range f.Criteria {
		if c.Via != (monitor.Text{}) {
			l.sentence(fmt.Sprintf("question %d", i+1), c.Via, "?")
		}
	}
}

func (l *linter) sentence(what string, t monitor.Text, end string) {
	if t.FR == t.EN {
		l.report("%s is missing, or the same in both languages", what)
		return
	}
	l.faults(what+" (fr)", t.FR, sentenceFaults(t.FR, end), frenchFaults(t.FR))
	l.faults(what+" (en)", t.EN, sentenceFaults(t.EN, end), englishFaults(t.EN))
}

func (l *linter) faults(what, text string, faults ...[]string) {
	for _, f := range slices.Concat(faults...) {
		l.report("%s %q: %s", what, text, f)
	}
}

func (l *linter) references(f *monitor.Facts) {
	if len(f.References) == 0 {
		l.report("no source")
	}
	for _, r := range f.References {
		if r.Title == "" || r.Publisher == "" {
			l.report("a source without a title or a publisher")
		}
		own := slices.Concat([]string{f.Organisation}, f.Aliases)
		l.faults("source", r.Title, nameFaults(r.Title), personFaults(without(r.Title, own)))
		l.faults("publisher", r.Publisher, nameFaults(r.Publisher))
		if r.URL != "" && !isHTTPS(r.URL) {
			l.report("source %q: its address is not a plain https one", r.Title)
		}
	}
}

// without removes names: an organisation may bear that of its founder.
func without(s string, names []string) string {
	for _, n := range names {
		s = strings.ReplaceAll(s, n, "")
	}
	return s
}

func isHTTPS(address string) bool {
	u, err := url.Parse(address)
	return err == nil && u.Scheme == "https" && u.Host != "" && u.User == nil && !strings.Contains(address, "@")
}

// order asks for the newest disclosure first, then for the order of ids, so
// that a new record has one place in the file.
func (l *linter) order(records []monitor.Record) {
	for i := 1; i < len(records); i++ {
		a, b := &records[i-1], &records[i]
		before, after := a.DisclosedOn.String(), b.DisclosedOn.String()
		if before < after || before == after && a.ID > b.ID {
			l.id = b.ID
			l.report("it stands after %s: newest disclosure first, then by id", a.ID)
		}
	}
}
