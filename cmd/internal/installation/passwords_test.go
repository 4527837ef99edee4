package installation

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime/metrics"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"vigie/checklist/passwords"
	"vigie/monitor"
	"vigie/monitor/keychain"
)

// rangeServer plays Pwned Passwords with a delay, and keeps what was asked.
func rangeServer(t testing.TB, delay time.Duration) (url string, asked func() int) {
	t.Helper()
	requests := make(chan int, 1)
	requests <- 0
	var body strings.Builder
	for i := range 16 {
		fmt.Fprintf(&body, "%X%s:3\r\n", i, strings.Repeat("0", 34))
	}
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		requests <- 1 + <-requests
		time.Sleep(delay)
		w.Header().Set("Content-Type", "text/plain")
		fmt.Fprint(w, body.String())
	}))
	t.Cleanup(s.Close)
	return s.URL, func() int {
		n := <-requests
		requests <- n
		return n
	}
}

func openWith(t testing.TB, feeds string) *Installation {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "data")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, feedsFileName), []byte(feeds), 0o600); err != nil {
		t.Fatal(err)
	}
	i, err := Open(context.Background(), Options{Dir: dir, Backend: keychain.NewMemory()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = i.Close() })
	if err := i.Unlock(context.Background()); err != nil {
		t.Fatal(err)
	}
	return i
}

// TestLeakedNeedsAnAgreement: nothing leaves before, one row of the ledger for
// each request after.
func TestLeakedNeedsAnAgreement(t *testing.T) {
	url, asked := rangeServer(t, 0)
	i := openWith(t, fmt.Sprintf("[feed.pwnedpasswords]\nurl = %q\n", url))
	source, closer, err := i.Leaked(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	defer closer()
	hash := []passwords.Hash{passwords.NewSecret([]byte("azerty")).Hash()}
	if a := source.Counts(t.Context(), hash, nil)[0]; a.Err == nil || asked() != 0 {
		t.Fatalf("%+v after %d requests", a, asked())
	}
	if _, err := i.Monitor.Grant(t.Context(), monitor.FeedPwnedPasswords, ""); err != nil {
		t.Fatal(err)
	}
	if a := source.Counts(t.Context(), hash, nil)[0]; a.Err != nil || a.Count != 0 {
		t.Fatalf("%+v", a)
	}
	rows, err := i.Store.Requests(t.Context(), time.Time{})
	if err != nil || len(rows) != asked() || asked() != passwords.BatchSize {
		t.Errorf("%d rows, %d requests, %v", len(rows), asked(), err)
	}
	for _, r := range rows {
		if r.Purpose != monitor.PurposePasswordRange || r.Sent != monitor.SentPrefix5 || r.Identifier != "" {
			t.Errorf("row %+v", r)
		}
	}
}

// askedOf looks a password up in a service that answers with h.
func askedOf(t *testing.T, h http.HandlerFunc, hashes ...passwords.Hash) []passwords.Answer {
	t.Helper()
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	i := openWith(t, fmt.Sprintf("[feed.pwnedpasswords]\nurl = %q\n", s.URL))
	if _, err := i.Monitor.Grant(t.Context(), monitor.FeedPwnedPasswords, ""); err != nil {
		t.Fatal(err)
	}
	source, closer, err := i.Leaked(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	defer closer()
	return source.Counts(t.Context(), hashes, nil)
}

// TestNoAnswerIsUnknown: whatever a service says instead of an answer, a password
// is not known to be safe; padding is no leak.
func TestNoAnswerIsUnknown(t *testing.T) {
	hash := passwords.NewSecret([]byte("azerty")).Hash()
	rows := ""
	for i := range 16 {
		rows += fmt.Sprintf("%X%s:3\r\n", i, strings.Repeat("0", 34))
	}
	suffix := hash.Digits()[5:]
	for name, c := range map[string]struct {
		status   int
		kind     string
		body     string
		promised int // bytes more than come
		want     monitor.Reason
	}{
		"an answer":     {200, "text/plain", rows, 0, monitor.ReasonNone},
		"padding":       {200, "text/plain", rows + suffix + ":0\r\n", 0, monitor.ReasonNone},
		"429":           {429, "text/plain", rows, 0, monitor.ReasonRateLimited},
		"500":           {500, "text/plain", rows, 0, monitor.ReasonServer},
		"a page":        {200, "text/html", "<html>Please sign in</html>", 0, monitor.ReasonSignIn},
		"cut":           {200, "text/plain", rows, 100, monitor.ReasonTruncated},
		"cut at a row":  {200, "text/plain", rows[:len(rows)/2], 0, monitor.ReasonNotUnderstood},
		"an empty body": {200, "text/plain", "", 0, monitor.ReasonNotUnderstood},
	} {
		a := askedOf(t, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", c.kind)
			w.Header().Set("Content-Length", strconv.Itoa(len(c.body)+c.promised))
			w.WriteHeader(c.status)
			fmt.Fprint(w, c.body)
		}, hash)[0]
		var e *monitor.FetchError
		if errors.As(a.Err, &e); a.Count != 0 || (a.Err != nil) != (c.want != monitor.ReasonNone) || e != nil && e.Reason != c.want {
			t.Errorf("%s: %+v", name, a)
		}
	}
}

// everyList are passwords that every list has, and one more.
var everyList = []string{"password", "123456", "azerty", "qwerty", "000000", "soleil", "princess", "iloveyou", "leaked"}

// sortedList writes a list of them as one file.
func sortedList(t *testing.T) string {
	t.Helper()
	var rows []string
	for _, p := range everyList {
		rows = append(rows, passwords.NewSecret([]byte(p)).Hash().Digits()+":7")
	}
	slices.Sort(rows)
	path := filepath.Join(t.TempDir(), "list.txt")
	if err := os.WriteFile(path, []byte(strings.Join(rows, "\n")), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// folderList writes the ranges they are in.
func folderList(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for _, p := range everyList {
		digits := passwords.NewSecret([]byte(p)).Hash().Digits()
		rows := []string{digits[5:] + ":7"}
		for i := range 16 {
			rows = append(rows, fmt.Sprintf("%X%s:3", i, strings.Repeat("0", 34)))
		}
		slices.Sort(rows)
		if err := os.WriteFile(filepath.Join(dir, digits[:5]+".txt"), []byte(strings.Join(rows, "\r\n")), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// TestLists: a list on this computer is asked in whatever form it is, and nothing
// leaves; a filter made of it knows what is surely not in it.
func TestLists(t *testing.T) {
	url, asked := rangeServer(t, 0)
	i := openWith(t, fmt.Sprintf("[feed.pwnedpasswords]\nurl = %q\n", url))
	sorted, folder := sortedList(t), folderList(t)
	filter := filepath.Join(t.TempDir(), "filter")
	if wrong, of, err := PressList(t.Context(), sorted, filter, nil); err != nil || wrong > of/64 {
		t.Fatal(wrong, of, err)
	}
	for _, path := range []string{sorted, folder, filter} {
		source, closer, err := i.Leaked(t.Context(), path)
		if err != nil {
			t.Fatal(err)
		}
		hashes := []passwords.Hash{passwords.NewSecret([]byte("leaked")).Hash(), passwords.NewSecret([]byte("leaked not")).Hash()}
		answers := source.Counts(t.Context(), hashes, nil)
		closer()
		known, unknown := passwords.Answer{Count: 7}, passwords.Answer{}
		switch path {
		case filter:
			known = passwords.Answer{Err: passwords.ErrPerhaps}
		case folder: // which lacks the range of the other
			if answers[1].Err == nil {
				t.Errorf("a range that is not there: %+v", answers[1])
			}
			answers[1].Err = nil
		}
		if answers[0] != known || answers[1] != unknown {
			t.Errorf("%s: %+v", path, answers)
		}
	}
	if asked() > 0 {
		t.Errorf("%d requests left", asked())
	}
}

// TestPressRefuses: no filter is made of what is no whole list, and none is
// written over.
func TestPressRefuses(t *testing.T) {
	sorted := sortedList(t)
	filter := filepath.Join(t.TempDir(), "filter")
	if _, _, err := PressList(t.Context(), sorted, filter, nil); err != nil {
		t.Fatal(err)
	}
	for list, want := range map[string]string{
		folderList(t): "passwords.list-unreadable", // most of its ranges are not there
		filter:        "passwords.list-format",
		t.TempDir():   "passwords.list-cut",
		"missing":     "file.unreadable",
	} {
		dir := t.TempDir()
		_, _, err := PressList(t.Context(), list, filepath.Join(dir, "new"), nil)
		if p := (*monitor.Problem)(nil); !errors.As(err, &p) || p.Key != want {
			t.Errorf("%s: %v, want %s", list, err, want)
		}
		if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
			t.Errorf("%s leaves %v, %v", list, left, err)
		}
	}
	_, _, err := PressList(t.Context(), sorted, filter, nil)
	if p := (*monitor.Problem)(nil); !errors.As(err, &p) || p.Key != "file.exists" {
		t.Errorf("over a file: %v", err)
	}
}

// TestDownloadListOffline: while the network is off nothing is asked, and the one
// row of the ledger says so.
func TestDownloadListOffline(t *testing.T) {
	url, asked := rangeServer(t, 0)
	i := openWith(t, fmt.Sprintf("[feed.pwnedpasswords]\nurl = %q\n", url))
	_, err := i.ChangeSettings(t.Context(), func(s *Settings) error {
		s.Offline = true
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	tally, err := i.DownloadList(t.Context(), t.TempDir(), nil)
	var e *monitor.FetchError
	if !errors.As(err, &e) || e.Reason != monitor.ReasonOffline || tally.Written > 0 || asked() > 0 {
		t.Errorf("%+v, %v, %d requests", tally, err, asked())
	}
	rows, err := i.Store.Requests(t.Context(), time.Time{})
	if err != nil || len(rows) != 1 || rows[0].Outcome != "offline" || rows[0].BytesOut != 0 {
		t.Errorf("ledger %+v, %v", rows, err)
	}
}

// BenchmarkAuditOnline audits the export of somebody with 10,000 accounts against
// a service 20 ms away, with the real way out and its ledger. latencies is how the
// time compares with what the delay and the requests under way at once take by
// themselves; MB-heap is the most that was live on the heap at a batch.
func BenchmarkAuditOnline(b *testing.B) {
	const entries, delay = 10_000, 20 * time.Millisecond
	url, _ := rangeServer(b, delay)
	i := openWith(b, fmt.Sprintf("[feed.pwnedpasswords]\nurl = %q\n", url))
	if _, err := i.Monitor.Grant(b.Context(), monitor.FeedPwnedPasswords, ""); err != nil {
		b.Fatal(err)
	}
	var file strings.Builder
	file.WriteString("name,url,username,password,note\n")
	for n := range entries {
		fmt.Fprintf(&file, "Site,https://site%d.example/,me,pass word %d,\n", n, n)
	}
	judge, err := i.Judge(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	source, closer, err := i.Leaked(b.Context(), "")
	if err != nil {
		b.Fatal(err)
	}
	defer closer()
	a, err := i.Auditor(b.Context(), judge, source)
	if err != nil {
		b.Fatal(err)
	}
	var heap heapWatch
	ranges := 0.0
	for b.Loop() {
		r, err := a.Audit(b.Context(), strings.NewReader(file.String()), heap.look)
		if err != nil || r.Partial {
			b.Fatal(err, r.Err)
		}
		ranges = float64(len(r.Entries))
	}
	b.ReportMetric(b.Elapsed().Seconds()/float64(b.N)/(ranges/passwords.BatchSize*delay.Seconds()), "latencies")
	b.ReportMetric(float64(heap.early)/1e6, "MB-heap-begin")
	b.ReportMetric(float64(heap.highest)/1e6, "MB-heap")
}

// heapWatch remembers the highest live heap, and that of the first tenth.
type heapWatch struct{ early, highest uint64 }

func (w *heapWatch) look(done, of int) {
	live := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(live)
	w.highest = max(w.highest, live[0].Value.Uint64())
	if done <= of/10 {
		w.early = w.highest
	}
}
