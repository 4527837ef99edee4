package paper

import (
	"bytes"
	"io/fs"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"vigie/assets"
	"vigie/monitor"
)

func newDoc() *Doc { return New("Essai", "fr", monitor.MustDate("2026-11-25")) }

func TestWrap(t *testing.T) {
	d := newDoc()
	s := Style{Size: 10}
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOfN(rapid.StringOfN(rapid.RuneFrom([]rune("abéŒñ’-\u00a0\u202f:;«»ЖΩ")), 1, 60, -1), 1, 30).Draw(t, "words")
		text := strings.Join(words, " ")
		width := rapid.Float64Range(5, Column).Draw(t, "width")
		lines := d.Wrap(s, text, width)
		if got := strings.Join(lines, ""); strings.ReplaceAll(got, " ", "") != strings.ReplaceAll(text, " ", "") {
			t.Fatalf("%q became %q", text, lines)
		}
		for _, line := range lines {
			if d.TextWidth(s, line) > width && len([]rune(line)) > 1 {
				t.Fatalf("%q is %.1f mm wide, at most %.1f", line, d.TextWidth(s, line), width)
			}
		}
	})
}

// Only ordinary spaces break lines, and a word is cut only where it must be.
func TestWrapKeepsFrenchTogether(t *testing.T) {
	d := newDoc()
	s := Style{Size: 10}
	for width := 40.0; width < 90; width++ {
		for _, line := range d.Wrap(s, "Vous avez indiqué\u202f: «\u202fPôle emploi\u202f», le 25\u00a0novembre\u00a02026\u202f?", width) {
			if line == "" || strings.HasPrefix(line, ":") || strings.HasPrefix(line, "?") || strings.HasPrefix(line, "»") || strings.HasSuffix(line, "«") {
				t.Errorf("at %.0f mm, a line is %q", width, line)
			}
		}
	}
}

// A paragraph never leaves one line alone at the foot or the head of a page.
func TestPages(t *testing.T) {
	s := Style{Size: 10}
	for lines := 1; lines < 12; lines++ {
		text := strings.TrimSpace(strings.Repeat("mot ", lines*11))
		for room := 1.0; room < 80; room += 3 {
			d := newDoc()
			n := len(d.Wrap(s, text, 80))
			d.MoveTo(Bottom - room)
			d.Write(s, Left, 80, text)
			onSecond := 0
			if d.Pages() == 2 {
				onSecond = int((d.Y()-Top)/s.LineHeight() + 0.5)
			}
			if alone := onSecond == 1 || n-onSecond == 1; alone && n > 1 {
				t.Errorf("%d lines into %.0f mm: %d on the second page", n, room, onSecond)
			}
			if d.Y() > Bottom+0.01 {
				t.Errorf("%d lines into %.0f mm end at %.1f", n, room, d.Y())
			}
		}
	}
}

func TestCoverage(t *testing.T) {
	d := newDoc()
	if n := d.Unprintable("Où ? « Œuvre »\u202f: ça coûte 3\u00a0€ — n’est-ce pas… Ğ ł ễ Ж Ω\n"); n != 0 {
		t.Errorf("%d characters are said to be missing", n)
	}
	if n := d.Unprintable("王→\U0001F600ا"); n != 4 {
		t.Errorf("%d characters are missing, want 4", n)
	}
}

// Every character that is drawn has a width of its own: the two tables of the
// typeface that are read, ours and the library's, agree.
func TestCoverageIsDrawn(t *testing.T) {
	for _, s := range []Style{{Size: 10}, {Size: 10, Bold: true}} {
		d := newDoc()
		var all strings.Builder
		for r := rune(' '); r < 0x2200; r++ {
			if d.covered[r] {
				all.WriteRune(r)
			}
		}
		if n := len([]rune(all.String())); n < 900 {
			t.Fatalf("the typeface has %d characters only", n)
		}
		d.Write(s, Left, Column, all.String())
		var b bytes.Buffer
		if err := d.Output(&b); err != nil || b.Len() == 0 {
			t.Error(err)
		}
	}
}

// The bold typeface has what the regular one has.
func TestBothTypefacesCoverTheSame(t *testing.T) {
	covered := make([]map[rune]bool, 2)
	for i, name := range []string{"fonts/NotoSans-Regular.ttf", "fonts/NotoSans-Bold.ttf"} {
		data, err := fs.ReadFile(assets.Letters(), name)
		if err != nil {
			t.Fatal(err)
		}
		if covered[i], err = coverage(data); err != nil {
			t.Fatal(err)
		}
	}
	for r := range covered[0] {
		if !covered[1][r] {
			t.Errorf("%q is missing in bold", r)
		}
	}
}

func FuzzCoverage(f *testing.F) {
	data, err := fs.ReadFile(assets.Letters(), "fonts/NotoSans-Regular.ttf")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data[:2048])
	f.Add([]byte("\x00\x01\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00cmap\x00\x00\x00\x00\x00\x00\x00\x00\xff\xff\xff\xff"))
	f.Fuzz(func(t *testing.T, font []byte) {
		if covered, err := coverage(font); err == nil && len(covered) > 1<<16 {
			t.Errorf("%d characters", len(covered))
		}
	})
}
