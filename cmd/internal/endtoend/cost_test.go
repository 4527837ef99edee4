//go:build e2e && linux

package endtoend

import (
	"fmt"
	"os"
	"syscall"
	"testing"
)

// What the program costs, measured by the kernel on the program itself. A
// benchmark tells; it judges nothing, since machines differ.

// bigInternet is one in which Have I Been Pwned lists as much as it does, real
// or not.
func bigInternet(b *testing.B) *internet {
	b.Helper()
	n := newInternet(b)
	if os.Getenv("VIGIE_CAPTURES") == "" {
		var entries []string
		for i := range 871 {
			entries = append(entries, hibpEntry(fmt.Sprint("Exemple-", i), fmt.Sprintf("exemple%d.example", i), "2025-02-25"))
		}
		n.set("hibp", "/api/v3/breaches", func(p *page) { p.body = hibpList(entries...) })
		n.set("hibp", "/api/v3/latestbreach", func(p *page) { p.body = entries[0] })
	}
	return n
}

// BenchmarkStatus is the processor time of the command that scripts and panels
// call most, with a household, a key store and a read catalogue.
func BenchmarkStatus(b *testing.B) {
	s, n := newSession(b), bigInternet(b)
	s.configure(s.data(), n.feedsFile())
	s.settle(0)
	s.must(command{args: []string{"check"}, env: n.trust()}, done, news)
	total := 0.0
	for b.Loop() {
		usage := s.usage(command{args: []string{"status"}, env: n.trust()})
		total += milliseconds(usage.Utime) + milliseconds(usage.Stime)
	}
	b.ReportMetric(total/float64(b.N), "cpu-ms/op")
}

// BenchmarkCheck is the first check of an installation, the one that reads the
// most: its processor time and its highest resident memory.
func BenchmarkCheck(b *testing.B) {
	s, n := newSession(b), bigInternet(b)
	total, peak := 0.0, int64(0)
	for b.Loop() {
		b.StopTimer()
		data := b.TempDir()
		s.configure(data, n.feedsFile())
		s.do("person", "add", household[0], "--data", data)
		s.do("affiliation", "add", "--person", household[0], "--organisation", "Adobe", "--data", data)
		b.StartTimer()
		usage := s.usage(command{args: []string{"check", "--data", data}, env: n.trust()})
		total += milliseconds(usage.Utime) + milliseconds(usage.Stime)
		peak = max(peak, usage.Maxrss)
	}
	b.ReportMetric(total/float64(b.N), "cpu-ms/op")
	b.ReportMetric(float64(peak)/1024, "MB-peak") // Linux counts in KiB
}

func milliseconds(t syscall.Timeval) float64 { return float64(t.Sec)*1e3 + float64(t.Usec)/1e3 }

// usage is what one command took.
func (s *session) usage(c command) *syscall.Rusage {
	s.t.Helper()
	return s.must(c, done, news).usage
}
