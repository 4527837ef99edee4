package window

import (
	"context"
	"net/url"
	"os"
	"path/filepath"
	"testing"
	"time"

	"vigie/gui/view"
	"vigie/monitor"
	"vigie/monitor/keychain"
)

// screen is a surface in memory. What is to be done on the goroutine that draws
// waits until the test, which stands for that goroutine, lets it happen.
type screen struct {
	t       *testing.T
	p       *Program
	waiting chan func()
	first   view.Window
	last    *view.Window // nil before there was one; a window holds all that is known
	browsed []string
	blind   error // why the browser does not open
	raised  int
	closed  bool
}

func (s *screen) Show(w view.Window) {
	if s.last == nil {
		s.first = w
	}
	s.last = &w
}
func (s *screen) Do(f func()) { s.waiting <- f }
func (s *screen) Raise()      { s.raised++ }
func (s *screen) Close()      { s.closed = true }
func (s *screen) Browse(u *url.URL) error {
	s.browsed = append(s.browsed, u.String())
	return s.blind
}

// place is where a window lives: a folder whose name leaves room for a socket's,
// and a key store.
type place struct {
	dir  string
	keys keychain.Backend
}

func newPlace(t *testing.T) place {
	t.Helper()
	dir, err := os.MkdirTemp("", "vigie")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	return place{filepath.Join(dir, "data"), keychain.NewMemory()}
}

func (w place) options() Options {
	return Options{Dir: w.dir, Lang: "fr", Offline: true, Backend: w.keys}
}

// open opens the window of a place.
func (w place) open(t *testing.T, change ...func(*Program)) *screen {
	t.Helper()
	return show(t, w.options(), change...)
}

func show(t *testing.T, o Options, change ...func(*Program)) *screen {
	t.Helper()
	p, err := Open(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	p.look = time.Hour // nobody else writes
	for _, f := range change {
		f(p)
	}
	s := &screen{t: t, p: p, waiting: make(chan func(), 1000)}
	if err := p.Start(s); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if p.ctx.Err() == nil {
			s.end()
		}
	})
	return s
}

// lastFrame is where the window is when it is closed.
var lastFrame = Frame{Width: 800, Height: 600, X: 40, Y: -8, Placed: true}

// end closes the window.
func (s *screen) end() {
	s.t.Helper()
	if err := s.p.End(lastFrame); err != nil {
		s.t.Error(err)
	}
}

// until lets happen what is to happen on the goroutine that draws, until
// something is true. The deadline only ends a test that would never end.
func (s *screen) until(what string, is func() bool) {
	s.t.Helper()
	end := time.After(30 * time.Second)
	for !is() {
		select {
		case f := <-s.waiting:
			f()
		case <-end:
			s.t.Fatalf("not so after 30 seconds: %s", what)
		}
	}
}

// send is one event, and all that comes of it.
func (s *screen) send(e view.Event) {
	s.t.Helper()
	s.p.Send(e)
	s.settle()
}

// settle waits until the worker has nothing to do and all of it is shown.
func (s *screen) settle() {
	s.t.Helper()
	idle := make(chan struct{})
	s.p.jobs.add(func() { close(idle) })
	<-idle
	shown := false
	s.Do(func() { shown = true })
	s.until("shown", func() bool { return shown })
}

func (s *screen) state() *view.State { return s.p.state }

// window is what is shown now.
func (s *screen) window() view.Window { return *s.last }

// fine fails when the window says that something was not done.
func (s *screen) fine() {
	s.t.Helper()
	if p := s.p.ui.Problem; p != nil {
		s.t.Fatalf("the window says: %v", p)
	}
	for field, p := range s.p.ui.Errors {
		s.t.Fatalf("the window says of %s: %v", field, p)
	}
}

// refused fails unless the window says that something was not done, and why.
func (s *screen) refused(key string) {
	s.t.Helper()
	if p := s.p.ui.Problem; p == nil || p.Key != key {
		s.t.Fatalf("the window says %v, wants %s", p, key)
	}
	s.send(view.Dismiss{})
}

// claire is a household of one, with a leak of her own, an address and a step to do.
func (s *screen) claire() (person monitor.Person) {
	s.t.Helper()
	s.send(view.AddPerson{Name: "Claire", Role: monitor.Adult})
	s.fine()
	person = s.state().Household.Persons[0]
	s.send(view.AddAffiliations{Person: person.ID, Said: []monitor.Affiliation{{
		Organisation: "France Travail", Relation: "jobseeker", Period: monitor.Period{From: monitor.MustDate("2011"), To: monitor.MustDate("2013")},
	}}})
	s.fine()
	return person
}
