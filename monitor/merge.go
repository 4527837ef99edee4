package monitor

import (
	"cmp"
	"slices"
	"strings"
)

// sameEvent is how far apart two feeds may date one breach of one organisation.
const sameEvent Day = 45

// Merge joins the records of all feeds into breaches: one per event, each
// keeping every source. It is a pure function; the order of records does not
// matter.
//
// Records tell the same event when they name the same organisation, or the same
// domain, within 45 days. A feed that keeps a catalogue (ours, Have I Been
// Pwned, XposedOrNot) tells each event once, so its records are never joined
// with one another; a feed of news may announce one event twice.
//
// A breach keeps the id of the record first seen here, so that it does not
// change when a better source tells of it; the ids of the others still lead to it.
func Merge(records []Record) []Breach {
	sorted := slices.Clone(records)
	rank := feedRanks()
	slices.SortFunc(sorted, func(a, b Record) int {
		return cmp.Or(
			cmp.Compare(rank[a.Feed], rank[b.Feed]),
			cmp.Compare(a.event().first, b.event().first),
			strings.Compare(a.Key, b.Key))
	})
	var m merger
	m.named = make(map[string][]*cluster)
	for i := range sorted {
		m.add(&sorted[i])
	}
	breaches := make([]Breach, len(m.clusters))
	for i, c := range m.clusters {
		breaches[i] = c.breach()
	}
	slices.SortFunc(breaches, func(a, b Breach) int { return strings.Compare(a.ID, b.ID) })
	return breaches
}

func feedRanks() map[string]int {
	rank := make(map[string]int)
	for i, f := range FeedNames() {
		rank[f] = i
	}
	return rank
}

// merger gathers records into clusters. Better feeds come first, so that the
// others gather around what they say.
type merger struct {
	clusters []*cluster
	named    map[string][]*cluster // by normal name, and by domain with a leading dot
}

// cluster is the records of one event, the most trusted first.
type cluster struct{ records []*Record }

func (m *merger) add(r *Record) {
	var (
		best    *cluster
		nearest = sameEvent + 1
	)
	for _, key := range r.mergeKeys() {
		for _, c := range m.named[key] {
			if d := c.distance(r); d < nearest {
				best, nearest = c, d
			}
		}
	}
	if best == nil {
		best = new(cluster)
		m.clusters = append(m.clusters, best)
	}
	best.records = append(best.records, r)
	for _, key := range r.mergeKeys() {
		if !slices.Contains(m.named[key], best) {
			m.named[key] = append(m.named[key], best)
		}
	}
}

// mergeKeys are the names and domains under which a record finds others.
func (r *Record) mergeKeys() []string {
	var keys []string
	for _, n := range append([]string{r.Organisation}, r.Aliases...) {
		if n = NormalOrganisation(n); n != "" && !slices.Contains(keys, n) {
			keys = append(keys, n)
		}
	}
	for _, d := range r.Domains {
		if d = AsDomain(d); d != "" {
			keys = append(keys, "."+d)
		}
	}
	return keys
}

// distance is how many days lie between the cluster and a record, or too many
// when they cannot be the same event.
func (c *cluster) distance(r *Record) Day {
	far := sameEvent + 1
	for _, have := range c.records {
		if have.Feed == r.Feed && keepsCatalogue(r.Feed) {
			return sameEvent + 1
		}
		far = min(far, have.apart(r))
	}
	return far
}

func keepsCatalogue(feed string) bool {
	return feed == FeedVigie || feed == FeedHIBP || feed == FeedXposedOrNot
}

// days is a stretch of days, edges included.
type days struct{ first, last Day }

// apart is how many days lie between two stretches; 0 when they touch.
func (a days) apart(b days) Day { return max(0, a.first-b.last, b.first-a.last) }

// event is when the record says it happened, else when it was made public.
func (r *Record) event() days {
	from, to := r.OccurredFrom, r.OccurredTo
	if from.IsZero() {
		from = to
	}
	if from.IsZero() {
		from = r.DisclosedOn
	}
	if to.IsZero() {
		to = from
	}
	return days{from.First(), max(from.Last(), to.Last())}
}

// apart compares two records by their incidents; when one gives none, also by
// the days on which they were made public. The day on which a catalogue listed
// a breach says nothing: it may be years later.
func (r *Record) apart(o *Record) Day {
	undated := func(r *Record) bool { return r.event().first == dayMin }
	if undated(r) || undated(o) {
		return sameEvent + 1 // without any date nothing proves that it is the same event
	}
	far := r.event().apart(o.event())
	told := func(r *Record) bool { return !r.OccurredFrom.IsZero() || !r.OccurredTo.IsZero() }
	if told(r) && told(o) {
		return far
	}
	if !r.DisclosedOn.IsZero() && !o.DisclosedOn.IsZero() {
		public := func(r *Record) days { return days{r.DisclosedOn.First(), r.DisclosedOn.Last()} }
		far = min(far, public(r).apart(public(o)))
	}
	return far
}

// breach is what the records of a cluster say together. Facts come from the
// most trusted record; what it leaves open is filled from the others.
func (c *cluster) breach() Breach {
	first := slices.MinFunc(c.records, func(a, b *Record) int {
		return a.FirstSeen.Compare(b.FirstSeen) // ties go to the most trusted, which comes first
	})
	b := Breach{ID: first.ID, KnownSince: first.FirstSeen, Facts: c.lead().Facts}
	for _, r := range c.records {
		if r.ID != b.ID && !slices.Contains(b.AlsoKnown, r.ID) {
			b.AlsoKnown = append(b.AlsoKnown, r.ID)
		}
		if !slices.Contains(b.Sources, r.Feed) {
			b.Sources = append(b.Sources, r.Feed)
		}
	}
	slices.Sort(b.AlsoKnown)
	c.fill(&b.Facts)
	b.Status = c.status()
	return b
}

// lead is the most trusted record that was not withdrawn.
func (c *cluster) lead() *Record {
	for _, r := range c.records {
		if r.Status != Withdrawn {
			return r
		}
	}
	return c.records[0]
}

// fill adds to the lead's facts what the other records know. Our own catalogue
// sorts the data of a breach with care: against it, another source can at most
// make a class possible, and never one that is known not to be concerned.
func (c *cluster) fill(f *Facts) {
	lead := c.lead()
	f.Aliases, f.Domains = slices.Clone(f.Aliases), slices.Clone(f.Domains)
	f.Exposed, f.Possible = slices.Clone(f.Exposed), slices.Clone(f.Possible)
	f.References = slices.Clone(f.References)
	for _, r := range c.records {
		if r == lead || r.Status == Withdrawn {
			continue
		}
		for _, d := range r.Domains {
			if !slices.Contains(f.Domains, d) {
				f.Domains = append(f.Domains, d)
			}
		}
		f.addName(r.Organisation) // joined by its domain, it may go by another name
		f.References = append(f.References, r.References...)
		f.addClasses(r, lead.Feed == FeedVigie)
		f.OccurredFrom = firstDate(f.OccurredFrom, r.OccurredFrom, f.OccurredTo)
		f.DisclosedOn = firstDate(f.DisclosedOn, r.DisclosedOn, Date{})
		f.ListedOn = firstDate(f.ListedOn, r.ListedOn, Date{})
		f.Affected = cmp.Or(f.Affected, r.Affected)
		f.Sensitive = f.Sensitive || r.Sensitive
	}
}

func (f *Facts) addName(name string) {
	n := NormalOrganisation(name)
	if n == NormalOrganisation(f.Organisation) {
		return
	}
	for _, have := range f.Aliases {
		if n == NormalOrganisation(have) {
			return
		}
	}
	f.Aliases = append(f.Aliases, name)
}

func (f *Facts) addClasses(r *Record, curated bool) {
	for _, class := range slices.Concat(r.Exposed, r.Possible) {
		switch {
		case slices.Contains(f.Exposed, class), slices.Contains(f.Possible, class), slices.Contains(f.NotConcerned, class):
		case curated && len(f.Exposed) > 0, slices.Contains(r.Possible, class):
			f.Possible = append(f.Possible, class)
		default:
			f.Exposed = append(f.Exposed, class)
		}
	}
}

// firstDate is have, or other where have is not known and other does not lie
// after the known end.
func firstDate(have, other, end Date) Date {
	if !have.IsZero() || !end.IsZero() && other.First() > end.Last() {
		return have
	}
	return other
}

// status follows the life of the breach: one answerable source confirms it; it
// is withdrawn once our own catalogue says so, or every source took it back.
func (c *cluster) status() Status {
	status := Withdrawn
	for _, r := range c.records {
		switch {
		case r.Feed == FeedVigie:
			return cmp.Or(r.Status, StatusConfirmed).better(c)
		case r.Status == Withdrawn:
		case r.Status == Claimed:
			if status == Withdrawn {
				status = Claimed
			}
		default:
			return r.Status
		}
	}
	return status
}

// better is what the other records make of our own catalogue's status: a claim
// that another source has since seen confirmed is confirmed.
func (s Status) better(c *cluster) Status {
	if s != Claimed {
		return s
	}
	for _, r := range c.records {
		if r.Status == StatusConfirmed || r.Status == Corrected {
			return StatusConfirmed
		}
	}
	return s
}
