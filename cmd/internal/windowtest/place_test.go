//go:build e2e && linux

package windowtest

import (
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"
)

// frame is the inside of the window on the screen, in pixels.
type frame struct{ x, y, width, height int }

// TestPlace: the window opens where it was and as large, any number of times, and
// maximized when it was; then it goes back to what it was before. A place that no
// screen shows any more is given up.
func TestPlace(t *testing.T) {
	t.Parallel()
	d := newDesk(t, "place", "fr")
	start := func() {
		d.open()
		d.see(d.say("start.promise"))
	}
	again := func(want frame) {
		t.Helper()
		for range 2 {
			d.close()
			start()
			d.awaitFrame(fmt.Sprint("the last one, ", want), func(f frame) bool { return f == want })
		}
	}
	start()
	d.move(137, 91, 960, 640)
	chosen := d.awaitFrame("chosen", func(f frame) bool { return f.width == 960 && f.height == 640 && f.x > 100 && f.y > 80 })
	again(chosen)

	d.doubleClick(chosen)
	large := d.awaitFrame("large", func(f frame) bool { return f.width == screenWidth && f.height > 800 })
	again(large)
	d.doubleClick(large)
	again(d.awaitFrame("as before", func(f frame) bool { return f == chosen }))

	const lost = 1100 // of the screen's 1300 pixels, and more than the next one has
	d.move(lost, 91, 960, 640)
	d.awaitFrame("to the right", func(f frame) bool { return f.x >= lost })
	d.close()
	d.StartScreen("1024x700x24") // without a window manager, which would put it right
	d.open()
	d.awaitFrame("within reach", func(f frame) bool { return f.x < 100 && f.y < 100 })
}

// move puts the window, with what the manager draws around it, at a place.
func (d *desk) move(x, y, width, height int) {
	d.t.Helper()
	id := d.id()
	d.run("xdotool", "windowmove", id, strconv.Itoa(x), strconv.Itoa(y), "windowsize", id, strconv.Itoa(width), strconv.Itoa(height))
}

// doubleClick on the title, just above the inside, makes the window as large as
// the screen, or as it was.
func (d *desk) doubleClick(f frame) {
	d.t.Helper()
	d.run("xdotool", "mousemove", strconv.Itoa(f.x+f.width/3), strconv.Itoa(f.y-8), "click", "--repeat", "2", "--delay", "50", "1")
	d.aside()
}

// awaitFrame waits until the window is somewhere.
func (d *desk) awaitFrame(what string, is func(frame) bool) (f frame) {
	d.t.Helper()
	for end := time.Now().Add(patience); time.Now().Before(end); {
		if f = inside(string(d.run("xwininfo", "-id", d.id()))); is(f) {
			return f
		}
	}
	d.fail("the window is at %+v; wanted: %s", f, what)
	return f
}

// inside reads what xwininfo says of a window.
func inside(said string) (f frame) {
	for line := range strings.Lines(said) {
		name, value, _ := strings.Cut(strings.TrimSpace(line), ":")
		n, _ := strconv.Atoi(strings.TrimSpace(value))
		switch name {
		case "Absolute upper-left X":
			f.x = n
		case "Absolute upper-left Y":
			f.y = n
		case "Width":
			f.width = n
		case "Height":
			f.height = n
		}
	}
	return f
}
