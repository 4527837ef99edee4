package vigie

import (
	"bytes"
	"context"
	"net/http"
	"testing"
	"time"

	"vigie/assets"
	"vigie/monitor"
	"vigie/monitor/egress"
	"vigie/monitor/feeds/feedtest"
)

func TestFeed(t *testing.T) {
	feedtest.Run(t, feedtest.Suite{
		New: func(t *testing.T, base string, client *egress.Client) monitor.Feed {
			return anywhere{New(client, Config{URL: base + "/catalogue.signed", Keys: publics(publisher), Embedded: 1}), base}
		},
		Good: []feedtest.Page{{Path: "/catalogue.signed", Type: "text/plain",
			Body: signedList(t, list(2, later, "a", "b", "c"), publisher)}},
		Format: feedtest.Opaque,
		Now:    time.Date(2026, 11, 22, 18, 40, 0, 0, time.UTC),
	})
}

// anywhere hides where the server of a test is. The suite compares what two
// servers make of a feed, and the cursor of this one names its server.
type anywhere struct {
	*Feed
	base string
}

func (a anywhere) Fetch(ctx context.Context, cursor []byte) (*monitor.Fetched, error) {
	const nowhere = "https://feed.example"
	got, err := a.Feed.Fetch(ctx, bytes.ReplaceAll(cursor, []byte(nowhere), []byte(a.base)))
	if got != nil {
		got.Cursor = bytes.ReplaceAll(got.Cursor, []byte(a.base), []byte(nowhere))
	}
	return got, err
}

func TestBaseline(t *testing.T) {
	b, err := Baseline(assets.Catalogue())
	if err != nil {
		t.Fatal(err)
	}
	records, err := b.Records()
	if err != nil {
		t.Fatal(err)
	}
	if b.Version < 1 || b.Published.IsZero() || len(records) == 0 || records[0].Feed != monitor.FeedVigie {
		t.Errorf("version %d of %v, %d records", b.Version, b.Published, len(records))
	}
	if _, err := Baseline(assets.Catalogue()[1:]); err == nil {
		t.Error("a broken list is taken")
	}
}

// Without a publisher nothing is asked, and the feed is no reason to call a
// check incomplete.
func TestNoPublisher(t *testing.T) {
	for name, change := range map[string]func(*installation){
		"no key":     func(p *installation) { p.keys = nil },
		"no address": func(p *installation) { p.url = "" },
	} {
		t.Run(name, func(t *testing.T) {
			p := install(t, publisher)
			change(p)
			p.expect(monitor.StateUnchanged, monitor.ReasonNoPublisher, "a")
			rows, err := p.store.Requests(t.Context(), time.Time{})
			if err != nil || len(rows) != 0 || p.requests() != 0 {
				t.Errorf("%d ledger rows, %d requests, %v", len(rows), p.requests(), err)
			}
			got, err := p.monitor().Sources[0].Feed.Fetch(t.Context(), []byte("what was known"))
			if err != nil || string(got.Cursor) != "what was known" {
				t.Errorf("what was known is forgotten: %+v, %v", got, err)
			}
		})
	}
}

// An update that came earlier stays when the key is taken out of the
// configuration: nobody has said that it is false.
func TestNoPublisherKeepsTheUpdate(t *testing.T) {
	p := install(t, publisher)
	p.serves(signedList(t, list(4, later, "a", "b"), publisher))
	p.expect(monitor.StateOK, "", "a", "b")
	keys := p.keys
	p.keys = nil
	p.expect(monitor.StateUnchanged, monitor.ReasonNoPublisher, "a", "b")
	p.keys = keys
	p.expect(monitor.StateUnchanged, "", "a", "b")
	if n := p.requests(); n != 2 {
		t.Errorf("%d requests, want 2", n)
	}
}

func TestUpdate(t *testing.T) {
	p := install(t, publisher)

	p.serves(signedList(t, list(3, later, "a"), publisher))
	p.expect(monitor.StateUnchanged, "", "a") // what the program has already

	p.serves(signedList(t, list(4, later, "a", "b"), publisher))
	if got := p.expect(monitor.StateOK, "", "a", "b"); got.New != 1 || got.Changed != 0 || got.Records != 2 {
		t.Errorf("counts %+v", got)
	}
	p.expect(monitor.StateUnchanged, "", "a", "b")
	if tag := p.lastTag(); tag == "" {
		t.Error("the file is asked for again although it is here")
	}

	// The same version in other bytes is the same catalogue.
	p.serves(signedList(t, append(list(4, later, "a", "b"), ' '), publisher))
	p.expect(monitor.StateUnchanged, "", "a", "b")

	p.serves(signedList(t, list(5, later, "b", "c"), publisher))
	if got := p.expect(monitor.StateOK, "", "b", "c"); got.New != 1 || got.Withdrawn != 1 {
		t.Errorf("counts %+v", got)
	}
}

// The newer of the program's catalogue and the update holds, whichever came last.
func TestProgramAndUpdate(t *testing.T) {
	p := install(t, publisher)
	p.serves(signedList(t, list(5, later, "a", "b"), publisher))
	p.expect(monitor.StateOK, "", "a", "b")

	p.embedded = list(4, later, "a") // an upgrade that is older than the update
	p.start()
	p.has("a", "b")
	p.expect(monitor.StateUnchanged, "", "a", "b")

	p.embedded = list(6, later, "a", "c") // one that is newer
	p.start()
	p.has("a", "c")
	p.expect(monitor.StateHeld, monitor.ReasonOlder, "a", "c") // the server still has 5

	p.serves(signedList(t, list(7, later, "a", "c", "d"), publisher))
	p.expect(monitor.StateOK, "", "a", "c", "d")
}

// A refused answer leaves no trace: the next request is what it would have been.
func TestRefusedAnswerIsForgotten(t *testing.T) {
	p := install(t, publisher)
	p.serves(signedList(t, list(4, later, "a", "b"), publisher))
	p.check()
	p.check()
	known := p.lastTag()
	p.serves(signedList(t, list(9, later, "x"), stranger))
	p.expect(monitor.StateFailed, monitor.ReasonSignature, "a", "b")
	p.check()
	if tag := p.lastTag(); tag != known || known == "" {
		t.Errorf("If-None-Match %q, want %q", tag, known)
	}
}

// What one address said of its file says nothing about that of another.
func TestAnotherAddress(t *testing.T) {
	p := install(t, publisher)
	p.serves(signedList(t, list(4, later, "a", "b"), publisher))
	p.check()
	p.url = p.server.URL + "/mirror"
	p.expect(monitor.StateUnchanged, "", "a", "b")
	if tag := p.lastTag(); tag != "" {
		t.Errorf("another address is asked about %s", tag)
	}
}

// A catalogue is good until its last day is over in UTC.
func TestExpiry(t *testing.T) {
	file := signedList(t, list(4, "2026-12-31", "a", "b"), publisher)
	for at, expired := range map[string]bool{
		"2026-12-30T23:59:59Z":      false,
		"2026-12-31T00:00:00Z":      false,
		"2026-12-31T23:59:59Z":      false,
		"2027-01-01T00:59:59+01:00": false,
		"2027-01-01T00:00:00Z":      true,
		"2026-12-31T23:59:59-01:00": true,
		"2099-01-01T00:00:00Z":      true,
	} {
		t.Run(at, func(t *testing.T) {
			p := install(t, publisher)
			var err error
			if p.now, err = time.Parse(time.RFC3339, at); err != nil {
				t.Fatal(err)
			}
			p.serves(file)
			if expired {
				p.expect(monitor.StateHeld, monitor.ReasonExpired, "a")
			} else {
				p.expect(monitor.StateOK, "", "a", "b")
			}
		})
	}
}

// A signed list that this program cannot read, of a later schema say, is no list.
func TestSignedButNotUnderstood(t *testing.T) {
	p := install(t, publisher)
	for _, payload := range []string{"", "null", "{}", `{"schema": 2, "version": 9}`, string(list(4, later)) + "x"} {
		p.serves(sign([]byte(payload), keysOf(publisher)))
		p.expect(monitor.StateFailed, monitor.ReasonNotUnderstood, "a")
	}
}

// Any habit of a server that hands out files is fine; a page is not.
func TestMediaTypes(t *testing.T) {
	file := signedList(t, list(4, later, "a", "b"), publisher)
	for _, media := range []string{"text/plain; charset=utf-8", "application/octet-stream", "application/json", ""} {
		p := install(t, publisher)
		p.answers(func(w http.ResponseWriter, _ *http.Request) {
			w.Header()["Content-Type"] = []string{media}
			_, _ = w.Write(file)
		})
		p.expect(monitor.StateOK, "", "a", "b")
	}
}
