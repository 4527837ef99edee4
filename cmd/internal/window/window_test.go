package window

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime/pprof"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"vigie/cmd/internal/installation"
	"vigie/gui/view"
	"vigie/monitor"
	"vigie/monitor/desktop"
	"vigie/monitor/keychain"
)

// TestFirstStart: a new installation begins with its first step, gives a result
// from the list it carries before anything is asked of the network, and goes on
// where it was left.
func TestFirstStart(t *testing.T) {
	home := newPlace(t)
	s := home.open(t)
	if got := s.window().Screen.Place.Screen; got != view.ScreenFirstStart || s.state().FirstStart != view.StepPromise {
		t.Fatalf("it opens with %s, at %s", got, s.state().FirstStart)
	}
	s.send(view.KeepStep{Step: view.StepPeople})
	s.send(view.Type{Field: "person.name", Text: "Claire"})
	s.send(view.Submit{Form: view.FormPerson})
	s.fine()
	s.send(view.KeepStep{Step: view.StepOrganisations})
	claire := s.state().Household.Persons[0].ID
	s.send(view.AddAffiliations{Person: claire, Said: []monitor.Affiliation{{Organisation: "France Travail"}}})
	s.send(view.PickPeriod{Pick: view.Pick{Year: 2011}})
	s.send(view.PickPeriod{Pick: view.Pick{Year: 2013}})
	s.fine()
	s.send(view.KeepStep{Step: view.StepResult})
	if !slices.ContainsFunc(s.state().Findings, func(f monitor.Finding) bool { return f.Breach == "france-travail-2024" && f.Verdict == monitor.Likely }) {
		t.Errorf("the first result is %+v", s.state().Findings)
	}
	if n := len(s.state().Ledger); n != 0 {
		t.Errorf("%d requests for it", n)
	}
	s.end()

	again := home.open(t)
	if again.state().FirstStart != view.StepResult || again.window().Screen.Place.Screen != view.ScreenFirstStart {
		t.Errorf("it goes on at %s", again.state().FirstStart)
	}
	again.send(view.KeepStep{Step: view.StepDone})
	again.end()
	if last := home.open(t).window().Screen.Place.Screen; last != view.ScreenHome {
		t.Errorf("after first start it opens with %s", last)
	}
}

// TestOpensWithTheHousehold: the first thing that is drawn is the household, not
// a screen on the way to it.
func TestOpensWithTheHousehold(t *testing.T) {
	home := newPlace(t)
	s := home.open(t)
	s.claire()
	s.end()
	s = home.open(t)
	s.settle()
	if first, now := s.first.Screen, s.window().Screen; first.Place.Screen != view.ScreenHome || first.Title != now.Title {
		t.Errorf("it opens with %s, %q, before %q", first.Place.Screen, first.Title, now.Title)
	}
}

// asleep is a key store that answers once it is woken.
type asleep struct {
	keychain.Backend
	woken chan struct{}
}

func (a asleep) Get(name string) (string, error) {
	<-a.woken
	return a.Backend.Get(name)
}

// TestEndsAtOnce: what is told to end while it starts does.
func TestEndsAtOnce(t *testing.T) {
	p, err := Open(t.Context(), newPlace(t).options())
	if err != nil {
		t.Fatal(err)
	}
	p.cancel()
	if err := errors.Join(p.Start(nil), p.End(Frame{})); err != nil {
		t.Error(err)
	}
}

// TestNothingToDraw: where not even what is public can be read, Start says so, and
// no screen does as if there were no leak.
func TestNothingToDraw(t *testing.T) {
	p, err := Open(t.Context(), newPlace(t).options())
	if err != nil {
		t.Fatal(err)
	}
	if err := p.worker.inst.Close(); err != nil {
		t.Fatal(err)
	}
	var problem *monitor.Problem
	if err := p.Start(nil); !errors.As(err, &problem) {
		t.Errorf("it starts with %v", err)
	}
	_ = p.End(Frame{}) // closed already
}

// TestSlowKeyStore: the window does not wait for a key store that asks for its
// password first. It says so, shows what is public, and the household when it can.
func TestSlowKeyStore(t *testing.T) {
	home := newPlace(t)
	s := home.open(t)
	s.claire()
	s.end()
	slow := asleep{home.keys, make(chan struct{})}
	home.keys = slow
	s = home.open(t, func(p *Program) { p.patience = 0 })
	if s.state().Keychain != "" || len(s.state().Catalogue.Breaches()) == 0 || len(s.state().Household.Persons) != 0 {
		t.Fatalf("meanwhile: key store %q, %d persons", s.state().Keychain, len(s.state().Household.Persons))
	}
	s.p.Send(view.Go{Place: view.Place{Screen: view.ScreenLedger}})
	if w := s.window(); len(w.Nav) == 0 || w.Screen.Place.Screen != view.ScreenLedger {
		t.Errorf("meanwhile nothing else can be read: %+v", w.Screen)
	}
	hurried := home.open(t, func(p *Program) { p.patience = 0 })
	hurried.end() // nobody is held back by a key store

	close(slow.woken)
	s.until("the household is there", func() bool { return len(s.state().Household.Persons) == 1 })
}

// refusing is a key store that is locked, or none at all.
type refusing struct {
	keychain.Backend
	why *error
}

func (r refusing) Ready(ctx context.Context) error {
	if *r.why != nil {
		return *r.why
	}
	return r.Backend.Ready(ctx)
}

func (r refusing) Get(name string) (string, error) {
	if *r.why != nil {
		return "", *r.why
	}
	return r.Backend.Get(name)
}

// TestLockedKeyStore: nothing is lost and nothing is said to be fine; the window
// opens again as soon as the key store does.
func TestLockedKeyStore(t *testing.T) {
	home := newPlace(t)
	s := home.open(t)
	s.claire()
	s.end()
	why := monitor.ErrKeychainLocked
	home.keys = refusing{home.keys, &why}
	s = home.open(t)
	if s.state().Keychain != monitor.KeychainLocked {
		t.Fatalf("the key store is %q", s.state().Keychain)
	}
	s.send(view.Unlock{})
	s.refused("keychain-locked")
	why = nil
	s.send(view.Unlock{})
	s.fine()
	if len(s.state().Household.Persons) != 1 {
		t.Error("the household does not come back")
	}
}

// TestLostDatabase: a damaged database is told of, with where it is, and first
// start does not pretend that nothing was there.
func TestLostDatabase(t *testing.T) {
	home := newPlace(t)
	s := home.open(t)
	s.claire()
	s.end()
	for _, x := range []string{"", "-wal", "-shm"} {
		_ = os.Remove(filepath.Join(home.dir, "vigie.db"+x))
	}
	if err := os.WriteFile(filepath.Join(home.dir, "vigie.db"), []byte("no database"), 0o600); err != nil {
		t.Fatal(err)
	}
	s = home.open(t)
	lost := s.state().Lost
	if lost == nil || len(lost.SetAside) == 0 || s.window().Notice == nil || !slices.ContainsFunc(s.window().Notice.Points, func(p string) bool { return strings.Contains(p, lost.SetAside[0]) }) {
		t.Fatalf("lost: %+v; said: %+v", lost, s.window().Notice)
	}
	if got := s.window().Screen.Place.Screen; got != view.ScreenHome {
		t.Errorf("it opens with %s", got)
	}
	s.send(view.LossSeen{})
	s.fine()
	if s.state().Lost != nil || s.window().Screen.Place.Screen != view.ScreenHome {
		t.Errorf("after it was read: %+v, %s", s.state().Lost, s.window().Screen.Place.Screen)
	}
}

// TestAnotherProcessWrites: what the agent or a command changes is shown.
func TestAnotherProcessWrites(t *testing.T) {
	home := newPlace(t)
	s := home.open(t, func(p *Program) { p.look = time.Millisecond })
	other, err := installation.Open(t.Context(), installation.Options{Dir: home.dir, Offline: true, Backend: home.keys})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = other.Close() }()
	if err := other.Unlock(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := other.Monitor.AddPerson(t.Context(), "Mehdi", monitor.Adult); err != nil {
		t.Fatal(err)
	}
	s.until("Mehdi is there", func() bool { return len(s.state().Household.Persons) == 1 })
}

// TestOneWindow: a second start raises the first and goes to its alert; of two
// that start at once, one makes way.
func TestOneWindow(t *testing.T) {
	home := newPlace(t)
	s := home.open(t)
	s.send(view.KeepStep{Step: view.StepDone})
	s.until("it listens", func() bool { there, err := Raise(home.dir, ""); return there && err == nil })
	there, err := Raise(home.dir, "an-alert-nobody-knows")
	if !there || err != nil {
		t.Fatalf("raised: %t, %v", there, err)
	}
	s.until("it goes there", func() bool { return s.window().Screen.Place.Screen == view.ScreenLeaks })
	if s.raised == 0 {
		t.Error("it stays where it was")
	}
	second := home.open(t)
	second.until("the second one makes way", func() bool { return second.closed })
}

// TestNobodyToRaise: without a window there is nothing to raise, and nothing is
// left behind for the next one to go to.
func TestNobodyToRaise(t *testing.T) {
	dir := t.TempDir()
	if there, err := Raise(dir, "some-alert"); there || err != nil {
		t.Errorf("raised: %t, %v", there, err)
	}
	if got := left(dir); got != "" {
		t.Errorf("the next window would go to %q", got)
	}
}

// TestAlert: a start about an alert goes straight to its leak, as soon as it can be
// read, and that it was read is remembered.
func TestAlert(t *testing.T) {
	home := newPlace(t)
	s := home.open(t)
	claire := s.claire()
	alert := monitor.Alert{ID: monitor.NewID(), Person: claire.ID, Breach: "france-travail-2024", Kind: monitor.AlertNew, At: time.Now()}
	if err := s.p.worker.inst.Store.Update(t.Context(), func(tx monitor.Tx) error { return tx.PutAlert(alert) }); err != nil {
		t.Fatal(err)
	}
	s.end()
	why := monitor.ErrKeychainLocked
	o := home.options()
	o.Alert, o.Backend = alert.ID, refusing{home.keys, &why}
	s = show(t, o)
	if got := s.window().Screen.Place.Screen; got != view.ScreenHome {
		t.Errorf("while it cannot be read it goes to %s", got)
	}
	why = nil
	s.send(view.Unlock{})
	if got, want := s.window().Screen.Place, (view.Place{Screen: view.ScreenLeak, Person: claire.ID, ID: alert.Breach}); got != want {
		t.Errorf("it goes to %+v, wants %+v", got, want)
	}
	s.settle()
	if n, err := s.p.worker.inst.OpenAlerts(t.Context()); n != 0 || err != nil {
		t.Errorf("%d alerts to be read, %v", n, err)
	}
}

// TestEnd: what was asked for just before the window was closed is carried out,
// its size is remembered, and nothing goes on.
func TestEnd(t *testing.T) {
	home := newPlace(t)
	s := home.open(t)
	s.p.Send(view.AddPerson{Name: "Claire", Role: monitor.Adult})
	s.end()
	var running strings.Builder
	if err := pprof.Lookup("goroutine").WriteTo(&running, 2); err != nil || strings.Contains(running.String(), "(*Program).beside") {
		t.Errorf("%v; still running:\n%s", err, running.String())
	}
	if err := desktop.Send(filepath.Join(home.dir, folder), desktop.WordShow); !errors.Is(err, desktop.ErrNobody) {
		t.Errorf("somebody still listens: %v", err)
	}
	s = home.open(t)
	if len(s.state().Household.Persons) != 1 {
		t.Error("what was asked for last is not there")
	}
	if f, ok := s.p.Frame(); f != lastFrame || !ok {
		t.Errorf("the frame is %v, %t", f, ok)
	}
}

// TestQueue: any number of jobs is taken at once, even when nobody works, and each
// is done once, in order.
func TestQueue(t *testing.T) {
	const jobs = 1000
	q := newQueue()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var done []int
	for i := range jobs {
		q.add(func() {
			if done = append(done, i); i == jobs-1 {
				cancel()
			}
		})
	}
	var worker sync.WaitGroup
	worker.Go(func() { q.run(ctx) })
	worker.Wait()
	if len(done) != jobs || !slices.IsSorted(done) {
		t.Errorf("%d done", len(done))
	}
	q.add(func() { t.Error("done after the end") })
	q.run(ctx)
}

// TestClock: what depends on the time moves on by itself, without reading anything
// again, and what does not is not drawn again; on another day everything is read
// again.
func TestClock(t *testing.T) {
	s := newPlace(t).open(t)
	s.settle()
	before, drawn := s.state(), s.last
	s.p.jobs.add(s.p.tick)
	s.until("later", func() bool { return s.state().Now.After(before.Now) })
	if s.last != drawn {
		t.Error("nothing changed, and it was drawn again")
	}
	paused := *s.state()
	paused.FirstStart = view.StepDone
	paused.Settings.Offline, paused.Settings.PausedUntil = false, paused.Now.Add(1)
	s.p.state = &paused
	s.p.jobs.add(s.p.tick)
	s.until("no longer paused", func() bool { return s.last != drawn })
	if s.state().Catalogue != before.Catalogue {
		t.Error("everything was read again")
	}
	yesterday := *s.state()
	yesterday.Now = yesterday.Now.AddDate(0, 0, -1)
	s.p.state = &yesterday
	s.p.jobs.add(s.p.tick)
	s.until("read again", func() bool { return s.state().Catalogue != before.Catalogue })
}
