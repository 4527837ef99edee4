package hibp

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"vigie/monitor"
	"vigie/monitor/egress"
	"vigie/monitor/feeds/feedtest"
)

//go:embed testdata/breaches.json
var breaches []byte

// now is a day after all that testdata and captures tell.
var now = time.Date(2026, 11, 22, 9, 12, 0, 0, time.UTC)

// latest is the newest of a list of breaches, as /latestbreach gives it.
func latest(t testing.TB, list []byte) []byte {
	t.Helper()
	var entries []json.RawMessage
	if err := json.Unmarshal(list, &entries); err != nil {
		t.Fatal(err)
	}
	added := func(e json.RawMessage) string {
		var a struct{ AddedDate string }
		if err := json.Unmarshal(e, &a); err != nil {
			t.Fatal(err)
		}
		return a.AddedDate
	}
	return slices.MaxFunc(entries, func(a, b json.RawMessage) int { return strings.Compare(added(a), added(b)) })
}

func TestConformance(t *testing.T) {
	feedtest.Run(t, feedtest.Suite{
		New: func(_ *testing.T, base string, client *egress.Client) monitor.Feed {
			return New(client, base+"/api/v3")
		},
		Good: []feedtest.Page{
			{Path: "/api/v3/latestbreach", Type: "application/json; charset=utf-8", Body: latest(t, breaches)},
			{Path: "/api/v3/breaches", Type: "application/json; charset=utf-8", Body: breaches},
		},
		Format: feedtest.JSON,
		Now:    now,
	})
}

// source is a Have I Been Pwned whose list, caches and health are set by a test.
type source struct {
	mu           sync.Mutex
	list, newest []byte
	tagged       bool // answers carry an ETag
	down         bool // /breaches fails
	asked        []string
}

func (s *source) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	condition := r.Header.Get("If-None-Match")
	s.asked = append(s.asked, strings.TrimSuffix(r.URL.Path+" "+condition, " "))
	body := s.list
	switch {
	case r.URL.Path == "/latestbreach":
		body = s.newest
	case s.down:
		w.WriteHeader(http.StatusServiceUnavailable)
		return
	}
	if tag := fmt.Sprintf(`"%d"`, len(body)); s.tagged {
		w.Header().Set("ETag", tag)
		if condition == tag {
			w.WriteHeader(http.StatusNotModified)
			return
		}
	}
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write(body)
}

// entryOf makes a breach with a name and a day on which it was added.
func entryOf(name, added string) []byte {
	return fmt.Appendf(nil, `{"Name":%q,"Title":%q,"Domain":"","BreachDate":"2020-01-01","AddedDate":"%sT00:00:00Z","PwnCount":1,"DataClasses":["Names"],`+
		`"IsVerified":true,"IsFabricated":false,"IsSensitive":false,"IsRetired":false,"IsSpamList":false}`, name, name, added)
}

func listOf(entries ...[]byte) []byte {
	return slices.Concat([]byte("["), slices.Concat(join(entries)...), []byte("]"))
}

func join(entries [][]byte) [][]byte {
	var all [][]byte
	for i, e := range entries {
		if i > 0 {
			all = append(all, []byte(","))
		}
		all = append(all, e)
	}
	return all
}

// The whole list is read when there is something to read, and only then.
func TestPolling(t *testing.T) {
	one, two := entryOf("One", "2026-01-01"), entryOf("Second", "2026-02-02")
	type step struct {
		after  time.Duration // since the step before
		set    func(*source)
		asked  []string
		result string // keys read, "unchanged", or the reason of a failure
	}
	grow := func(s *source) { s.list, s.newest = listOf(one, two), two }
	for name, steps := range map[string][]step{
		"without validators": {
			{0, nil, []string{"/latestbreach", "/breaches"}, "One"},
			{time.Hour, nil, []string{"/latestbreach"}, "unchanged"},
			{time.Hour, grow, []string{"/latestbreach", "/breaches"}, "One Second"},
			{time.Hour, nil, []string{"/latestbreach"}, "unchanged"},
			{rereadAfter - time.Hour - time.Second, nil, []string{"/latestbreach"}, "unchanged"},
			{time.Second, nil, []string{"/latestbreach", "/breaches"}, "One Second"},
			{-24 * time.Hour, nil, []string{"/latestbreach", "/breaches"}, "One Second"}, // the clock was set back
		},
		"with validators": {
			{0, func(s *source) { s.tagged = true }, []string{"/latestbreach", "/breaches"}, "One"},
			{time.Hour, nil, []string{`/latestbreach "OLD"`}, "unchanged"},
			{time.Hour, grow, []string{`/latestbreach "OLD"`, `/breaches "ALONE"`}, "One Second"},
			{rereadAfter, nil, []string{`/latestbreach "NEW"`, `/breaches "BOTH"`}, "unchanged"},
			{time.Hour, nil, []string{`/latestbreach "NEW"`}, "unchanged"},
		},
		"list down when it grew": {
			{0, func(s *source) { s.tagged = true }, []string{"/latestbreach", "/breaches"}, "One"},
			{time.Hour, func(s *source) { grow(s); s.down = true }, []string{`/latestbreach "OLD"`, `/breaches "ALONE"`}, "server"},
			{time.Hour, nil, []string{`/latestbreach "OLD"`, `/breaches "ALONE"`}, "server"},
			{time.Hour, func(s *source) { s.down = false }, []string{`/latestbreach "OLD"`, `/breaches "ALONE"`}, "One Second"},
		},
		// The list comes from a cache that does not hold the newest breach yet.
		"stale list": {
			{0, nil, []string{"/latestbreach", "/breaches"}, "One"},
			{time.Hour, func(s *source) { s.newest = two }, []string{"/latestbreach", "/breaches"}, "One"},
			{time.Hour, func(s *source) { s.list = listOf(one, two) }, []string{"/latestbreach", "/breaches"}, "One Second"},
			{time.Hour, nil, []string{"/latestbreach"}, "unchanged"},
		},
		"stale list, with validators": {
			{0, func(s *source) { s.tagged = true }, []string{"/latestbreach", "/breaches"}, "One"},
			{time.Hour, func(s *source) { s.newest = append(two, ' ') }, []string{`/latestbreach "OLD"`, `/breaches "ALONE"`}, "unchanged"},
			{time.Hour, nil, []string{`/latestbreach "OLD"`, `/breaches "ALONE"`}, "unchanged"},
			{time.Hour, func(s *source) { s.list = listOf(one, two) }, []string{`/latestbreach "OLD"`, `/breaches "ALONE"`}, "One Second"},
		},
		"stale at the first reading": {
			{0, func(s *source) { s.newest = two }, []string{"/latestbreach", "/breaches"}, "One"},
			{time.Hour, func(s *source) { s.list = listOf(one, two) }, []string{"/latestbreach", "/breaches"}, "One Second"},
		},
		"emptied": {
			{0, nil, []string{"/latestbreach", "/breaches"}, "One"},
			{rereadAfter, func(s *source) { s.list = []byte("[]") }, []string{"/latestbreach", "/breaches"}, "empty"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := &source{list: listOf(one), newest: one}
			server := httptest.NewServer(s)
			defer server.Close()
			tags := strings.NewReplacer("OLD", fmt.Sprint(len(one)), "ALONE", fmt.Sprint(len(listOf(one))), "NEW", fmt.Sprint(len(two)), "BOTH", fmt.Sprint(len(listOf(one, two))))
			clock, cursor := now, []byte(nil)
			for i, step := range steps {
				clock = clock.Add(step.after)
				s.mu.Lock()
				s.asked = nil
				if step.set != nil {
					step.set(s)
				}
				s.mu.Unlock()
				got, err := New(feedtest.NewClient(&feedtest.Ledger{}, clock), server.URL).Fetch(t.Context(), cursor)
				if asked := tags.Replace(strings.Join(step.asked, ", ")); strings.Join(s.asked, ", ") != asked {
					t.Errorf("step %d asks %s, want %s", i+1, strings.Join(s.asked, ", "), asked)
				}
				if result := outcome(got, err); result != step.result {
					t.Errorf("step %d gives %s, want %s", i+1, result, step.result)
				}
				if err == nil {
					cursor = got.Cursor
				}
			}
		})
	}
}

func outcome(got *monitor.Fetched, err error) string {
	if err != nil {
		return string(err.(*monitor.FetchError).Reason)
	}
	if got.Unchanged {
		return "unchanged"
	}
	keys := make([]string, len(got.Records))
	for i, r := range got.Records {
		keys[i] = r.Key
	}
	return strings.Join(keys, " ")
}
