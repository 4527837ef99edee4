package checklist

import (
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"
	_ "time/tzdata" // the clocks of Paris, on every machine

	"vigie/monitor"
)

// dweller is how someone in the simulated household goes about it.
type dweller struct {
	role monitor.Role
	// acts reports whether they do something that has been to do since a day.
	acts func(today, due monitor.Day) bool
}

// household is a made-up household of five and the leaks that come over ten
// years, some on days that calendars get wrong.
func household() (map[string]dweller, []monitor.Finding) {
	prompt := func(today, due monitor.Day) bool { return true }
	dwellers := map[string]dweller{
		"prompt": {monitor.Adult, prompt},
		"late":   {monitor.Adult, func(today, due monitor.Day) bool { return today >= due+5 }},
		"sunday": {monitor.Helped, func(today, due monitor.Day) bool { return today%7 == 3 }}, // day 3 was a Sunday
		"child":  {monitor.Child, prompt},
		"never":  {monitor.Teen, func(today, due monitor.Day) bool { return false }},
	}
	leaks := []monitor.Finding{
		found("prompt", "everything", "2026-01-31", nir, iban, name, email, phone, birth, "Public service identifiers", "Personal health data", "Government issued IDs"),
		found("child", "club", "2028-02-29", name, birth, email, "Government issued IDs"),
		found("never", "club", "2028-02-29", name, birth, email, phone),
	}
	for i, since := range []string{"2026-01-31", "2026-03-29", "2028-02-29", "2029-10-28", "2032-12-31"} {
		leaks = append(leaks,
			found("late", fmt.Sprint("leak ", i), since, iban, name, email, nir),
			found("sunday", fmt.Sprint("leak ", i), since, iban, name, phone, birth))
	}
	for i := range leaks {
		if leaks[i].Breach == "everything" {
			leaks[i].Organisation = "France Travail"
		}
	}
	return dwellers, leaks
}

// watcher follows one action through the years.
type watcher struct {
	asked []monitor.Day // the days on which it became to do
	open  bool
	done  monitor.Day
}

// Ten years, day by day, in Paris: whoever is in time is asked on exactly the
// days of the table; for everybody, nothing is asked twice, nothing is lost.
func TestTenYears(t *testing.T) {
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	dwellers, leaks := household()
	a := advice(t)
	h := &monitor.Household{}
	for _, id := range []string{"prompt", "late", "sunday", "child", "never"} {
		h.Persons = append(h.Persons, monitor.Person{ID: id, Name: id, Role: dwellers[id].role})
	}
	progress := make(map[string]Progress)
	watched := make(map[string]*watcher)
	last := monitor.Day(0)
	// Half past two does not exist on one night of a year and comes twice on another.
	for n := range 3653 {
		today := LocalDay(time.Date(2026, 1, 20+n, 2, 30, 0, 0, paris))
		if last != 0 && today != last+1 {
			t.Fatalf("%s follows %s", DateOf(today), DateOf(last))
		}
		last = today
		in := Input{Household: h, Today: today}
		for _, f := range leaks {
			if monitor.Today(f.KnownSince) <= today {
				in.Findings = append(in.Findings, f)
			}
		}
		for _, id := range slices.Sorted(maps.Keys(progress)) {
			in.Progress = append(in.Progress, progress[id])
		}
		seen := make(map[string]bool)
		for _, x := range Leaves(a.Plan(in)) {
			if seen[x.ID] {
				t.Fatalf("%s: %s twice", DateOf(today), x.ID)
			}
			seen[x.ID] = true
			w := watched[x.ID]
			if w == nil {
				w = &watcher{done: -1}
				watched[x.ID] = w
			}
			w.look(t, today, x)
			if x.State == ToDo && dwellers[x.Person].acts(today, w.asked[len(w.asked)-1]) {
				for _, p := range x.Keep(Progress{State: Done, At: DateOf(today)}) {
					progress[p.Action] = p
				}
				w.open, w.done = false, today
			}
		}
	}
	checkSeries(t, a, watched, "prompt", day("2026-01-31"), last)
	checkSeries(t, a, watched, "child", day("2028-02-29"), last)
	if w := watched["never/watch-messages"]; len(w.asked) != 1 || !w.open {
		t.Errorf("who never answers is asked on %d days", len(w.asked))
	}
	for _, w := range []string{"late/check-accounts.bank", "sunday/check-accounts.bank"} {
		if n := len(watched[w].asked); n < 120 || n > 190 { // 120 months, and 13 weeks after each of five leaks
			t.Errorf("%s was asked %d times in ten years", w, n)
		}
	}
}

// look holds one day of one action against the day before.
func (w *watcher) look(t *testing.T, today monitor.Day, x Action) {
	t.Helper()
	due := !x.Due.IsZero() && x.Due.First() <= today
	switch {
	case w.open && x.State != ToDo:
		t.Fatalf("%s: %s was to do and is %s, although nobody did it", DateOf(today), x.ID, x.State)
	case due && x.State != ToDo:
		t.Fatalf("%s: %s was due on %s and is %s", DateOf(today), x.ID, x.Due, x.State)
	case x.State == ToDo && !w.open:
		if w.done >= 0 && x.Reopened.Cause == "" {
			t.Fatalf("%s: %s is to do again, and nothing says why", DateOf(today), x.ID)
		}
		if w.done == today {
			t.Fatalf("%s: %s is asked for twice in a day", DateOf(today), x.ID)
		}
		if x.Reopened.Cause == Reminder && x.Due.First() != today {
			t.Fatalf("%s: %s was due on %s and is asked for only now", DateOf(today), x.ID, x.Due)
		}
		w.asked, w.open = append(w.asked, today), true
	case x.State == Done && x.Repeats != (Interval{}) && x.Due.First() <= w.done:
		t.Fatalf("%s: %s was done on %s and comes back on %s", DateOf(today), x.ID, DateOf(w.done), x.Due)
	}
}

// checkSeries holds the days on which someone who is always in time was asked
// against the table.
func checkSeries(t *testing.T, a *Advice, watched map[string]*watcher, person string, since, end monitor.Day) {
	t.Helper()
	checked := 0
	for i := range a.steps {
		s := &a.steps[i]
		w := watched[person+"/"+s.key()]
		if w == nil || s.schedule == nil {
			continue
		}
		id := s.schedule.ID
		if person == "prompt" && s.key() == "check-accounts.bank" {
			id = s.tight.ID // their IBAN leaked
		}
		want := expected(id, since, end)
		if !slices.Equal(w.asked, want) {
			t.Errorf("%s/%s (%s): asked on %d days, want %d; first difference at %s", person, s.key(), id, len(w.asked), len(want), firstDifference(w.asked, want))
		}
		checked++
	}
	if checked < 4 {
		t.Errorf("only %d reminders of %s were looked at", checked, person)
	}
}

func firstDifference(got, want []monitor.Day) string {
	for i := range min(len(got), len(want)) {
		if got[i] != want[i] {
			return fmt.Sprintf("%d: %s, want %s", i, DateOf(got[i]), DateOf(want[i]))
		}
	}
	return "the end"
}
