package main

import (
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"vigie/assets"
	"vigie/assets/words"
	"vigie/cmd/internal/installation"
	"vigie/monitor"
	"vigie/monitor/desktop"
	"vigie/monitor/explain"
	"vigie/monitor/keychain"
)

// screen takes pop-ups, unless it is gone.
type screen struct {
	mu    sync.Mutex
	gone  bool
	shown []desktop.Popup
}

func (s *screen) Show(_ context.Context, p desktop.Popup) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.gone {
		return monitor.NewProblem("popup.none")
	}
	s.shown = append(s.shown, p)
	return nil
}

// scene is an agent with a household, feeds that answer from this computer, a
// clock that is moved by hand and a screen.
type scene struct {
	*watch
	t      *testing.T
	screen *screen
	clock  atomic.Int64
	menu   desktop.TrayMenu
	log    strings.Builder
	feeds  *feedServer
}

func (s *scene) at(t time.Time) { s.clock.Store(t.Unix()) }

func (s *scene) asked() int {
	s.feeds.mu.Lock()
	defer s.feeds.mu.Unlock()
	return len(s.feeds.asked)
}

func newScene(t *testing.T) *scene {
	t.Helper()
	s := &scene{t: t, screen: &screen{}, feeds: startFeeds()}
	t.Cleanup(func() { s.feeds.close() })
	s.at(time.Date(2026, 11, 22, 9, 12, 0, 0, time.UTC))
	now := func() time.Time { return time.Unix(s.clock.Load(), 0).UTC() }
	dir := filepath.Join(t.TempDir(), "data")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "feeds.toml"), []byte(s.feeds.feedsFile()), 0o600); err != nil {
		t.Fatal(err)
	}
	i, err := installation.Open(t.Context(), installation.Options{Dir: dir, Backend: keychain.NewMemory(), Now: now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = i.Close() })
	w, err := words.Load("en")
	if err != nil {
		t.Fatal(err)
	}
	classes, err := explain.LoadClasses(assets.Classes())
	if err != nil {
		t.Fatal(err)
	}
	s.watch = newWatch(i, w, explain.New(w, classes, time.UTC), now, slog.New(slog.NewTextHandler(&s.log, nil)))
	s.popups, s.setTray = s.screen, func(m desktop.TrayMenu) { s.menu = m }
	return s
}

func (s *scene) must(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

func (s *scene) choose(change func(*installation.Settings)) {
	s.t.Helper()
	_, err := s.inst.ChangeSettings(s.t.Context(), func(c *installation.Settings) error {
		change(c)
		return nil
	})
	s.must(err)
}

// deals gives someone an organisation that the feeds have a leak of.
func (s *scene) deals() {
	s.t.Helper()
	s.must(s.inst.Unlock(s.t.Context()))
	_, err := s.inst.Monitor.AddPerson(s.t.Context(), "Claire", monitor.Adult)
	s.must(err)
	_, err = s.inst.Monitor.AddAffiliations(s.t.Context(), "Claire", monitor.Affiliation{Organisation: "Patron"})
	s.must(err)
}

func (s *scene) looks(what want) { s.look(s.t.Context(), what) }

// TestOnePopUp: a leak that matches is told once, in one pop-up, whatever comes
// after; a restart tells nothing again.
func TestOnePopUp(t *testing.T) {
	s := newScene(t)
	s.deals()
	s.looks(wantDue)
	if len(s.screen.shown) != 1 || s.menu.Icon != assets.TrayDot {
		t.Fatalf("%d pop-ups, icon %v\n%s", len(s.screen.shown), s.menu.Icon, s.log.String())
	}
	asked := s.asked()
	for range 5 { // minutes in which nothing is due
		s.clock.Add(60)
		s.looks(wantDue)
	}
	if s.asked() != asked || len(s.screen.shown) != 1 {
		t.Errorf("%d requests and %d pop-ups more", s.asked()-asked, len(s.screen.shown)-1)
	}
	s.clock.Add(7 * 3600)
	s.looks(wantDue)
	if s.asked() == asked || len(s.screen.shown) != 1 {
		t.Errorf("seven hours later: %d requests, %d pop-ups", s.asked()-asked, len(s.screen.shown))
	}
}

// TestAlertsWait: without a screen, in quiet hours and while paused nothing is
// told, and nothing is lost.
func TestAlertsWait(t *testing.T) {
	s := newScene(t)
	s.deals()
	s.screen.gone = true
	s.looks(wantDue)
	s.looks(wantDue)
	if n := strings.Count(s.log.String(), "popup.none"); n != 1 {
		t.Errorf("logged %d times that there are no pop-ups", n)
	}
	quiet, err := desktop.ParseQuietHours("09:00-10:00")
	s.must(err)
	s.choose(func(c *installation.Settings) { c.Quiet = quiet })
	s.screen.gone = false
	s.looks(wantDue)
	if len(s.screen.shown) != 0 {
		t.Error("told in quiet hours")
	}
	s.at(time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC))
	s.click(desktop.TrayPauseDay)
	s.looks(<-s.wanted)
	if len(s.screen.shown) != 0 || s.menu.Icon == assets.TrayPlain {
		t.Errorf("told while paused; icon %v", s.menu.Icon)
	}
	s.click(desktop.TrayResume)
	s.looks(<-s.wanted)
	if len(s.screen.shown) != 1 {
		t.Errorf("%d pop-ups in the end", len(s.screen.shown))
	}
}

// TestAskedByHand: whoever asks is answered, paused or not; the network that is
// switched off stays off, and that is no good news.
func TestAskedByHand(t *testing.T) {
	s := newScene(t)
	s.must(s.inst.Unlock(t.Context()))
	s.choose(func(c *installation.Settings) { c.Offline = true })
	s.looks(wantAll)
	if s.asked() != 0 || s.state(t.Context()).Health == monitor.HealthOK {
		t.Errorf("%d requests, health %s", s.asked(), s.state(t.Context()).Health)
	}
	s.choose(func(c *installation.Settings) { c.Offline, c.PausedUntil = false, s.now().Add(time.Hour) })
	s.looks(wantDue)
	if s.asked() != 0 {
		t.Errorf("%d requests while paused", s.asked())
	}
	s.click(desktop.TrayCheck)
	s.looks(<-s.wanted)
	if s.asked() == 0 {
		t.Error("not asked")
	}
}

// TestPanickingLook: what goes wrong in one look is logged without its text, and
// the next look comes.
func TestPanickingLook(t *testing.T) {
	s := newScene(t)
	s.guarded(func() { panic("claire@example.org") })
	if got := s.log.String(); strings.Contains(got, "claire@") || !strings.Contains(got, "a look went wrong") {
		t.Errorf("log: %s", got)
	}
}

// TestWant: looks that are wanted before one begins become one, for everything
// when anyone wants that.
func TestWant(t *testing.T) {
	s := newScene(t)
	s.want(wantDue)
	s.want(wantAll)
	s.want(wantDue)
	if got := <-s.wanted; got != wantAll {
		t.Errorf("want %v", got)
	}
	select {
	case <-s.wanted:
		t.Error("a second look")
	default:
	}
}

// TestRun: the agent looks when it starts, and ends when it is told to.
func TestRun(t *testing.T) {
	s := newScene(t)
	s.deals()
	ctx, cancel := context.WithCancel(t.Context())
	looked := make(chan bool, 8)
	s.setTray = func(desktop.TrayMenu) {
		select {
		case looked <- true:
		default:
		}
	}
	done := make(chan bool)
	go func() { s.run(ctx); close(done) }()
	<-looked
	cancel()
	<-done
}

// TestLogTurns: the log stays small, and the one before it is kept.
func TestLogTurns(t *testing.T) {
	path := filepath.Join(t.TempDir(), "agent.log")
	l, err := openLog(path)
	if err != nil {
		t.Fatal(err)
	}
	line := []byte(strings.Repeat("x", 1023) + "\n")
	for range maxLog/1024 + 10 {
		if _, err := l.Write(line); err != nil {
			t.Fatal(err)
		}
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]int64{path: 10 * 1024, path + ".1": maxLog} {
		info, err := os.Stat(name)
		if err != nil || info.Size() != want || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v, %v", filepath.Base(name), info, err)
		}
	}
}

// TestErasedMeanwhile: what another program erased is watched no longer, and
// nothing of it is written again.
func TestErasedMeanwhile(t *testing.T) {
	s := newScene(t)
	s.deals()
	quit := false
	s.quit = func() { quit = true }
	s.must(os.Remove(filepath.Join(s.inst.Dir, "instance")))
	s.looks(wantDue)
	if !quit || s.asked() != 0 {
		t.Errorf("quit %v, %d requests", quit, s.asked())
	}
}

// TestReminders: steps of the plan that come back are told in one pop-up a day,
// at an hour when people are up, and never on the first day.
func TestReminders(t *testing.T) {
	s := newScene(t)
	s.must(s.inst.Unlock(t.Context()))
	_, err := s.inst.Monitor.AddPerson(t.Context(), "Claire", monitor.Adult)
	s.must(err)
	_, err = s.inst.Monitor.AddAffiliations(t.Context(), "Claire", monitor.Affiliation{
		Organisation: "France Travail", Relation: "jobseeker", Period: monitor.Period{From: monitor.MustDate("2011"), To: monitor.MustDate("2013")},
	})
	s.must(err)
	s.looks(wantDue)
	s.screen.shown = nil // what was told of the leak itself
	s.choose(func(c *installation.Settings) { c.Rhythm = installation.ByHand })
	reminders := 0
	for day := range 70 {
		s.at(time.Date(2026, 11, 23+day, 5, 0, 0, 0, time.UTC))
		s.looks(wantDue)
		if len(s.screen.shown) != 0 {
			t.Fatalf("day %d: told at night: %+v", day, s.screen.shown)
		}
		s.clock.Add(5 * 3600)
		s.looks(wantDue)
		s.clock.Add(3600)
		s.looks(wantDue)
		if len(s.screen.shown) > 1 {
			t.Fatalf("day %d: %d pop-ups", day, len(s.screen.shown))
		}
		reminders += len(s.screen.shown)
		s.screen.shown = nil
	}
	if reminders < 2 || reminders > 30 {
		t.Errorf("%d reminders in 70 days", reminders)
	}
}
