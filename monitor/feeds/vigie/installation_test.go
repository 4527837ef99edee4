package vigie

import (
	"crypto/ed25519"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"sync"
	"testing"
	"time"

	"vigie/monitor"
	"vigie/monitor/egress"
	"vigie/monitor/store"
)

// installation is the program as it stands on a computer, reduced to what this
// feed has to do with: the core, a store, and a server that says what the test
// wants. A test changes the fields as upgrades and the calendar do.
type installation struct {
	t        *testing.T
	embedded []byte // the catalogue inside the program
	keys     []ed25519.PublicKey
	now      time.Time

	store  *store.Memory
	server *httptest.Server
	url    string

	mu     sync.Mutex
	answer http.HandlerFunc
	tags   []string // If-None-Match of each request
}

// install starts a program with the catalogue "a" as version 3.
func install(t *testing.T, keys ...ed25519.PrivateKey) *installation {
	p := &installation{t: t, embedded: list(3, later, "a"), keys: publics(keys...),
		now: time.Date(2026, 11, 22, 18, 40, 0, 0, time.UTC), store: store.NewMemory()}
	p.server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		p.mu.Lock()
		p.tags = append(p.tags, r.Header.Get("If-None-Match"))
		answer := p.answer
		p.mu.Unlock()
		answer(w, r)
	}))
	t.Cleanup(p.server.Close)
	p.url = p.server.URL + "/catalogue.signed"
	p.start()
	return p
}

func (p *installation) monitor() *monitor.Monitor {
	p.t.Helper()
	baseline, err := Baseline(p.embedded)
	if err != nil {
		p.t.Fatal(err)
	}
	now := func() time.Time { return p.now }
	client := egress.New(egress.Config{Ledger: p.store, UserAgent: "test/1", Now: now,
		Proxy: func(*http.Request) (*url.URL, error) { return nil, nil }})
	feed := New(client, Config{URL: p.url, Keys: p.keys, Embedded: baseline.Version})
	return &monitor.Monitor{Store: p.store, Baseline: baseline, Now: now, NewID: monitor.NewID,
		Sources: []monitor.Source{{Name: feed.Name(), Feed: feed, Enabled: true}}}
}

// start is the start of the program, after an upgrade for instance.
func (p *installation) start() {
	p.t.Helper()
	if err := p.monitor().Install(p.t.Context()); err != nil {
		p.t.Fatal(err)
	}
}

// serves makes the server hand out a file, under a tag of its own, to whoever
// does not have it yet.
func (p *installation) serves(file []byte) {
	tag := fmt.Sprintf(`"%x"`, ed25519.Sign(publisher, file)[:8])
	p.answers(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", tag)
		if r.Header.Get("If-None-Match") == tag {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		w.Header().Set("Content-Type", "application/octet-stream")
		_, _ = w.Write(file)
	})
}

func (p *installation) answers(h http.HandlerFunc) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.answer = h
}

// requests counts what reached the server.
func (p *installation) requests() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.tags)
}

// lastTag is the version that the last request asked about, "" for any.
func (p *installation) lastTag() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.tags[len(p.tags)-1]
}

// check is one check, as the schedule or a person starts it.
func (p *installation) check() monitor.FeedResult {
	p.t.Helper()
	checked, err := p.monitor().Check(p.t.Context(), monitor.CheckOptions{})
	if err != nil {
		p.t.Fatal(err)
	}
	return checked.Feeds[0]
}

// expect checks once, and compares the state of the feed and the breaches that
// are not withdrawn.
func (p *installation) expect(state monitor.FeedState, reason monitor.Reason, live ...string) monitor.FeedResult {
	p.t.Helper()
	got := p.check()
	if got.State != state || got.Reason != reason {
		p.t.Errorf("the feed is %s/%s, want %s/%s", got.State, got.Reason, state, reason)
	}
	p.has(live...)
	return got
}

// has compares the breaches that are not withdrawn.
func (p *installation) has(live ...string) {
	p.t.Helper()
	records, err := p.store.Records(p.t.Context())
	if err != nil {
		p.t.Fatal(err)
	}
	var got []string
	for _, r := range records {
		if r.Status != monitor.Withdrawn {
			got = append(got, r.ID)
		}
	}
	slices.Sort(got)
	if !slices.Equal(got, live) {
		p.t.Errorf("breaches %v, want %v", got, live)
	}
}
