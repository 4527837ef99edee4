// Package paper lays text on A4 pages: the letters and the sheet for the
// fridge. Its PDF files have text that can be selected, searched and read
// aloud, French spacing included, and hold nothing that was not written on them:
// no author, no program's clock, and the same bytes for the same text.
//
// Start at [New], then [Doc.Write] down the page. Lengths are millimetres, sizes
// of type are points. The typeface is a part of Noto Sans (SIL Open Font
// License), which assets holds: Latin, Greek and Cyrillic letters.
package paper

import (
	"io"
	"io/fs"
	"strconv"
	"strings"
	"time"

	"codeberg.org/go-pdf/fpdf"

	"vigie/assets"
	"vigie/monitor"
)

// The page: A4 and its margins.
const (
	Width  = 210.0
	Height = 297.0
	Left   = 25.0
	Right  = Width - 25.0
	Top    = 22.0
	Bottom = Height - 22.0
)

// Column is the width of the text between the margins.
const Column = Right - Left

const (
	family   = "NotoSans"
	leading  = 1.38 // height of a line, in sizes of type: Noto Sans is tall
	mmPerPt  = 25.4 / 72
	baseline = 1.02 // from the top of a line to its baseline, in sizes of type
)

// Style is how text looks.
type Style struct {
	Size  float64 // points
	Bold  bool
	Color Color // zero is black
}

// Color is red, green and blue.
type Color struct{ R, G, B uint8 }

// LineHeight is the height of a line in millimetres.
func (s Style) LineHeight() float64 { return s.Size * leading * mmPerPt }

// Doc is a document that is being written. Errors stay inside until [Doc.Output].
type Doc struct {
	pdf     *fpdf.Fpdf
	covered map[rune]bool
	y       float64
	err     error
}

// New begins a document with one empty page. The title and the language ("fr",
// "en") are for screen readers, and so must say nothing personal; the day is the
// one the file tells as its own.
func New(title, lang string, day monitor.Date) *Doc {
	pdf := fpdf.New("P", "mm", "A4", "")
	pdf.SetCatalogSort(true)
	when := timeOf(day)
	pdf.SetCreationDate(when)
	pdf.SetModificationDate(when)
	pdf.SetTitle(title, true)
	pdf.SetLang(lang)
	pdf.SetProducer("Vigie", true)
	pdf.SetMargins(Left, Top, Width-Right)
	pdf.SetAutoPageBreak(false, 0)
	d := &Doc{pdf: pdf}
	regular := d.font("", "NotoSans-Regular.ttf")
	d.font("B", "NotoSans-Bold.ttf")
	d.covered, d.err = coverage(regular)
	d.page()
	return d
}

// timeOf is midnight of a day; what is not known of it counts as its first.
func timeOf(d monitor.Date) time.Time {
	y, m, day := d.Parts()
	return time.Date(y, time.Month(max(m, 1)), max(day, 1), 0, 0, 0, 0, time.UTC)
}

func (d *Doc) font(style, name string) []byte {
	data, err := fs.ReadFile(assets.Letters(), "fonts/"+name)
	if err != nil {
		panic(err) // embedded
	}
	d.pdf.AddUTF8FontFromBytes(family, style, data)
	return data
}

func (d *Doc) page() {
	d.pdf.AddPage()
	d.y = Top
	if n := d.pdf.PageNo(); n > 1 {
		s := Style{Size: 9, Color: Color{90, 90, 90}}
		d.set(s)
		text := "– " + strconv.Itoa(n) + " –"
		d.pdf.Text((Width-d.pdf.GetStringWidth(text))/2, Height-12, text)
	}
}

// Unprintable counts the characters that the typeface does not have: they would
// leave holes.
func (d *Doc) Unprintable(text string) int {
	n := 0
	for _, r := range text {
		if r != '\n' && !d.covered[r] {
			n++
		}
	}
	return n
}

// Y is how far down the page the next line begins.
func (d *Doc) Y() float64 { return d.y }

// MoveTo sets how far down the page the next line begins.
func (d *Doc) MoveTo(y float64) { d.y = y }

// Space leaves room.
func (d *Doc) Space(mm float64) { d.y += mm }

// Keep begins a new page unless that much room is left on this one.
func (d *Doc) Keep(mm float64) {
	if d.y+mm > Bottom && d.y > Top {
		d.page()
	}
}

// Pages is the number of pages so far.
func (d *Doc) Pages() int { return d.pdf.PageNo() }

// Wrap breaks text into lines of a width. Only ordinary spaces break: French
// punctuation stays with the word before it. A word that is wider than the line
// is cut.
func (d *Doc) Wrap(s Style, text string, width float64) []string {
	d.set(s)
	var lines []string
	line := ""
	for _, word := range strings.Split(text, " ") {
		longer := word
		if line != "" {
			longer = line + " " + word
		}
		if line != "" && d.pdf.GetStringWidth(longer) > width {
			lines = append(lines, line)
			longer = word
		}
		for d.pdf.GetStringWidth(longer) > width {
			n := d.fitting(longer, width)
			lines = append(lines, longer[:n])
			longer = longer[n:]
		}
		line = longer
	}
	return append(lines, line)
}

// fitting is the length of the longest beginning of a word that fits, and of
// one character at least.
func (d *Doc) fitting(word string, width float64) int {
	fits := 0
	for i := range word {
		if i > 0 && fits > 0 && d.pdf.GetStringWidth(word[:i]) > width {
			return fits
		}
		fits = i
	}
	return max(fits, 1)
}

// Write puts text down the page from x on, no wider than width, and goes on to
// the next page where this one ends. No page begins or ends with one line alone
// of a longer paragraph.
func (d *Doc) Write(s Style, x, width float64, text string) {
	lines := d.Wrap(s, text, width)
	h := s.LineHeight()
	for i, line := range lines {
		switch left := len(lines) - i; {
		case i == 0 && left <= 3:
			d.Keep(float64(left) * h)
		case i == 0 || left == 2:
			d.Keep(2 * h)
		default:
			d.Keep(h)
		}
		d.line(s, x, line)
	}
}

// Height is how much room text takes at a width.
func (d *Doc) Height(s Style, text string, width float64) float64 {
	return float64(len(d.Wrap(s, text, width))) * s.LineHeight()
}

func (d *Doc) line(s Style, x float64, text string) {
	d.set(s)
	d.pdf.Text(x, d.y+s.Size*baseline*mmPerPt, text)
	d.y += s.LineHeight()
}

// TextWidth is how wide a line is.
func (d *Doc) TextWidth(s Style, text string) float64 {
	d.set(s)
	return d.pdf.GetStringWidth(text)
}

// Rule draws a line across, at the current height.
func (d *Doc) Rule(x1, x2, thickness float64, c Color) {
	d.pdf.SetDrawColor(int(c.R), int(c.G), int(c.B))
	d.pdf.SetLineWidth(thickness)
	d.pdf.Line(x1, d.y, x2, d.y)
}

// Fill paints a rectangle. What is written later stands on it.
func (d *Doc) Fill(x, y, width, height float64, c Color) {
	d.pdf.SetFillColor(int(c.R), int(c.G), int(c.B))
	d.pdf.Rect(x, y, width, height, "F")
}

func (d *Doc) set(s Style) {
	style := ""
	if s.Bold {
		style = "B"
	}
	d.pdf.SetFont(family, style, s.Size)
	d.pdf.SetTextColor(int(s.Color.R), int(s.Color.G), int(s.Color.B))
}

// Output writes the PDF file.
func (d *Doc) Output(w io.Writer) error {
	if d.err != nil {
		return d.err
	}
	return d.pdf.Output(w)
}
