//go:build e2e && linux

package endtoend

import (
	"math/rand/v2"
	"testing"
)

// TestTogether has many programs start at once on one installation, the first
// start included, and again once it is there. None gets in another's way, and
// the race detector sees nothing in any of them.
func TestTogether(t *testing.T) {
	t.Parallel()
	program, err := racing()
	if err != nil {
		t.Fatal(err)
	}
	s := newSession(t)
	s.program = program
	l := begin(s, newInternet(t), rand.New(rand.NewPCG(1, 1)), "life")
	l.together((*life).person, (*life).person, (*life).check, (*life).person)
	l.together((*life).check, (*life).identifier, (*life).affiliation, (*life).importing, (*life).person, (*life).check, (*life).identifier)
	l.rest()
}

// together does several deeds at the same time, then sees that all were done.
func (l *life) together(kinds ...func(*life) deed) {
	l.t.Helper()
	var ds []deed
	var commands []command
	for _, kind := range kinds {
		d := l.next(kind)
		ds, commands = append(ds, d), append(commands, d.command)
	}
	whole := deed{name: "together"}
	for i, r := range l.runAll(commands...) {
		if r.status != done && r.status != news {
			l.t.Errorf("%v", r)
		}
		if ds[i].name == "check" {
			l.hear(read[checked](l.session, r).Alerts)
		}
		whole.adds = append(whole.adds, ds[i].adds...)
	}
	l.reckon(whole, result{status: done, out: "{}"})
}
