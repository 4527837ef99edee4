package gui

import (
	"strings"
	"testing"
)

// TestWrap is how texts break: between words, at no-break spaces never, and
// inside a word only when a line cannot hold it.
func TestWrap(t *testing.T) {
	newBench(t, 900, 600)
	for _, c := range []struct {
		text  string
		width float32
		want  []string
	}{
		{"un deux trois", 1000, []string{"un deux trois"}},
		{"un deux trois", 60, []string{"un deux", "trois"}},
		{"« oui »", 37, []string{"« oui", "»"}},
		{"«\u202foui\u202f» non", 60, []string{"«\u202foui\u202f»", "non"}},
		{"a\nb", 1000, []string{"a", "b"}},
		{"abcdefghij", 40, nil}, // cut, every part within the line
	} {
		p := newProse(14, run{text: c.text, colour: black})
		p.wrap(c.width)
		var got []string
		for _, l := range p.lines {
			got = append(got, strings.TrimRight(lineText(l), " "))
			if w := p.measure(got[len(got)-1], false).Width; w > c.width {
				t.Errorf("%q at %v: %q is %v wide", c.text, c.width, got[len(got)-1], w)
			}
		}
		if joined := strings.Join(got, ""); c.want == nil && joined != c.text {
			t.Errorf("%q at %v lost letters: %q", c.text, c.width, got)
		}
		if c.want != nil && strings.Join(got, "|") != strings.Join(c.want, "|") {
			t.Errorf("%q at %v: %q, want %q", c.text, c.width, got, c.want)
		}
	}
}

// TestNaturalWidthHolds: a text given its natural width does not wrap, whatever
// its runs and symbols.
func TestNaturalWidthHolds(t *testing.T) {
	newBench(t, 900, 600)
	for _, text := range []string{"inscrite · 2011 → 2013", "≈ 15 min au total", "Très probablement concerné·e", "18\u202fh\u202f40", "⟨x⟩ y"} {
		p := newProse(13, run{text: text + " ", colour: black}, run{text: "fin", bold: true, colour: black})
		h := p.heightFor(p.natural())
		if h > p.lineHeight()*1.5 {
			t.Errorf("%q wraps at its natural width", text)
		}
	}
}
