package rss

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"strings"

	"vigie/monitor"
	"vigie/monitor/egress"
)

// Source is a feed of breaches and how to read it.
type Source struct {
	Name         string // one of monitor.FeedNames
	Publisher    string // as people know it
	URL          string
	AllowPrivate bool // the person chose the address

	// Read says what an item tells: at least Organisation and Status. It leaves
	// Organisation empty when an item should tell of a breach and cannot be
	// read, and returns false for an item that tells of none.
	Read func(Item) (monitor.Facts, bool)
}

// Feed fetches a Source. An RSS feed is a window on the latest entries: what
// leaves it was not withdrawn.
type Feed struct {
	client *egress.Client
	source Source
}

// New makes the feed of a source.
func New(client *egress.Client, source Source) *Feed { return &Feed{client, source} }

// Name is the source's name.
func (f *Feed) Name() string { return f.source.Name }

// mediaTypes are those that servers give a feed.
var mediaTypes = []string{"application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/xml", "text/xml",
	"text/plain", "application/octet-stream"} // the last two: copies on file servers

// Fetch reads the feed, if it changed since the cursor.
func (f *Feed) Fetch(ctx context.Context, cursor []byte) (*monitor.Fetched, error) {
	resp, err := f.client.Get(ctx, egress.Request{
		Feed:         f.source.Name,
		Purpose:      monitor.PurposeCatalogue,
		URL:          f.source.URL,
		Sent:         monitor.SentNothing,
		Accept:       mediaTypes,
		Validators:   decodeCursor(cursor),
		MaxBytes:     MaxBytes,
		AllowPrivate: f.source.AllowPrivate,
	})
	if err != nil {
		return nil, err
	}
	if resp.NotModified {
		return &monitor.Fetched{Unchanged: true, Cursor: cursor}, nil
	}
	items, err := Parse(resp.Body)
	if err != nil {
		return nil, err
	}
	records, refused := f.source.Records(items, monitor.DateOf(f.client.Now()))
	if 2*refused > len(items) {
		return nil, fail(monitor.ReasonNotUnderstood, nil)
	}
	return &monitor.Fetched{Records: records, Refused: refused, Cursor: encodeCursor(resp.Validators)}, nil
}

// Records turns items into records, one per breach, and counts the items that
// could not be read. A day after today is not kept: a mistyped year would
// otherwise stay on top for ever.
func (s Source) Records(items []Item, today monitor.Date) (records []monitor.Record, refused int) {
	at := make(map[string]int)
	for _, item := range items {
		facts, ok := s.Read(item)
		switch {
		case !ok:
			continue
		case facts.Organisation == "" || strings.ContainsRune(facts.Organisation, '\uFFFD'):
			refused++ // a name with a hole in it would match nobody, silently
			continue
		}
		r := s.record(item, facts, today)
		if i, twice := at[r.Key]; twice {
			records[i].Facts = join(records[i].Facts, r.Facts)
			continue
		}
		at[r.Key] = len(records)
		records = append(records, r)
	}
	return records, refused
}

func (s Source) record(item Item, facts monitor.Facts, today monitor.Date) monitor.Record {
	id := ID(facts.Organisation, item.Day, cmp.Or(item.GUID, item.Link, item.Title))
	facts.Aliases, facts.Domains = Names(facts.Organisation)
	// A publisher east of Greenwich may be a day ahead of UTC.
	if item.Day.First() <= today.Last()+1 {
		facts.DisclosedOn = item.Day
	}
	facts.References = []monitor.Reference{{Title: item.Title, Publisher: s.Publisher, URL: item.Link}}
	return monitor.Record{Feed: s.Name, Key: id, ID: id, Facts: facts}
}

// join is what two items about one breach say together.
func join(a, b monitor.Facts) monitor.Facts {
	if a.Status == monitor.Claimed {
		a.Status = b.Status
	}
	for _, c := range b.Exposed {
		if !slices.Contains(a.Exposed, c) {
			a.Exposed = append(a.Exposed, c)
		}
	}
	a.NotConcerned = slices.DeleteFunc(a.NotConcerned, func(c monitor.Class) bool { return slices.Contains(a.Exposed, c) })
	a.Affected = max(a.Affected, b.Affected)
	a.Sensitive = a.Sensitive || b.Sensitive
	a.Passwords = cmp.Or(a.Passwords, b.Passwords)
	return a
}

// encodeCursor remembers what the next request may be conditional on.
func encodeCursor(v egress.Validators) []byte {
	b, err := json.Marshal(v)
	if err != nil {
		return nil // two strings always have a JSON form
	}
	return b
}

// decodeCursor reads a cursor. One that cannot be read costs a full answer,
// nothing more.
func decodeCursor(b []byte) egress.Validators {
	var v egress.Validators
	if json.Unmarshal(b, &v) != nil {
		return egress.Validators{}
	}
	return v
}
