package pwnedpasswords

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"vigie/monitor"
	"vigie/monitor/feeds/feedtest"
)

// How many ranges the lists of the tests have: few, and more than are asked for
// at once.
const few, more = 15, 70

// mirror plays the service: every range has rows of its own.
type mirror struct {
	*httptest.Server
	ranges int

	mu     sync.Mutex
	grown  map[string]int // how often a range grew
	asked  []string       // prefixes, and "?" behind one asked for with validators
	faults map[string]func(w http.ResponseWriter, r *http.Request, healthy string)
	dated  bool // it has no entity tags, but dates
}

func newMirror(t testing.TB) *mirror {
	t.Helper()
	m := &mirror{ranges: few, grown: make(map[string]int), faults: make(map[string]func(http.ResponseWriter, *http.Request, string))}
	m.Server = httptest.NewServer(m)
	t.Cleanup(m.Close)
	return m
}

// everyRow is what the ranges of the tests are made of.
var everyRow = sync.OnceValue(func() []string { return strings.Split(rows(700), "\r\n") })

// body is a range that grew a few times. Its first count is like no other's.
func body(prefix string, grown int) string {
	n, err := strconv.ParseUint(prefix, 16, 32)
	if err != nil {
		panic(err)
	}
	all := []string{everyRow()[0] + strconv.FormatUint(n, 10)}
	for i, row := range everyRow()[1:] {
		if i%20 < 18+grown {
			all = append(all, row)
		}
	}
	return strings.Join(all, "\r\n")
}

func (m *mirror) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	m.mu.Lock()
	prefix := strings.TrimPrefix(r.URL.Path, "/range/")
	healthy, fault := body(prefix, m.grown[prefix]), m.faults[prefix]
	tag, date := r.Header.Get("If-None-Match"), r.Header.Get("If-Modified-Since")
	if tag+date != "" {
		prefix += "?"
	}
	if r.Header.Get("Add-Padding") != "" {
		prefix += " padded"
	}
	m.asked = append(m.asked, prefix)
	m.mu.Unlock()
	if fault != nil {
		fault(w, r, healthy)
		return
	}
	h := fnv.New64a()
	_, _ = h.Write([]byte(healthy))
	current, changed := fmt.Sprintf(`W/"%x"`, h.Sum64()), now.Add(time.Duration(len(healthy))*time.Second).Format(http.TimeFormat)
	w.Header().Set("Content-Type", "text/plain")
	if !m.dated {
		w.Header().Set("ETag", current)
	}
	w.Header().Set("Last-Modified", changed)
	if tag == current || m.dated && date == changed {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	_, _ = w.Write([]byte(healthy))
}

// take gives what was asked since the last time, in order of prefixes.
func (m *mirror) take() []string {
	m.mu.Lock()
	defer m.mu.Unlock()
	asked := slices.Sorted(slices.Values(m.asked))
	m.asked = nil
	return asked
}

// fetch runs a download of a few ranges. It gives the pauses it made.
func (m *mirror) fetch(ctx context.Context, folder string, progress func(Tally)) (Tally, []time.Duration, error) {
	var mu sync.Mutex
	var pauses []time.Duration
	d := &download{
		passwords: New(feedtest.NewClient(&feedtest.Ledger{}, now), m.URL), folder: folder, ranges: m.ranges, progress: progress,
		pause: func(_ context.Context, d time.Duration) error {
			mu.Lock()
			defer mu.Unlock()
			pauses = append(pauses, d)
			return nil
		},
	}
	tally, err := d.run(ctx)
	return tally, pauses, err
}

// whole fails unless a download is complete and did so much.
func (m *mirror) whole(t *testing.T, folder string, want Tally) {
	t.Helper()
	got, pauses, err := m.fetch(t.Context(), folder, nil)
	if err != nil || got != want || len(pauses) > 0 {
		t.Errorf("%+v, %v after %v; want %+v", got, err, pauses, want)
	}
	for n := range m.ranges {
		m.holds(t, folder, n, m.grown[prefixOf(n)])
	}
}

func (m *mirror) holds(t *testing.T, folder string, n, grown int) {
	t.Helper()
	if got, err := os.ReadFile(Folder(folder).path(prefixOf(n))); err != nil || string(got) != body(prefixOf(n), grown) {
		t.Errorf("range %s: %d bytes, %v", prefixOf(n), len(got), err)
	}
}

// TestDownload: all of it the first time; then only what changed since, asked
// for with validators.
func TestDownload(t *testing.T) {
	for _, dated := range []bool{false, true} {
		m, folder := newMirror(t), filepath.Join(t.TempDir(), "list")
		m.dated = dated
		m.whole(t, folder, Tally{Written: few})
		var all, known []string
		for n := range few {
			all, known = append(all, prefixOf(n)), append(known, prefixOf(n)+"?")
		}
		if asked := m.take(); !slices.Equal(asked, all) {
			t.Errorf("asked %v", asked)
		}
		m.grown[prefixOf(3)] = 1
		m.whole(t, folder, Tally{Written: 1, Unchanged: few - 1})
		if asked := m.take(); !slices.Equal(asked, known) {
			t.Errorf("asked %v", asked)
		}
	}
}

// TestDownloadResumes: interrupted at any moment, it goes on and asks for nothing
// twice.
func TestDownloadResumes(t *testing.T) {
	m, folder := newMirror(t), t.TempDir()
	m.ranges = more
	written := 0
	for _, stop := range []int{1, 7, 30} {
		ctx, cancel := context.WithCancel(t.Context())
		tally, _, err := m.fetch(ctx, folder, func(t Tally) {
			if t.Kept+t.Written >= stop {
				cancel()
			}
		})
		cancel()
		if !errors.Is(err, context.Canceled) || tally.Kept != written || tally.Kept+tally.Written < stop {
			t.Errorf("stopped at %d: %+v, %v", stop, tally, err)
		}
		written += tally.Written
	}
	there, err := filepath.Glob(filepath.Join(folder, "*.txt"))
	if err != nil || len(there) != written {
		t.Errorf("%d files, %v; %d were written", len(there), err, written)
	}
	m.take()
	m.whole(t, folder, Tally{Kept: written, Written: more - written})
	for _, prefix := range m.take() {
		if slices.Contains(there, Folder(folder).path(prefix)) {
			t.Errorf("%s was asked for twice", prefix)
		}
	}
	m.whole(t, folder, Tally{Unchanged: more}) // a new one

	// Where the name of the run is damaged, none of it counts as done.
	ctx, cancel := context.WithCancel(t.Context())
	if _, _, err := m.fetch(ctx, folder, func(Tally) { cancel() }); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if err := flip(filepath.Join(folder, ownFolder, notesName), Ranges*noteSize+5); err != nil {
		t.Fatal(err)
	}
	m.whole(t, folder, Tally{Unchanged: more})
}

// TestDownloadDamage: what is not as it was downloaded is downloaded again, whole.
func TestDownloadDamage(t *testing.T) {
	bad := prefixOf(5)
	for name, damage := range map[string]func(folder string) error{
		"a file cut":     func(f string) error { return os.Truncate(Folder(f).path(bad), 99) },
		"a file removed": func(f string) error { return os.Remove(Folder(f).path(bad)) },
		"a byte changed": func(f string) error { return flip(Folder(f).path(bad), 40) },
		"a note changed": func(f string) error { return flip(filepath.Join(f, ownFolder, notesName), 5*noteSize+30) },
	} {
		t.Run(name, func(t *testing.T) {
			m, folder := newMirror(t), t.TempDir()
			m.whole(t, folder, Tally{Written: few})
			m.take()
			if err := damage(folder); err != nil {
				t.Fatal(err)
			}
			tally, _, err := m.fetch(t.Context(), folder, nil)
			if err != nil || tally.Unchanged+tally.Written != few || !slices.Contains(m.take(), bad) {
				t.Errorf("%+v, %v", tally, err)
			}
			m.holds(t, folder, 5, 0)
		})
	}
}

// flip changes one bit of a file.
func flip(path string, at int64) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	one := make([]byte, 1)
	_, err = f.ReadAt(one, at)
	one[0] ^= 1
	if err == nil {
		_, err = f.WriteAt(one, at)
	}
	return errors.Join(err, f.Close())
}

// TestDownloadRefuses: an answer that is none leaves its file as it was, is
// said, and is asked for again by the next run; what passes is waited for.
func TestDownloadRefuses(t *testing.T) {
	text := func(body func(healthy string) string) func(http.ResponseWriter, *http.Request, string) {
		return func(w http.ResponseWriter, _ *http.Request, healthy string) {
			w.Header().Set("Content-Type", "text/plain")
			_, _ = w.Write([]byte(body(healthy)))
		}
	}
	status := func(code int, retryAfter string) func(http.ResponseWriter, *http.Request, string) {
		return func(w http.ResponseWriter, _ *http.Request, _ string) {
			w.Header().Set("Retry-After", retryAfter)
			w.WriteHeader(code)
		}
	}
	retried := pauses[:]
	for name, c := range map[string]struct {
		fault  func(http.ResponseWriter, *http.Request, string)
		reason monitor.Reason
		pauses []time.Duration
	}{
		"429 for a while":  {status(429, "120"), monitor.ReasonRateLimited, []time.Duration{2 * time.Minute, 2 * time.Minute, 2 * time.Minute}},
		"429 for a moment": {status(429, "2"), monitor.ReasonRateLimited, []time.Duration{2 * time.Second, 5 * time.Second, 30 * time.Second}},
		"429 for a day":    {status(429, "86400"), monitor.ReasonRateLimited, nil},
		"503":              {status(503, ""), monitor.ReasonServer, retried},
		"404":              {status(404, ""), monitor.ReasonStatus, nil},
		"redirect":         {status(302, ""), monitor.ReasonRedirect, nil},
		"304 of nothing":   {status(304, ""), monitor.ReasonStatus, nil},
		"a page": {func(w http.ResponseWriter, _ *http.Request, _ string) {
			w.Header().Set("Content-Type", "text/html")
			_, _ = w.Write([]byte("<html>Please sign in</html>"))
		}, monitor.ReasonSignIn, nil},
		"a page that says it is text": {text(func(string) string { return "<html>Please sign in</html>" }), monitor.ReasonSignIn, nil},
		"cut in the middle": {func(w http.ResponseWriter, _ *http.Request, healthy string) {
			w.Header().Set("Content-Type", "text/plain")
			w.Header().Set("Content-Length", strconv.Itoa(len(healthy)))
			_, _ = w.Write([]byte(healthy[:len(healthy)/2]))
		}, monitor.ReasonTruncated, retried},
		"nothing":            {text(func(string) string { return "" }), monitor.ReasonNotUnderstood, nil},
		"cut at a row":       {text(func(h string) string { return first(h, 200) }), monitor.ReasonNotUnderstood, nil},
		"cut near the end":   {text(func(h string) string { return h[:strings.Index(h, "\nF")+1] + "F0" + strings.Repeat("0", 33) + ":1" }), monitor.ReasonNotUnderstood, nil},
		"padded":             {text(func(h string) string { return h + padding }), monitor.ReasonNotUnderstood, nil},
		"in disorder":        {text(func(h string) string { return h + "\r\n" + first(h, 1) }), monitor.ReasonNotUnderstood, nil},
		"twice the same row": {text(func(h string) string { return first(h, 1) + "\r\n" + h }), monitor.ReasonNotUnderstood, nil},
		"shrunken":           {text(func(string) string { return rows(90) }), monitor.ReasonShrunk, nil},
		"too large":          {text(func(h string) string { return strings.Repeat(h+"\r\n", 200) }), monitor.ReasonTooLarge, nil},
	} {
		t.Run(name, func(t *testing.T) {
			m, folder := newMirror(t), t.TempDir()
			m.whole(t, folder, Tally{Written: few})
			bad := prefixOf(9)
			m.grown[bad] = 1
			if name == "304 of nothing" { // it is an answer to a question with validators
				if err := os.Remove(Folder(folder).path(bad)); err != nil {
					t.Fatal(err)
				}
			}
			m.faults[bad] = c.fault
			tally, pauses, err := m.fetch(t.Context(), folder, nil)
			var e *monitor.FetchError
			if want := (Tally{Unchanged: few - 1, Left: 1}); tally != want || !errors.As(err, &e) || e.Reason != c.reason || !slices.Equal(pauses, c.pauses) {
				t.Errorf("%+v, %v after %v", tally, err, pauses)
			}
			if name != "304 of nothing" {
				m.holds(t, folder, 9, 0)
			}
			delete(m.faults, bad)
			m.take()
			m.whole(t, folder, Tally{Kept: few - 1, Written: 1})
			if asked := m.take(); len(asked) != 1 {
				t.Errorf("asked again for %v", asked)
			}
		})
	}
}

// TestDownloadWaits: a range that answers the second time is no loss.
func TestDownloadWaits(t *testing.T) {
	m, bad := newMirror(t), prefixOf(9)
	m.faults[bad] = func(w http.ResponseWriter, _ *http.Request, _ string) {
		m.mu.Lock()
		delete(m.faults, bad)
		m.mu.Unlock()
		w.Header().Set("Retry-After", "17")
		w.WriteHeader(http.StatusTooManyRequests)
	}
	tally, pauses, err := m.fetch(t.Context(), t.TempDir(), nil)
	if err != nil || tally.Written != few || !slices.Equal(pauses, []time.Duration{17 * time.Second}) {
		t.Errorf("%+v, %v after %v", tally, err, pauses)
	}
}

// TestDownloadStops: a service that is down is not asked for the rest.
func TestDownloadStops(t *testing.T) {
	m := newMirror(t)
	m.ranges = more
	for n := range more {
		m.faults[prefixOf(n)] = func(w http.ResponseWriter, _ *http.Request, _ string) { w.WriteHeader(http.StatusForbidden) }
	}
	tally, _, err := m.fetch(t.Context(), t.TempDir(), nil)
	var e *monitor.FetchError
	if !errors.As(err, &e) || e.Reason != monitor.ReasonRefused || tally.Left < parallel || tally.Left > 2*parallel || tally.Written > 0 {
		t.Errorf("%+v, %v", tally, err)
	}
}

// TestDownloadDisk: what cannot be written is said and stops the download; what a
// killed run was writing is cleared away.
func TestDownloadDisk(t *testing.T) {
	m, folder := newMirror(t), t.TempDir()
	file := filepath.Join(folder, "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	occupied := filepath.Join(folder, "occupied")
	if err := os.MkdirAll(filepath.Join(occupied, prefixOf(2)+".txt"), 0o700); err != nil {
		t.Fatal(err)
	}
	for _, place := range []string{file, occupied} {
		_, _, err := m.fetch(t.Context(), place, nil)
		if p := (*monitor.Problem)(nil); !errors.As(err, &p) || p.Key != "passwords.download-disk" {
			t.Errorf("%s: %v", place, err)
		}
	}
	part := filepath.Join(folder, ownFolder, partName+"123")
	if err := errors.Join(os.MkdirAll(filepath.Dir(part), 0o700), os.WriteFile(part, []byte("half"), 0o600)); err != nil {
		t.Fatal(err)
	}
	m.whole(t, folder, Tally{Written: few})
	left, err := os.ReadDir(filepath.Dir(part))
	if err != nil || len(left) != 1 || left[0].Name() != notesName {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

// TestDownloadSaysNothing: each request is a row of the ledger about nobody.
func TestDownloadSaysNothing(t *testing.T) {
	m, ledger := newMirror(t), &feedtest.Ledger{}
	d := &download{passwords: New(feedtest.NewClient(ledger, now), m.URL), folder: t.TempDir(), ranges: few, pause: pause}
	if _, err := d.run(t.Context()); err != nil {
		t.Fatal(err)
	}
	entries, err := ledger.Requests(t.Context(), time.Time{})
	if err != nil || len(entries) != few {
		t.Errorf("%d rows, %v", len(entries), err)
	}
	for _, e := range entries {
		if e.Purpose != monitor.PurposeCatalogue || e.Sent != monitor.SentNothing || e.Outcome != "200" {
			t.Errorf("row %+v", e)
		}
	}
}

// TestRows: a folder reads as one list, and not at all where a range lacks.
func TestRows(t *testing.T) {
	folder := Folder(t.TempDir())
	for n := range 3 {
		if err := os.WriteFile(folder.path(prefixOf(n)), []byte("\uFEFF"+body(prefixOf(n), 0)), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var got bytes.Buffer
	if _, err := got.ReadFrom(folder.Rows()); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a folder of three ranges: %v", err)
	}
	all := strings.Fields(got.String())
	if len(all) != 3*strings.Count(body(prefixOf(0), 0), ":") || !slices.IsSorted(all) || all[0] != prefixOf(0)+everyRow()[0]+"0" {
		t.Errorf("%d rows, the first is %q", len(all), all[0])
	}
}
