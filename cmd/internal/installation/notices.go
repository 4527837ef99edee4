package installation

import (
	"cmp"
	"context"
	"io"
	"slices"

	"vigie/assets"
	"vigie/checklist/notice"
	"vigie/monitor"
	"vigie/monitor/directory"
	"vigie/monitor/feeds/labels"
)

// kindNotice is the kind of document in which an official notice is kept.
const kindNotice = "notice" // a NoticeFacts, by its ID

// NoticeFacts is what is kept of a message by which an organisation told someone
// that their data leaked (GDPR art. 34). It is sealed with all that is theirs.
type NoticeFacts struct {
	ID      string       `json:"id"`
	Person  string       `json:"person"` // Person.ID
	Breach  string       `json:"breach,omitempty"`
	Added   monitor.Date `json:"added"`
	Reading notice.Reading
}

// ReadNotice reads a message and holds it against everything that is known here.
func (i *Installation) ReadNotice(ctx context.Context, r io.Reader, name string) (notice.Reading, error) {
	n, err := notice.Read(r, name)
	if err != nil {
		return notice.Reading{}, err
	}
	records, err := i.Store.Records(ctx)
	if err != nil {
		return notice.Reading{}, err
	}
	d, err := directory.Load(assets.Directory(), records)
	if err != nil {
		return notice.Reading{}, err
	}
	c, err := i.Monitor.Catalogue(ctx)
	if err != nil {
		return notice.Reading{}, err
	}
	return n.Assess(notice.Knowledge{
		Organisations: notice.Organisations(d, c.Breaches()), Mailboxes: d.MailboxDomains(),
		Classify: func(list string) (leaked, spared []monitor.Class) {
			read := labels.Read(list)
			return slices.DeleteFunc(read.Classes, func(c monitor.Class) bool { return slices.Contains(read.Kept, c) }), read.Absent
		},
	}), nil
}

// NoticeBreaches lists the breaches that a notice may be about, likeliest first:
// those of whom it may come from, the ones near its own dates before the others.
func (i *Installation) NoticeBreaches(ctx context.Context, r notice.Reading) ([]monitor.Breach, error) {
	c, err := i.Monitor.Catalogue(ctx)
	if err != nil || len(r.Candidates) == 0 {
		return nil, err
	}
	names := []string{monitor.NormalOrganisation(r.Candidates[0].Organisation.Name)}
	for _, a := range r.Candidates[0].Organisation.Aliases {
		names = append(names, monitor.NormalOrganisation(a))
	}
	var all []monitor.Breach
	for _, b := range c.Breaches() {
		if slices.Contains(names, monitor.NormalOrganisation(b.Organisation)) {
			all = append(all, b)
		}
	}
	slices.SortStableFunc(all, func(a, b monitor.Breach) int { return cmp.Compare(distance(r, a), distance(r, b)) })
	return all, nil
}

// distance is how many days a notice's dates are away from a breach, at best.
func distance(r notice.Reading, b monitor.Breach) monitor.Day {
	best := monitor.Day(1 << 30)
	for _, d := range append(slices.Clone(r.Dates), r.Sent) {
		for _, at := range []monitor.Date{b.DisclosedOn, b.OccurredFrom, b.OccurredTo} {
			if d.IsZero() || at.IsZero() {
				continue
			}
			apart := max(at.First()-d.Last(), d.First()-at.Last(), 0)
			best = min(best, apart)
		}
	}
	return best
}

// KeepNotice keeps a notice as a proof and, when it is about a breach that is
// known, as the evidence that the person is in it.
func (i *Installation) KeepNotice(ctx context.Context, p monitor.Person, breach string, r notice.Reading) (NoticeFacts, error) {
	f := NoticeFacts{ID: monitor.NewID(), Person: p.ID, Breach: breach, Added: i.Today(), Reading: r}
	if breach != "" {
		e, err := i.Monitor.Answer(ctx, p.Name, monitor.Evidence{Breach: breach, Kind: monitor.NoticeReceived})
		if err != nil {
			return f, err
		}
		f.Breach = e.Breach
	}
	return f, i.Store.Update(ctx, func(tx monitor.Tx) error { return put(tx, kindNotice, f.ID, f.Person, f) })
}

// Notices lists the notices that are kept, oldest first.
func (i *Installation) Notices(ctx context.Context) ([]NoticeFacts, error) {
	return documents[NoticeFacts](ctx, i.Store, kindNotice)
}
