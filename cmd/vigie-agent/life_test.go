package main

import (
	"errors"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"vigie/monitor"
	"vigie/monitor/desktop"
	"vigie/monitor/schedule"
)

// TestAlone: a second agent asks no feed and shows nothing; the first one's end,
// however it comes, makes room.
func TestAlone(t *testing.T) {
	s := newScene(t)
	a := &app{now: s.now}
	unlock, err := a.alone(t.Context(), s.inst)
	s.must(err)
	var p *monitor.Problem
	if _, err := a.alone(t.Context(), s.inst); !errors.As(err, &p) || p.Key != "agent.running" {
		t.Errorf("a second agent: %v", err)
	}
	unlock()
	unlock, err = a.alone(t.Context(), s.inst)
	s.must(err)
	unlock()
}

// What the runtime wrote of two deaths, and what is kept of it.
const (
	died = `panic: claire@example.org is not an address [recovered]
	second line with claire@example.org
fatal error: concurrent map writes

goroutine 7 [running, locked to thread]:
main.(*watch).look(0xc000012345, {0x1234, 0x5678}, 0x1)
	/home/claire/go/src/vigie/cmd/vigie-agent/watch.go:101 +0x1d2
vigie/monitor.(*Monitor).Check(...)
	/home/claire/vigie/monitor/check.go:77
created by main.(*watch).run in goroutine 1
	/home/claire/vigie/cmd/vigie-agent/watch.go:80 +0x7
claire@example.org
rax    0x636c61697265
[signal SIGSEGV: segmentation violation code=0x1 addr=0x0 pc=0x4a]
panic: runtime error: invalid memory address or nil pointer dereference
`
	settled = `panic: …
fatal error: concurrent map writes
goroutine 7 [running, locked to thread]:
main.(*watch).look
	watch.go:101
monitor.(*Monitor).Check
	check.go:77
main.(*watch).run
	watch.go:80
[signal SIGSEGV
panic: runtime error: invalid memory address or nil pointer dereference
`
)

func TestFrames(t *testing.T) {
	if got := frames([]byte(died)); got != settled {
		t.Errorf("kept:\n%s", got)
	}
	if again := frames([]byte(settled)); strings.Contains(again, "claire") {
		t.Errorf("kept again:\n%s", again)
	}
}

// FuzzFrames: a value that a panic was called with is in nothing that is kept,
// wherever it stands in what the runtime writes.
func FuzzFrames(f *testing.F) {
	f.Add([]byte(died))
	f.Add([]byte("goroutine 1 [running]:\nmain.f(\"secret\")\n\t/a/b.go:1 +0x1\n"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		if kept := frames(raw); strings.Contains(kept, "@") || strings.Contains(kept, `"`) || strings.Contains(kept, "\\") {
			t.Errorf("kept: %q", kept)
		}
	})
}

// TestCrashesAreSettled: the next start keeps what a crash left, without what it
// was about, and an ordinary start after that leaves it there.
func TestCrashesAreSettled(t *testing.T) {
	path := filepath.Join(t.TempDir(), "agent.crash")
	if err := settleCrash(path); err != nil {
		t.Error("no crash:", err)
	}
	if err := os.WriteFile(path, []byte(died), 0o600); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := settleCrash(path); err != nil {
			t.Fatal(err)
		}
		if got, err := os.ReadFile(path + ".1"); err != nil || string(got) != settled {
			t.Errorf("kept: %q, %v", got, err)
		}
		if err := os.WriteFile(path, nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// TestNetworkComesUp: a check that is due after sleep waits for the network, for
// some minutes; a person who asks waits for nothing.
func TestNetworkComesUp(t *testing.T) {
	s := newScene(t)
	s.deals()
	up := false
	s.network.connected = func() bool { return up }
	s.looks(wantDue)
	s.clock.Add(60)
	s.looks(wantDue)
	if s.asked() != 0 {
		t.Fatalf("%d requests without a network", s.asked())
	}
	up = true
	s.looks(wantDue)
	if s.asked() == 0 {
		t.Error("not asked with a network")
	}

	up = false
	asked := s.asked()
	s.clock.Add(7 * 3600)
	s.looks(wantDue)
	if s.asked() != asked {
		t.Error("asked at once")
	}
	s.clock.Add(int64(networkPatience / time.Second))
	s.looks(wantDue)
	if s.asked() == asked {
		t.Error("never asked where the addresses of this computer do not tell")
	}
	asked = s.asked()
	s.clock.Add(60)
	s.looks(wantAll)
	if s.asked() == asked {
		t.Error("not asked although somebody did")
	}
}

// TestWrongClocks: a computer that starts in 1970 asks nobody until its clock is
// right; a pause made under a clock ten years ahead does not last ten years.
func TestWrongClocks(t *testing.T) {
	s := newScene(t)
	s.deals()
	right := s.now()
	s.at(time.Unix(60, 0))
	s.looks(wantDue)
	if s.asked() != 0 {
		t.Errorf("%d requests in 1970", s.asked())
	}
	s.at(right)
	s.looks(wantDue)
	asked := s.asked()
	if asked == 0 {
		t.Error("not asked once the clock was right")
	}
	s.at(right.AddDate(10, 0, 0))
	s.click(desktop.TrayPauseDay)
	s.looks(<-s.wanted)
	s.at(right.Add(7 * time.Hour))
	s.looks(wantDue)
	if s.asked() == asked {
		t.Error("paused for ten years")
	}
}

// TestDailyCopy: the agent keeps a copy of the database, once a day.
func TestDailyCopy(t *testing.T) {
	s := newScene(t)
	s.deals()
	for range 3 {
		s.looks(wantDue)
		s.clock.Add(8 * 3600)
	}
	copies, err := filepath.Glob(filepath.Join(s.inst.Dir, "backups", "*"))
	if err != nil || len(copies) != 2 {
		t.Errorf("copies: %v, %v", copies, err)
	}
}

// TestFeedsFileChanges: what a person writes into feeds.toml counts from the
// next look on; while it cannot be read, nobody is asked.
func TestFeedsFileChanges(t *testing.T) {
	s := newScene(t)
	s.deals()
	path := filepath.Join(s.inst.Dir, "feeds.toml")
	good, err := os.ReadFile(path)
	s.must(err)
	s.must(os.WriteFile(path, []byte("[feed.hibp]\nurl = 1\n"), 0o600))
	s.looks(wantAll)
	if s.asked() != 0 {
		t.Errorf("%d requests although feeds.toml is damaged", s.asked())
	}
	s.must(os.WriteFile(path, good, 0o600))
	s.looks(wantAll)
	if s.asked() == 0 {
		t.Error("not asked once feeds.toml was well again")
	}
}

// TestLogIsRedacted: whatever brings an address, a number or a folder into the
// log, it stays out of the file; what finds a fault stays in.
func TestLogIsRedacted(t *testing.T) {
	t.Setenv("HOME", "/home/claire")
	t.Setenv("USERPROFILE", "/home/claire")
	var b strings.Builder
	log := slog.New(redacted(&b, "/home/claire/.local/share/vigie"))
	log.Info("feed hibp", "says", "failed status", "error",
		errors.New("open /home/claire/.local/share/vigie/vigie.db: claire@example.org asked https://haveibeenpwned.com/api/v3/x?y about 06 39 98 12 34"))
	log.Info("checked", "took", 3*time.Second, "stack", "main.(*watch).look\n\twatch.go:101")
	got := b.String()
	for _, leak := range []string{"claire", "example.org", "haveibeenpwned.com", "39 98"} {
		if strings.Contains(got, leak) {
			t.Errorf("the log holds %q: %s", leak, got)
		}
	}
	for _, want := range []string{"feed hibp", "failed status", "DATA/vigie.db", "took=3s", "watch.go:101"} {
		if !strings.Contains(got, want) {
			t.Errorf("the log lacks %q: %s", want, got)
		}
	}
}

// TestToldToWait: a feed that tells everybody to come back at one moment is
// asked after it, at a moment of this installation's own; a person who reads the
// result is told until when.
func TestToldToWait(t *testing.T) {
	s := newScene(t)
	s.deals()
	s.feeds.mu.Lock()
	s.feeds.answers["/cnil/feed.xml"] = answer{status: http.StatusTooManyRequests, header: http.Header{"Retry-After": {"3600"}}}
	s.feeds.mu.Unlock()
	r, err := s.inst.Monitor.Check(t.Context(), monitor.CheckOptions{})
	s.must(err)
	told := s.now().Add(time.Hour)
	for _, f := range r.Feeds {
		if f.Name == monitor.FeedCNIL && !f.Next.Equal(told) {
			t.Errorf("the result says until %v, want %v", f.Next, told)
		}
	}
	stored, err := s.inst.Store.FeedStatuses(t.Context())
	s.must(err)
	st := stored[monitor.FeedCNIL]
	mine := s.inst.Planner().Next(monitor.FeedCNIL, schedule.Every(6*time.Hour))(st, s.now())
	if !st.NotBefore.Equal(told) || !st.Next.Equal(mine) || st.Next.Before(told) {
		t.Errorf("told to wait until %v, asked at %v, want %v", st.NotBefore, st.Next, mine)
	}
}

// TestPopupsAreMissed: as long as an alert cannot be shown, status can tell why.
func TestPopupsAreMissed(t *testing.T) {
	s := newScene(t)
	s.deals()
	s.screen.gone = true
	s.looks(wantDue)
	var p *monitor.Problem
	if err := s.inst.Popups(t.Context()); !errors.As(err, &p) || p.Key != "popup.none" {
		t.Errorf("%v, want popup.none", err)
	}
	s.screen.gone = false
	s.looks(wantDue)
	if err := s.inst.Popups(t.Context()); err != nil || len(s.screen.shown) != 1 {
		t.Errorf("%v after %d pop-ups", err, len(s.screen.shown))
	}
}
