//go:build e2e && linux

package windowtest

import (
	"bytes"
	"image"
	"image/draw"
	"slices"
	"strconv"
	"strings"
	"time"
)

// id is the window, for the programs that play X.
func (d *desk) id() string {
	d.t.Helper()
	return strings.TrimSpace(string(d.run("xdotool", "search", "--sync", "--onlyvisible", "--name", "^Vigie$")))
}

// size makes the window as large as asked, in pixels, in the corner of the screen.
func (d *desk) size(width, height int) {
	d.t.Helper()
	id := d.id()
	d.run("xdotool", "windowmove", id, "0", "0", "windowsize", "--sync", id, strconv.Itoa(width), strconv.Itoa(height))
}

// aside puts the mouse where it is over nothing.
func (d *desk) aside() { d.run("xdotool", "mousemove", "2", "2") }

// press clicks at a place.
func (d *desk) press(x, y int) {
	d.t.Helper()
	d.run("xdotool", "mousemove", strconv.Itoa(x), strconv.Itoa(y), "click", "1")
	d.aside()
}

// click presses what says something.
func (d *desk) click(sentence string) {
	d.t.Helper()
	at := d.see(sentence)
	d.press(at.x, at.y)
}

// reach is click, turning the wheel until it is in sight.
func (d *desk) reach(sentence string) {
	d.t.Helper()
	at := d.scrollTo(sentence)
	d.press(at.x, at.y)
}

// scrollTo is see, turning the wheel: down to the end of the page, and again from
// its beginning.
func (d *desk) scrollTo(sentence string) word {
	d.t.Helper()
	return d.until(sentence, func() {
		const little, all = 12, 300 // 25 pixels each: half the lowest page, and more than any
		d.wheel(down, little)
		if bytes.Equal(d.shot().Pix, d.seen.shot.Pix) {
			d.wheel(up, all)
		}
	})
}

// The wheel is two buttons of the mouse.
const up, down = "4", "5"

// wheel turns it over the margin of the page: over a field, the field would be
// turned. The mouse stays there, since it turns what is under it when that is done.
func (d *desk) wheel(button string, clicks int) {
	d.t.Helper()
	const margin = 18
	d.within(-margin, 200)
	d.run("xdotool", "click", "--repeat", strconv.Itoa(clicks), "--delay", "5", button)
}

// within moves the mouse to a place in the window; x is counted from its right
// edge, y from its top.
func (d *desk) within(x, y int) {
	d.t.Helper()
	id := d.id()
	_, after, _ := strings.Cut(string(d.run("xdotool", "getwindowgeometry", "--shell", id)), "WIDTH=")
	width, err := strconv.Atoi(strings.Fields(after)[0])
	if err != nil {
		d.t.Fatal(err)
	}
	d.run("xdotool", "mousemove", "--window", id, "--", strconv.Itoa(width+x), strconv.Itoa(y))
}

// shut presses the button of the window's frame that closes it.
func (d *desk) shut() {
	d.t.Helper()
	const half = 11 // of the bar, and from its end to the middle of the button
	d.within(-half, -half)
	d.run("xdotool", "click", "1")
	d.ended()
}

func (d *desk) typed(text string) { d.run("xdotool", "type", "--delay", "40", text) }

// keys presses a key some times.
func (d *desk) keys(name string, times int) {
	d.run("xdotool", "key", "--repeat", strconv.Itoa(times), "--repeat-delay", "60", name)
}

// focused is where the focus is seen to be: in a frame of a warm colour. Of that
// size it is the only one in the light theme (gui/theme.go, gui/ring.go).
func focused(shot *image.RGBA) image.Rectangle {
	warm := image.NewRGBA(shot.Rect)
	for i := 0; i < len(shot.Pix); i += 4 {
		red, blue := int(shot.Pix[i]), int(shot.Pix[i+2])
		if red > 100 && red-blue > 50 {
			warm.Pix[i] = 0xFF
		}
	}
	all, in := blots(warm)
	for i, b := range all {
		const least, deep = 25, 8 // how high what has the focus is; a frame is not so thick
		if b.box.Dx() < least || b.box.Dy() < least {
			continue
		}
		solid := false
		for inner := b.box.Inset(deep); inner.Min.Y < inner.Max.Y && !solid; inner.Min.Y++ {
			row := in[inner.Min.Y*warm.Rect.Dx():]
			solid = slices.Contains(row[inner.Min.X:inner.Max.X], i)
		}
		if !solid {
			return b.box
		}
	}
	return image.Rectangle{}
}

// The keys that lead the focus on, and back.
const onward, backward = "Tab", "shift+Tab"

// focus presses a key until the focus is on what says something: in its frame, to
// the right of one around a box to tick, above one around a field.
func (d *desk) focus(key, sentence string) {
	d.t.Helper()
	const most = 120 // there is nothing like it on any screen
	var said []string
	shot := d.shot()
	for range most {
		says := d.inFocus(shot)
		if _, ok := says.find(sentence); ok {
			return
		}
		said = append(said, says.String())
		shot = d.tab(key, shot)
	}
	d.fail("%s does not lead to %q; it leads to: %s", key, sentence, strings.Join(said, " | "))
}

// inFocus is what says what has the focus.
func (d *desk) inFocus(shot *image.RGBA) places {
	d.t.Helper()
	r := focused(shot)
	const tick, field, label, row = 48, 300, 30, 520
	switch {
	case r.Empty():
		return nil
	case r.Dx() < tick:
		r.Max.X += row
	case r.Dx() > field:
		r.Min.Y -= label
	}
	return d.read(flatten(cut(shot, r)), block)
}

// tab presses a key that moves the focus, and waits until it is seen elsewhere.
func (d *desk) tab(key string, before *image.RGBA) *image.RGBA {
	d.t.Helper()
	was := focused(before)
	d.keys(key, 1)
	for end := time.Now().Add(patience); time.Now().Before(end); {
		now := d.shot()
		if is := focused(now); !is.Empty() && (is != was || another(before, now, is)) {
			return now
		}
	}
	d.fail("nobody can see what %s leads to", key)
	return nil
}

// another reports whether a frame is around something else than before: a page
// that scrolls may leave it where it was. A field whose cursor blinks is the same.
func another(before, after *image.RGBA, frame image.Rectangle) bool {
	const cursor = 3
	return different(before, after, frame).Dx() > cursor
}

// different is the box around what differs between two pictures in a part of them.
func different(a, b *image.RGBA, part image.Rectangle) (box image.Rectangle) {
	for y := part.Min.Y; y < part.Max.Y; y++ {
		for x := part.Min.X; x < part.Max.X; x++ {
			if a.RGBAAt(x, y) != b.RGBAAt(x, y) {
				box = box.Union(image.Rect(x, y, x+1, y+1))
			}
		}
	}
	return box
}

// cut is a part of a picture, as one of its own.
func cut(img *image.RGBA, part image.Rectangle) *image.RGBA {
	part = part.Intersect(img.Rect)
	own := image.NewRGBA(image.Rect(0, 0, part.Dx(), part.Dy()))
	draw.Draw(own, own.Rect, img, part.Min, draw.Src)
	return own
}
