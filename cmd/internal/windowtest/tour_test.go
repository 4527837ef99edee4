//go:build e2e && linux

package windowtest

import (
	"fmt"
	"testing"
	"time"

	"vigie/assets/words"
)

// TestTour leaves a picture of every main screen, in each language, light and
// dark, in the smallest window that is spoken of and in a large one, to be looked
// at; and reads their titles back.
func TestTour(t *testing.T) {
	t.Parallel()
	for _, lang := range words.Languages() {
		for _, theme := range []string{"light", "dark"} {
			t.Run(lang+"/"+theme, func(t *testing.T) {
				t.Parallel()
				tour{newDesk(t, "tour-"+lang+"-"+theme, lang)}.all(theme)
			})
		}
	}
}

// tour goes from screen to screen.
type tour struct{ *desk }

func (d tour) all(theme string) {
	d.open()
	d.see(d.say("start.promise"))
	d.click(d.say("start.later"))
	d.click(d.say("nav.settings"))
	d.click(d.say("theme." + theme))
	d.click(d.say("nav.home"))
	d.click(d.say("start.resume"))
	d.picture("start", d.say("start.promise"), alone)
	d.click(d.say("start.later"))
	d.click(d.say("start.end"))

	d.household()
	d.picture("home", d.say("home.next"), beside)
	d.click(d.say("action.begin"))
	d.picture("action", d.say("action.how"), beside)
	d.click(d.say("nav.leaks"))
	d.picture("leaks", d.say("leaks.title"), beside)
	d.reach(d.franceTravail())
	d.picture("leak", d.franceTravail(), beside)
	d.click(d.say("nav.plan"))
	d.picture("plan", d.say("plan.title"), beside)
	d.reach(d.say("plan.letters"))
	d.picture("letters", d.say("letters.title"), beside)
	d.click(d.say("nav.message"))
	d.picture("message", d.say("nav.message"), beside)
	d.click(d.say("nav.passwords"))
	d.picture("passwords", d.say("passwords.title"), beside)
	d.click(d.say("nav.household"))
	d.picture("household", d.say("household.title"), beside)
	d.click("Claire")
	d.picture("person", "Claire", beside)
	d.reach(d.say("person.organisations.add"))
	d.picture("concerned", d.say("concerned.title"), beside)
	d.click("Claire")
	d.reach(d.say("person.puzzle"))
	d.picture("exposure", d.say("puzzle.title"), beside)
	d.click(d.say("nav.ledger"))
	d.picture("ledger", d.say("nav.ledger"), beside)
	d.click(d.say("nav.settings"))
	d.picture("settings", d.say("nav.settings"), beside)
	d.close()
}

// household is described on the command line, while the window is open.
func (d tour) household() {
	d.t.Helper()
	d.agent("person", "add", "Claire")
	d.agent("affiliation", "add", "--person", "Claire", "--organisation", "France Travail", "--relation", "jobseeker", "--from", "2011", "--to", "2013")
	d.agent("affiliation", "add", "--person", "Claire", "--organisation", "Free", "--from", "2015", "--current")
	d.agent("affiliation", "add", "--person", "Claire", "--organisation", "Viamedis", "--from", "2020", "--current")
	d.agent("person", "add", "Malik", "--role", "teen")
	d.size(1280, 800) // the last one is in sight on the first screen
	d.see("Malik")
}

// Where a page begins, in pixels from the left: first start is alone in the window,
// all others are beside the navigation.
const alone, beside = 0, 208

// picture leaves a screen in both sizes, once its title can be read on the page. The
// window stays large: what comes next is found sooner.
func (d tour) picture(name, title string, left int) {
	d.t.Helper()
	for _, size := range [][2]int{{900, 600}, {1280, 800}} {
		d.size(size[0], size[1])
		d.titled(title, left)
		d.keep(fmt.Sprintf("%s-%s-%dx%d", d.name, name, size[0], size[1]))
	}
}

// titled waits until the page says something.
func (d tour) titled(title string, left int) {
	d.t.Helper()
	for end := time.Now().Add(patience); time.Now().Before(end); {
		if _, ok := d.look().from(left).find(title); ok {
			return
		}
	}
	d.fail("the page does not say %q; it says: %v", title, d.seen.places)
}
