//go:build e2e && linux

package windowtest

import (
	"bytes"
	"context"
	"os/exec"
	"strings"
	"testing"
	"time"

	"vigie/assets/words"
)

// journeys goes the same way in each language, on a desk each.
func journeys(t *testing.T, name string, way func(d *desk)) {
	for _, lang := range words.Languages() {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			way(newDesk(t, name+"-"+lang, lang))
		})
	}
}

// TestMouse is a first start by mouse alone: who lives here is typed, everything
// else is clicked, up to the finding of France Travail 2024 and its plan.
func TestMouse(t *testing.T) {
	t.Parallel()
	journeys(t, "mouse", func(d *desk) {
		d.open()
		began := time.Now()
		d.see(d.say("start.promise"))
		d.click(d.say("start.next.promise"))
		d.see(d.say("start.people"))
		at := d.see(d.say("field.person.name"))
		const below = 34 // a label is above its field
		d.press(at.x, at.y+below)
		d.typed("Claire")
		d.click(d.say("person.add"))
		d.see(d.say("start.remove"))
		d.reach(d.say("start.next.people"))

		d.see(d.step(3))
		d.tick("France Travail", "2011", "2013")
		d.see(d.likely())
		d.reach(d.words.T("directory.theme.telecom"))
		d.tick("Free", "2015", d.say("period.still"))
		d.reach(d.words.T("directory.theme.health"))
		d.tick("Viamedis", "2020", d.say("period.still"))
		d.reach(d.say("start.next.organisations"))
		d.see(d.say("start.result"))
		d.t.Logf("one person and three organisations in %.0f s", time.Since(began).Seconds())

		d.reach(d.say("start.next.result"))
		d.see(d.step(5))
		d.reach(d.say("start.next.checks"))
		d.see(d.step(6))
		d.reach(d.say("start.next.rhythm"))
		d.see(d.say("home.next"))
		d.click(d.say("nav.leaks"))
		d.see(d.say("years.title"))
		d.reach(d.franceTravail())
		d.see(d.say("certainty.likely"))
		d.see(d.say("leak.why"))
		d.scrollTo(d.plan())
		d.shut()
	})
}

// tick clicks an organisation, and since when until when someone deals with it.
func (d *desk) tick(organisation, from, to string) {
	d.t.Helper()
	d.reach(organisation)
	d.scrollTo(d.say("period.earlier"))
	d.reach(from)
	d.scrollTo(d.say("period.unknown"))
	d.reach(to)
}

// step is how far first start is.
func (d *desk) step(n int) string { return d.say("start.progress", "n", n, "all", 6) }

// likely is the verdict beside an organisation one of whose leaks very likely
// concerns the person.
func (d *desk) likely() string { return d.words.N("window.concerned.likely", 1) }

// franceTravail is how the leak of 2024 is called.
func (d *desk) franceTravail() string {
	months := d.say("months", "from", d.words.T("date.month.2"), "to", d.words.Date(2024, 3, 0))
	return d.say("leak.title", "organisation", "France Travail", "when", months)
}

// plan begins the title of a leak's plan; how many steps it has follows.
func (d *desk) plan() string {
	title, _, _ := strings.Cut(d.words.N("window.leak.plan.begin", 2), "·")
	return title
}

// TestSecondStart raises the first window, and ends.
func TestSecondStart(t *testing.T) {
	t.Parallel()
	d := newDesk(t, "second", "fr")
	d.open()
	d.see(d.say("start.promise"))
	d.run(d.program, "--data", d.data(), "--alert", "nobody-knows-it")
	d.see(d.say("nav.leaks"))
	d.close()
}

// TestNoDisplay says so, and how to go on, in a line each.
func TestNoDisplay(t *testing.T) {
	t.Parallel()
	path, err := program()
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	for _, display := range []string{"", "DISPLAY=:9999"} {
		var said bytes.Buffer
		cmd := exec.CommandContext(ctx, path, "--data", t.TempDir(), "--lang", "fr")
		cmd.Env, cmd.Stderr = []string{"HOME=" + t.TempDir(), display}, &said
		if err := cmd.Run(); cmd.ProcessState.ExitCode() != 1 {
			t.Errorf("%q: %v, wants exit status 1", display, err)
		}
		if text := said.String(); !strings.Contains(text, "pas d’écran") || !strings.Contains(text, "vigie-agent --help") || strings.Contains(text, "goroutine") {
			t.Errorf("%q: it says\n%s", display, text)
		}
	}
}

// TestKeyboard is the same by keyboard alone, with one organisation.
func TestKeyboard(t *testing.T) {
	t.Parallel()
	journeys(t, "keyboard", func(d *desk) {
		d.open()
		d.see(d.say("start.promise"))
		d.enter(onward, d.say("start.next.promise"))
		d.see(d.say("start.people"))
		d.focus(onward, d.say("field.person.name"))
		d.typed("Claire")
		d.keys("Return", 1)
		d.see(d.say("start.remove"))
		d.enter(onward, d.say("start.next.people"))

		d.see(d.step(3))
		d.enter(onward, "France Travail")
		d.see(d.say("period.earlier"))
		d.enter(onward, "2011")
		d.see(d.say("period.unknown"))
		d.enter(backward, "2013")
		d.see(d.likely())
		d.enter(backward, d.say("start.next.organisations"))

		d.see(d.say("start.result"))
		d.enter(backward, d.say("start.next.result"))
		d.see(d.step(5))
		d.enter(backward, d.say("start.next.checks"))
		d.see(d.step(6))
		d.enter(backward, d.say("start.next.rhythm"))
		d.see(d.say("home.next"))
		d.enter(onward, d.say("nav.leaks"))
		d.see(d.say("years.title"))
		d.enter(onward, d.franceTravail())
		d.see(d.say("certainty.likely"))
		d.see(d.say("leak.why"))
		d.until(d.plan(), func() { d.keys("Page_Down", 1) })
		d.close()
	})
}

// enter leads the focus to what says something, and presses Enter.
func (d *desk) enter(key, sentence string) {
	d.t.Helper()
	d.focus(key, sentence)
	d.keys("Return", 1)
}
