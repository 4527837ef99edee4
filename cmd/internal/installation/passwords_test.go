package installation

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
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

// BenchmarkAuditOnline audits 800 passwords against a service 20 ms away, with
// the real way out and its ledger. latencies is how the time compares with what
// the delay alone takes: 100 batches of 20 ms.
func BenchmarkAuditOnline(b *testing.B) {
	const entries, delay = 800, 20 * time.Millisecond
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
	for b.Loop() {
		r, err := a.Audit(b.Context(), strings.NewReader(file.String()), nil)
		if err != nil || r.Partial {
			b.Fatal(err, r.Err)
		}
	}
	b.ReportMetric(float64(b.Elapsed())/float64(b.N)/float64(entries/passwords.BatchSize*delay), "latencies")
}
