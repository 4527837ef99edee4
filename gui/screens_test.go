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

// check fails on a text that is cut, covers another, leaves the page, or is a key.
func check(t *testing.T, b *bench) {
	t.Helper()
	for _, part := range []fyne.CanvasObject{b.scroll, b.side} {
		if part == nil {
			continue
		}
		all := texts(part, fyne.Position{}, nil)
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
		if len(all) == 0 {
			t.Error("nothing is said")
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
		s := household(t, lang)
		places := scenes(s)
		for _, l := range looks {
			b := newBench(t, l.width, l.height)
			for _, name := range slices.Sorted(maps.Keys(places)) {
				t.Run(lang+"/"+l.name+"/"+name, func(t *testing.T) {
					w := view.Show(s, view.UI{Place: places[name]})
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
