package installation

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/json"
	"slices"

	"vigie/checklist/notice"
	"vigie/monitor"
	"vigie/monitor/feeds/labels"
)

// The kinds of documents in which an official notice is kept.
const (
	kindNotice  = "notice"         // a notice.Facts, by its ID
	kindMessage = "notice-message" // its message as it came, by the same ID
)

// noticeMessage is a message as it came, for whoever asks to see the proof.
type noticeMessage struct {
	Data []byte `json:"data"`
}

// ReadNotice reads a message and holds it against everything that is known here.
func (i *Installation) ReadNotice(ctx context.Context, message []byte, name string) (notice.Reading, error) {
	n, err := notice.Read(bytes.NewReader(message), name)
	if err != nil {
		return notice.Reading{}, err
	}
	c, err := i.Monitor.Catalogue(ctx)
	if err != nil {
		return notice.Reading{}, err
	}
	d, err := DirectoryWith(c)
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

// KeepNotice keeps a notice as a proof, its message with it, and, when it is
// about a breach that is known, as the evidence that the person is in it. The
// same message of the same person is kept once: what was read last counts.
func (i *Installation) KeepNotice(ctx context.Context, p monitor.Person, breach string, r notice.Reading, message []byte, name string) (notice.Facts, error) {
	hash := sha256.Sum256(message)
	f := notice.Facts{ID: monitor.NewID(), Person: p.ID, Breach: breach, Added: i.Today(), Hash: hash[:], Name: monitor.CleanText(name, monitor.MaxName), Reading: r}
	all, err := i.Notices(ctx)
	if err != nil {
		return f, err
	}
	for _, kept := range all {
		if kept.Person == p.ID && bytes.Equal(kept.Hash, f.Hash) {
			f.ID, f.Added, f.Breach = kept.ID, kept.Added, cmp.Or(breach, kept.Breach)
		}
	}
	if breach != "" {
		e, err := i.Monitor.Answer(ctx, p.Name, monitor.Evidence{Breach: breach, Kind: monitor.NoticeReceived})
		if err != nil {
			return f, err
		}
		f.Breach = e.Breach
	}
	return f, i.Store.Update(ctx, func(tx monitor.Tx) error {
		if err := put(tx, kindMessage, f.ID, f.Person, noticeMessage{message}); err != nil {
			return err
		}
		return put(tx, kindNotice, f.ID, f.Person, f)
	})
}

// NoticeMessage is the message of a notice as it came. The error is a
// *monitor.Problem, notice.unknown, when no notice has that id.
func (i *Installation) NoticeMessage(ctx context.Context, id string) ([]byte, error) {
	docs, err := i.Store.Documents(ctx, kindMessage)
	if err != nil {
		return nil, err
	}
	n := slices.IndexFunc(docs, func(d monitor.Document) bool { return d.ID == id })
	if n < 0 {
		return nil, monitor.NewProblem("notice.unknown", "id", monitor.CleanText(id, monitor.MaxName))
	}
	var m noticeMessage
	err = json.Unmarshal(docs[n].Body, &m)
	return m.Data, err
}

// Notices lists the notices that are kept, oldest first.
func (i *Installation) Notices(ctx context.Context) ([]notice.Facts, error) {
	return documents[notice.Facts](ctx, i.Store, kindNotice)
}
