//go:build e2e && linux

package windowtest

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"vigie/cmd/internal/installation"
	"vigie/cmd/internal/sessiontest"
	"vigie/monitor"
)

// These benchmarks weigh the window beside the smallest one of Fyne, on screens
// of the same size, with a household of five and sixty findings. Run them by
// .ci/window-weight, which builds both programs the same way and compares them.
// On a machine with other work, look at how far the runs lie apart first.

// scale is a session for programs that are weighed, and a household that the window
// finds there.
type scale struct {
	*sessiontest.Session
	data string
}

func newScale(b *testing.B) *scale {
	b.Helper()
	s := &scale{Session: sessiontest.New(b)}
	s.data = s.Path("data", "vigie")
	s.StartBus()
	s.StartKeyring()
	b.Setenv("DBUS_SESSION_BUS_ADDRESS", s.BusAddress()) // this process writes the household
	s.fill(b)
	return s
}

// The household that is shown.
const persons, findings = 5, 60

// fill makes the household: its people dealt with organisations of the list
// inside the program, one after the other, until enough of them are concerned.
func (s *scale) fill(b *testing.B) {
	b.Helper()
	s.with(b, func(i *installation.Installation) error {
		ctx, m := b.Context(), i.Monitor
		for n := range persons {
			if _, err := m.AddPerson(ctx, fmt.Sprint("Personne ", n+1), monitor.Adult); err != nil {
				return err
			}
		}
		all, err := m.Catalogue(ctx)
		if err != nil {
			return err
		}
		for n, breach := range all.Breaches() {
			said := monitor.Affiliation{Organisation: breach.Organisation, Period: monitor.Period{Current: true}}
			if _, err := m.AddAffiliations(ctx, fmt.Sprint("Personne ", n%persons+1), said); err != nil {
				return err
			}
			found, err := m.Findings(ctx)
			if err != nil || len(found) >= findings {
				b.Logf("%d findings", len(found))
				return err
			}
		}
		return fmt.Errorf("the list is too short for %d findings", findings)
	})
}

// with opens the installation while f works on it.
func (s *scale) with(b *testing.B, f func(*installation.Installation) error) {
	b.Helper()
	i, err := installation.Open(b.Context(), installation.Options{Dir: s.data, Offline: true})
	if err != nil {
		b.Fatal(err)
	}
	if err = i.Unlock(b.Context()); err == nil {
		err = f(i)
	}
	if err := errors.Join(err, i.Close()); err != nil {
		b.Fatal(err)
	}
}

// weighed are the two programs, by the variables that name them.
var weighed = []struct{ name, variable string }{{"hello", "VIGIE_HELLO"}, {"window", "VIGIE_WINDOW"}}

// open starts one of the programs on a screen, and tells how long it took until
// it showed what it shows.
func (s *scale) open(b *testing.B, on *screen, variable string) (*sessiontest.Part, time.Duration) {
	b.Helper()
	path := os.Getenv(variable)
	if path == "" {
		b.Fatalf("%s names no program; run .ci/window-weight", variable)
	}
	var args []string
	if variable == "VIGIE_WINDOW" {
		args = []string{"--data", s.data, "--offline", "--lang", "fr"}
	}
	on.await(b, on.empty)
	s.Display = on.display
	began := time.Now()
	p := s.Start(exec.Command(path, args...))
	return p, on.settle(b, on.empty).Sub(began)
}

// BenchmarkStart is the time from the start of a program to the first picture of
// what it shows, exact to 2 ms: the windows take turns.
func BenchmarkStart(b *testing.B) {
	s := newScale(b)
	on := newScreen(b, s.Session)
	took := map[string][]time.Duration{}
	for b.Loop() {
		for _, w := range weighed {
			p, d := s.open(b, on, w.variable)
			p.Kill()
			took[w.name] = append(took[w.name], d)
		}
	}
	for _, w := range weighed {
		b.Log(w.name, took[w.name])
		b.ReportMetric(ms(slices.Min(took[w.name])), w.name+"-best-ms")
		b.ReportMetric(ms(median(took[w.name])), w.name+"-ms")
	}
}

func median(all []time.Duration) time.Duration { return slices.Sorted(slices.Values(all))[len(all)/2] }

// settling is how long a program may be busy after its start.
const settling = 15 * time.Second

// turn is how long one of them runs before it is the other's turn.
const turn = 10 * time.Second

// BenchmarkIdle weighs both windows, each on a screen of its own, while nobody uses
// them. They take turns: a processor that one of two has just woken is less work to
// the other. Short ones, so that both have their share of what else goes on.
func BenchmarkIdle(b *testing.B) {
	s := newScale(b)
	var running []*sessiontest.Part
	for _, w := range weighed {
		p, _ := s.open(b, newScreen(b, s.Session), w.variable)
		running = append(running, p)
	}
	time.Sleep(settling)
	for _, p := range running {
		signal(b, p, syscall.SIGSTOP)
		defer signal(b, p, syscall.SIGCONT)
	}
	worked := make([][]time.Duration, len(weighed)) // in each minute
	for b.Loop() {
		minute := make([]time.Duration, len(weighed))
		for range time.Minute / turn {
			for i, p := range running {
				before := busy(b, p.PID())
				signal(b, p, syscall.SIGCONT)
				time.Sleep(turn)
				signal(b, p, syscall.SIGSTOP)
				minute[i] += busy(b, p.PID()) - before
			}
		}
		for i := range running {
			worked[i] = append(worked[i], minute[i])
		}
	}
	for i, w := range weighed {
		b.Log(w.name, worked[i])
		b.ReportMetric(ms(median(worked[i])), w.name+"-cpu-ms/min")
		b.ReportMetric(float64(resident(b, running[i].PID()))/1024, w.name+"-MB-RSS")
	}
}

func signal(b *testing.B, p *sessiontest.Part, s syscall.Signal) {
	b.Helper()
	if err := syscall.Kill(p.PID(), s); err != nil {
		b.Fatal(err)
	}
}

// rows is how many requests the ledger has that is scrolled.
const rows = 10_000

// note fills the ledger.
func (s *scale) note(b *testing.B) {
	b.Helper()
	s.with(b, func(i *installation.Installation) error {
		for n := range rows {
			_, err := i.Store.BeginRequest(b.Context(), monitor.LedgerEntry{
				At: time.Now().Add(time.Duration(n-rows) * time.Minute), Feed: monitor.FeedHIBP, Host: "haveibeenpwned.com",
				Purpose: monitor.PurposeCatalogue, Sent: monitor.SentNothing, BytesOut: 300, BytesIn: 1000, Outcome: "304",
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// BenchmarkScroll is the time between two pictures while a ledger is scrolled: by
// pages through all of it, then by the wheel. What moves it comes as often as a
// screen is drawn, so that the times are those of drawing, not of waiting.
func BenchmarkScroll(b *testing.B) {
	s := newScale(b)
	s.note(b)
	on := newScreen(b, s.Session)
	s.open(b, on, "VIGIE_WINDOW")
	home := on.picture()
	s.hand(b, "mousemove", "700", "500", "key", "--repeat", "7", "--repeat-delay", "50", "Tab", "key", "Return") // the seventh of the navigation
	on.settle(b, home)
	for b.Loop() {
		for _, way := range []struct {
			name string
			args []string
		}{
			{"pages", []string{"key", "--delay", "5", "--repeat", "1200", "--repeat-delay", "5", "Next"}},
			{"wheel", []string{"key", "Home", "click", "--repeat", "1000", "--delay", "10", "5"}},
		} {
			frames := s.frames(b, on, way.args)
			b.Logf("%s: %d frames", way.name, len(frames))
			b.ReportMetric(ms(median(frames)), way.name+"-ms")
			b.ReportMetric(ms(frames[len(frames)*99/100]), way.name+"-p99-ms")
			b.ReportMetric(ms(frames[len(frames)-1]), way.name+"-worst-ms")
		}
	}
}

// hand moves the mouse and presses keys.
func (s *scale) hand(b *testing.B, args ...string) {
	b.Helper()
	p := s.Start(exec.Command("xdotool", args...))
	if <-p.Ended; p.Err != nil {
		b.Fatalf("xdotool %v: %v %s", args, p.Err, p.Said.Bytes())
	}
}

// frames are the times between pictures while a hand moves, in order of length.
func (s *scale) frames(b *testing.B, on *screen, args []string) (all []time.Duration) {
	b.Helper()
	moving := s.Start(exec.Command("xdotool", args...))
	seen := on.watch(func([]change) bool {
		select {
		case <-moving.Ended:
			return true
		default:
			return false
		}
	})
	const torn = 6 * time.Millisecond // a picture that was looked at while it was put there
	for i, last := 2, seen[1].at; i < len(seen); i++ {
		if took := seen[i].at.Sub(last); took > torn {
			all = append(all, took)
			last = seen[i].at
		}
	}
	if slices.Sort(all); len(all) < 100 {
		b.Fatalf("%d pictures of what is scrolled", len(all))
	}
	return all
}

func ms(d time.Duration) float64 { return d.Seconds() * 1000 }

// proc is a file of the kernel about a process (proc(5)).
func proc(t testing.TB, pid int, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(pid), name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// resident is how much memory a program has in the machine, in kB.
func resident(t testing.TB, pid int) (kB int) {
	t.Helper()
	_, after, _ := bytes.Cut(proc(t, pid, "smaps_rollup"), []byte("Rss:"))
	if _, err := fmt.Sscan(string(after), &kB); err != nil {
		t.Fatal(err)
	}
	return kB
}

// busy is how much processor a program took so far: utime and stime, the 14th
// and 15th field of stat, in ticks of 10 ms. The second field, a name in brackets,
// may hold spaces.
func busy(t testing.TB, pid int) (d time.Duration) {
	t.Helper()
	_, after, _ := bytes.Cut(proc(t, pid, "stat"), []byte(") "))
	for _, text := range strings.Fields(string(after))[11:13] {
		ticks, err := strconv.Atoi(text)
		if err != nil {
			t.Fatal(err)
		}
		d += time.Duration(ticks) * 10 * time.Millisecond
	}
	return d
}
