package window

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"vigie/gui/view"
	"vigie/monitor"
)

// told is a source that answers when it is told to, or gives up.
type told struct {
	name string
	say  chan error // nil: an empty change
}

func (f told) Name() string { return f.name }

func (f told) Fetch(ctx context.Context, _ []byte) (*monitor.Fetched, error) {
	select {
	case err := <-f.say:
		if err != nil {
			return nil, err
		}
		return &monitor.Fetched{Unchanged: true}, nil
	case <-ctx.Done():
		return nil, &monitor.FetchError{State: monitor.StateFailed, Reason: monitor.ReasonInterrupted, Err: ctx.Err()}
	}
}

// watching is a window on a household with two sources.
func watching(t *testing.T) (s *screen, first, second told) {
	t.Helper()
	first, second = told{monitor.FeedHIBP, make(chan error, 1)}, told{monitor.FeedCNIL, make(chan error, 1)}
	s = newPlace(t).open(t, func(p *Program) {
		p.worker.inst.Monitor.Sources = []monitor.Source{{Name: first.name, Feed: first, Enabled: true}, {Name: second.name, Feed: second, Enabled: true}}
	})
	s.claire()
	return s, first, second
}

func (s *screen) check() view.CheckState { return *s.state().Check }

// TestCheck: a check is shown source by source, and a source that did not answer
// leaves it partial: nothing found is not said of it.
func TestCheck(t *testing.T) {
	s, first, second := watching(t)
	s.p.Send(view.CheckNow{})
	if c := s.check(); !c.Running || !slices.Equal(c.Feeds, []string{first.name, second.name}) {
		t.Fatalf("begun: %+v", c)
	}
	s.p.Send(view.CheckNow{}) // one at a time
	first.say <- nil
	s.until("the first answered", func() bool { return len(s.check().Results) == 1 })
	if c := s.check(); !c.Running || c.Results[0].Name != first.name {
		t.Errorf("the first answered: %+v", c)
	}
	second.say <- &monitor.FetchError{State: monitor.StateFailed, Reason: monitor.ReasonTimeout}
	s.until("it ended", func() bool { return !s.check().Running })
	if c := s.check(); c.Ended == nil || c.Ended.Complete || c.Cancelled || len(c.Results) != 2 {
		t.Errorf("ended: %+v", c)
	}
	if !s.state().LastComplete.IsZero() {
		t.Error("part of an answer counts as a whole one")
	}
	first.say <- nil
	second.say <- nil
	s.p.Send(view.CheckNow{})
	s.until("it ended", func() bool { return !s.check().Running })
	if c := s.check(); !c.Ended.Complete || s.state().LastComplete.IsZero() {
		t.Errorf("complete: %+v", c)
	}
}

// TestCancelledCheck: what was read until then is kept, and the rest is not
// checked.
func TestCancelledCheck(t *testing.T) {
	s, first, _ := watching(t)
	s.p.Send(view.CancelCheck{}) // there is none
	s.p.Send(view.CheckNow{})
	first.say <- nil
	s.until("the first answered", func() bool { return len(s.check().Results) == 1 })
	s.p.Send(view.CancelCheck{})
	if c := s.check(); !c.Running || !c.Cancelled {
		t.Errorf("being stopped: %+v", c)
	}
	s.until("it stopped", func() bool { return !s.check().Running })
	c := s.check()
	if !c.Cancelled || c.Ended == nil || c.Ended.Complete || s.p.ui.Problem != nil {
		t.Errorf("stopped: %+v, %v", c, s.p.ui.Problem)
	}
	for _, r := range c.Results {
		if answered := r.State == monitor.StateUnchanged; answered != (r.Name == first.name) {
			t.Errorf("%s is %s", r.Name, r.State)
		}
	}
}

// TestEraseWhileChecking: the check stops first, and writes into nothing that is
// erased.
func TestEraseWhileChecking(t *testing.T) {
	s, _, _ := watching(t)
	s.p.Send(view.CheckNow{})
	s.send(view.EraseAll{})
	s.settle()
	if n := len(s.state().Household.Persons); n != 0 || s.state().Check != nil {
		t.Errorf("%d persons are left, and %+v", n, s.state().Check)
	}
}

// TestCloseWhileChecking: the window does not wait for sources.
func TestCloseWhileChecking(t *testing.T) {
	s, _, _ := watching(t)
	s.p.Send(view.CheckNow{})
	ended := make(chan struct{})
	go func() { s.end(); close(ended) }()
	select {
	case <-ended:
	case <-time.After(30 * time.Second):
		t.Fatal("it waits for the sources")
	}
}

// TestCancelledAudit: an audit goes on beside everything else, and can be stopped:
// what was not looked up then is not known, and the result says so.
func TestCancelledAudit(t *testing.T) {
	s := newPlace(t).open(t)
	s.claire()
	export := filepath.Join(t.TempDir(), "export.csv")
	rows := "name,url,username,password\n"
	for i := range 100 {
		rows += fmt.Sprintf("Site %d,https://site%d.example.org/,claire,Soleil%d\n", i, i, i)
	}
	if err := os.WriteFile(export, []byte(rows), 0o600); err != nil {
		t.Fatal(err)
	}
	s.p.Send(view.CancelAudit{}) // there is none
	s.p.Send(view.AuditPasswords{Path: export})
	if s.p.ui.Auditing == nil {
		t.Fatal("nothing goes on")
	}
	s.p.Send(view.AuditPasswords{Path: export}) // one at a time
	s.p.Send(view.CancelAudit{})
	s.until("it stopped", func() bool { return s.p.ui.Auditing == nil })
	s.fine()
	if a := s.p.ui.Audit; a == nil || a.Entries != 100 || a.Unchecked != 100 || !a.Partial || len(a.Worst) != 100 {
		t.Errorf("stopped: %+v", a)
	}
	s.send(view.AuditPasswords{Path: filepath.Join(t.TempDir(), "nothing.csv")})
	s.until("it failed", func() bool { return s.p.ui.Auditing == nil })
	s.refused("file.unreadable")
}
