package gui

import (
	"fmt"
	"image/png"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"vigie/gui/view"
)

// laid is a text where it stands in the window.
type laid struct {
	text     string
	box      [4]float32 // left, top, right, bottom
	overflow string
}

// texts lists every text in a tree with its place. It goes by what was laid
// out, not by what was asked for.
func texts(o fyne.CanvasObject, at fyne.Position, all []laid) []laid {
	if !o.Visible() {
		return all
	}
	if p, ok := o.(*prose); ok {
		l := laid{text: p.AccessibilityLabel(), box: [4]float32{at.X, at.Y, at.X + p.Size().Width, at.Y + p.Size().Height}}
		for _, line := range p.lines {
			if drawn := strings.TrimRight(lineText(line), " "); line.width > p.Size().Width+spaceAfter(p, drawn, line)+0.5 {
				l.overflow = fmt.Sprintf("%q is %.0f wide in %.0f", drawn, line.width, p.Size().Width)
			}
		}
		if need := float32(len(p.lines)) * p.lineHeight(); need > p.Size().Height+0.5 {
			l.overflow = fmt.Sprintf("%.0f high in %.0f", need, p.Size().Height)
		}
		return append(all, l)
	}
	if s, ok := o.(*container.Scroll); ok {
		return texts(s.Content, at, all)
	}
	for _, child := range children(o) {
		all = texts(child, at.Add(child.Position()), all)
	}
	return all
}

func lineText(l line) string {
	var b strings.Builder
	for _, p := range l.pieces {
		b.WriteString(p.text)
	}
	return b.String()
}

// spaceAfter is the width of the space at a line's end, which is not drawn.
func spaceAfter(p *prose, drawn string, l line) float32 {
	if lineText(l) == drawn {
		return 0
	}
	return p.measure(" ", false).Width
}

func overlap(a, b [4]float32) bool {
	const touch = 1
	return a[0]+touch < b[2] && b[0]+touch < a[2] && a[1]+touch < b[3] && b[1]+touch < a[3]
}

// check fails on a text that is cut, covers another, leaves the page, or is a
// key; and on a control that is hard to hit.
func check(t *testing.T, b *bench) {
	t.Helper()
	parts := []fyne.CanvasObject{b.scroll}
	if b.side != nil {
		parts = append(parts, b.side)
	}
	if b.dialog != nil {
		parts = append(parts, b.dialog.Objects[2])
	}
	for _, part := range parts {
		checkTexts(t, part)
		checkTargets(t, part)
	}
}

func checkTexts(t *testing.T, part fyne.CanvasObject) {
	t.Helper()
	all := texts(part, fyne.Position{}, nil)
	if len(all) == 0 {
		t.Error("nothing is said")
	}
	for i, l := range all {
		switch {
		case l.overflow != "":
			t.Errorf("cut: %s", l.overflow)
		case strings.ContainsAny(l.text, "⟨⟩") || strings.Contains(l.text, "{{"):
			t.Errorf("no words for %q", l.text)
		case l.box[0] < 0 || l.box[2] > part.Size().Width+0.5:
			t.Errorf("%q leaves the page: %v in %.0f", l.text, l.box, part.Size().Width)
		}
		for _, other := range all[:i] {
			if overlap(l.box, other.box) {
				t.Errorf("%q covers %q", l.text, other.text)
			}
		}
	}
}

// hit is a control where it can be hit, with those it stands in.
type hit struct {
	id  string
	box [4]float32
	in  []fyne.CanvasObject
}

// targets lists every control in a tree with its place.
func targets(o fyne.CanvasObject, at fyne.Position, in []fyne.CanvasObject, all []hit) []hit {
	if !o.Visible() {
		return all
	}
	if f, ok := o.(fyne.Focusable); ok {
		all = append(all, hit{idOf(f), [4]float32{at.X, at.Y, at.X + o.Size().Width, at.Y + o.Size().Height}, in})
		in = append(slices.Clip(in), o)
	}
	if s, ok := o.(*container.Scroll); ok {
		return targets(s.Content, at, in, all)
	}
	for _, child := range children(o) {
		all = targets(child, at.Add(child.Position()), in, all)
	}
	return all
}

// checkTargets fails on a control that is smaller than a finger, or that another
// one covers which does not hold it.
func checkTargets(t *testing.T, part fyne.CanvasObject) {
	t.Helper()
	all := targets(part, fyne.Position{}, nil, nil)
	for i, h := range all {
		if w, high := h.box[2]-h.box[0], h.box[3]-h.box[1]; w < target || high < target-2 { // Fyne's entry has its own height
			t.Errorf("%s is %.1f by %.1f, wants %d at least", h.id, w, high, target)
		}
		for _, other := range all[:i] {
			if len(other.in) == len(h.in) && overlap(h.box, other.box) {
				t.Errorf("%s covers %s", h.id, other.id)
			}
		}
	}
}

// TestScreens draws every screen in both languages, themes, sizes of window and
// of text. With VIGIE_PICTURES set to a folder, it leaves the pictures there.
func TestScreens(t *testing.T) {
	looks := []struct {
		name          string
		look          view.Look
		width, height float32
	}{
		{"light", view.Look{Theme: view.ThemeLight, TextSize: 100}, 1280, 800},
		{"dark", view.Look{Theme: view.ThemeDark, TextSize: 100}, 900, 600},
		{"contrast", view.Look{Theme: view.ThemeContrast, TextSize: 150}, 1280, 800},
		{"large", view.Look{Theme: view.ThemeLight, TextSize: 200}, 900, 600},
	}
	for _, lang := range []string{"fr", "en"} {
		all := scenes(t, lang)
		for _, l := range looks {
			b := newBench(t, l.width, l.height)
			for _, name := range slices.Sorted(maps.Keys(all)) {
				t.Run(lang+"/"+l.name+"/"+name, func(t *testing.T) {
					w := all[name]
					w.Look = l.look
					b.draw(w)
					check(t, b)
					keep(t, b, fmt.Sprintf("%s-%s-%s", name, lang, l.name))
				})
			}
		}
	}
}

// keep leaves a picture where somebody asked for it.
func keep(t *testing.T, b *bench, name string) {
	dir := os.Getenv("VIGIE_PICTURES")
	if dir == "" {
		return
	}
	f, err := os.Create(filepath.Join(dir, name+".png"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	if err := png.Encode(f, b.fyne.Canvas().Capture()); err != nil {
		t.Fatal(err)
	}
}
