package gui

import (
	"image/color"
	"strings"
	"unicode"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// run is a piece of text in one style.
type run struct {
	text    string
	bold    bool
	colour  color.Color
	surface color.Color // behind it; nil: nothing

	underlined bool
}

// prose is a text that wraps, in one size, of runs in their own styles. A line
// break in a run is one on the screen.
type prose struct {
	widget.BaseWidget
	runs   []run
	points float32
	align  fyne.TextAlign

	width float32 // lines are of this width
	lines []line
	whole float32 // natural width, once known
	high  float32 // of a line, once known
}

// piece is a run's part on a line, at x.
type piece struct {
	run
	x, width float32
	alone    bool // not to be joined with others: see symbol
}

type line struct {
	pieces []piece
	width  float32
}

func newProse(points float32, runs ...run) *prose {
	p := &prose{runs: runs, points: points}
	p.ExtendBaseWidget(p)
	return p
}

// lineHeight leaves the room between lines that keeps long texts readable.
func (p *prose) lineHeight() float32 {
	if p.high == 0 {
		p.high = p.measure("Ég", false).Height * 1.08
	}
	return p.high
}

func (p *prose) measure(s string, bold bool) fyne.Size {
	return measure(s, p.points, bold)
}

func (p *prose) heightFor(width float32) float32 {
	p.wrap(width)
	return float32(len(p.lines)) * p.lineHeight()
}

// natural is the width of the text without wrapping.
func (p *prose) natural() float32 {
	if p.whole == 0 {
		p.wrap(unlimited)
		for _, l := range p.lines {
			p.whole = max(p.whole, ceil(l.width)+1)
		}
	}
	return p.whole
}

const unlimited = 1e6

// ceil avoids a wrap for the fraction of a pixel.
func ceil(f float32) float32 { return float32(int(f + 0.999)) }

// wrap breaks the text between words, and inside a word only when it is wider
// than the line.
func (p *prose) wrap(width float32) {
	if p.width == width && p.lines != nil {
		return
	}
	p.width, p.lines = width, []line{{}}
	for _, r := range p.runs {
		for i, part := range strings.Split(r.text, "\n") {
			if i > 0 {
				p.lines = append(p.lines, line{})
			}
			words := breaks(part)
			if whole := strings.Join(words, ""); p.fits(r, whole) {
				p.last().push(r, whole, p.advance(whole, r.bold))
				continue
			}
			for _, word := range words {
				p.add(r, word)
			}
		}
	}
}

func (p *prose) last() *line { return &p.lines[len(p.lines)-1] }

// fits reports whether all of a text has room on the line: most have, and need not
// be measured word by word.
func (p *prose) fits(r run, text string) bool {
	return text != "" && !strings.ContainsFunc(text, symbol) && p.last().width+p.bare(text, r.bold) <= p.width
}

// bare is the width of a text without the space after it, advance with it.
func (p *prose) bare(text string, bold bool) float32 {
	return p.measure(strings.TrimRight(text, " "), bold).Width
}

func (p *prose) advance(text string, bold bool) float32 {
	spaces := len(text) - len(strings.TrimRight(text, " "))
	return p.bare(text, bold) + float32(spaces)*p.measure(" ", bold).Width
}

// add puts a word with the space after it at the end of the text.
func (p *prose) add(r run, word string) {
	bare := p.bare(word, r.bold)
	if l := p.last(); l.width > 0 && l.width+bare > p.width {
		p.lines = append(p.lines, line{})
	}
	for p.last().width == 0 && bare > p.width && len([]rune(word)) > 1 {
		head, tail := p.split(r, word)
		p.last().push(r, head, p.advance(head, r.bold))
		if tail == "" {
			return
		}
		word, bare = tail, p.bare(tail, r.bold)
		p.lines = append(p.lines, line{})
	}
	p.last().push(r, word, p.advance(word, r.bold))
}

// split cuts a word where the line is full, after a sign of an address or a path
// when there is one.
func (p *prose) split(r run, word string) (head, tail string) {
	letters := []rune(word)
	n := 1
	for n < len(letters) && p.measure(string(letters[:n+1]), r.bold).Width <= p.width {
		n++
	}
	if sign := strings.LastIndexAny(string(letters[:n]), "/.-@_"); sign > 0 && n < len(letters) {
		return word[:sign+1], word[sign+1:]
	}
	return string(letters[:n]), string(letters[n:])
}

// push adds words to the line, to the piece before them where the style is the same.
func (l *line) push(r run, words string, width float32) {
	alone := strings.ContainsFunc(words, symbol)
	l.width += width
	if n := len(l.pieces); n > 0 && !alone {
		if last := &l.pieces[n-1]; !last.alone && last.bold == r.bold && last.colour == r.colour && last.surface == r.surface {
			last.text += words
			last.width += width
			return
		}
	}
	r.text = words
	l.pieces = append(l.pieces, piece{run: r, x: l.width - width, width: width, alone: alone})
}

// symbol reports whether a character is likely not in the typeface of the text.
// Fyne draws the space after such a one in the other typeface, which has none.
func symbol(r rune) bool { return r >= 0x2190 }

// breaks cuts a text after each space that may be a line's end. Those that do not
// break (U+00A0, U+202F) stay inside a word, a number stays with what it counts
// (« 12 min »), and a dot between two things with the first.
func breaks(s string) []string {
	var all []string
	start := 0
	for i, r := range s {
		if unicode.IsSpace(r) && r != '\u00a0' && r != '\u202f' && !together(s[:i], s[i+len(string(r)):]) {
			all = append(all, s[start:i]+" ")
			start = i + len(string(r))
		}
	}
	if start < len(s) {
		all = append(all, s[start:])
	}
	return all
}

// together reports whether two words stay on one line.
func together(before, after string) bool {
	last, _ := utf8.DecodeLastRuneInString(before)
	next, _ := utf8.DecodeRuneInString(after)
	return unicode.IsDigit(last) && unicode.IsLower(next) || next == '·'
}

// CreateRenderer is called by Fyne.
func (p *prose) CreateRenderer() fyne.WidgetRenderer { return &proseRenderer{prose: p} }

// MinSize is nothing: the place is found by heightFor.
func (p *prose) MinSize() fyne.Size { return fyne.Size{} }

// AccessibilityLabel is the whole text.
func (p *prose) AccessibilityLabel() string {
	var b strings.Builder
	for _, r := range p.runs {
		b.WriteString(r.text)
	}
	return b.String()
}

// AccessibilityRole says that it is text.
func (p *prose) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

type proseRenderer struct {
	prose   *prose
	width   float32
	objects []fyne.CanvasObject
}

func (r *proseRenderer) Layout(size fyne.Size) {
	p := r.prose
	if r.objects != nil && r.width == size.Width {
		return
	}
	p.wrap(size.Width)
	r.width, r.objects = size.Width, []fyne.CanvasObject{}
	height := p.lineHeight()
	for i, l := range p.lines {
		y := float32(i) * height
		var x float32
		if p.align == fyne.TextAlignCenter {
			x = max(0, (size.Width-l.width)/2)
		}
		for _, part := range l.pieces {
			r.draw(part, x+part.x, y, height)
		}
	}
}

func (r *proseRenderer) draw(part piece, x, y, height float32) {
	text := strings.TrimRight(part.text, " ")
	if text == "" {
		return
	}
	if part.surface != nil {
		back := canvas.NewRectangle(part.surface)
		back.CornerRadius = 4
		put(back, x-2, y, r.prose.measure(text, part.bold).Width+4, height)
		r.objects = append(r.objects, back)
	}
	if part.underlined { // Fyne's own line crosses letters that are not at the top of their place
		size := r.prose.measure(text, part.bold)
		under := canvas.NewRectangle(part.colour)
		put(under, x, y+(height+0.72*size.Height)/2, size.Width, max(1, r.prose.points/14))
		r.objects = append(r.objects, under)
	}
	t := canvas.NewText(text, part.colour)
	t.TextSize, t.TextStyle, t.FontSource = r.prose.points, fyne.TextStyle{Bold: part.bold}, fontOf(text, part.bold)
	put(t, x, y, part.width, height)
	r.objects = append(r.objects, t)
}

func (r *proseRenderer) MinSize() fyne.Size           { return fyne.Size{} }
func (r *proseRenderer) Objects() []fyne.CanvasObject { return r.objects }
func (r *proseRenderer) Refresh()                     {}
func (r *proseRenderer) Destroy()                     {}
