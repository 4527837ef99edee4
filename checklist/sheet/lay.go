package sheet

import (
	"fmt"

	"vigie/assets/words"
	"vigie/checklist/letters/paper"
	"vigie/monitor"
)

// The colours of the program's own screens, dark enough for a poor printer.
var (
	ink   = paper.Color{R: 0x1B, G: 0x2A, B: 0x38}
	navy  = paper.Color{R: 0x12, G: 0x32, B: 0x4B}
	white = paper.Color{R: 0xFF, G: 0xFF, B: 0xFF}
	line  = paper.Color{R: 0x9A, G: 0xA6, B: 0xB0}
)

var (
	title  = paper.Style{Size: 27, Bold: true, Color: navy}
	lead   = paper.Style{Size: 15, Color: ink}
	figure = paper.Style{Size: 22, Bold: true, Color: white}
	reflex = paper.Style{Size: 19, Bold: true, Color: ink}
	why    = paper.Style{Size: 14, Color: ink}
	head   = paper.Style{Size: 19, Bold: true, Color: navy}
	label  = paper.Style{Size: 14, Color: ink}
	number = paper.Style{Size: 18, Bold: true, Color: ink}
	small  = paper.Style{Size: 9.5, Color: ink}
)

// The page, in millimetres.
const (
	left    = 20.0
	right   = paper.Width - 20
	badge   = 13.0 // the square a reflex is numbered in
	numberX = 128.0
	rowGap  = 2.2
)

func lay(d *paper.Doc, w *words.Words, entries []entry, day monitor.Date) {
	d.MoveTo(18)
	d.Write(title, left, right-left, w.T("sheet.title"))
	d.Write(lead, left, right-left, w.T("sheet.lead"))
	d.Space(6)
	for n := 1; n <= reflexes; n++ {
		layReflex(d, w, n)
	}
	d.Space(1)
	d.Write(head, left, right-left, w.T("sheet.call"))
	d.Space(2)
	star := false
	for _, e := range entries {
		layEntry(d, e)
		star = star || e.recalled
	}
	d.Space(3)
	if star {
		d.Write(small, left, right-left, w.T("sheet.recalled"))
	}
	d.Write(small, left, right-left, w.T("sheet.printed", "day", w.Date(day.Parts())))
}

// layReflex sets a reflex beside its figure: white on a dark square.
func layReflex(d *paper.Doc, w *words.Words, n int) {
	top := d.Y()
	d.Fill(left, top, badge, badge, navy)
	text := fmt.Sprint(n)
	d.MoveTo(top + (badge-figure.LineHeight())/2)
	d.Write(figure, left+(badge-d.TextWidth(figure, text))/2, badge, text)
	x := left + badge + 5
	d.MoveTo(top - 0.5)
	key := fmt.Sprintf("sheet.reflex.%d", n)
	d.Write(reflex, x, right-x, w.T(key))
	d.Write(why, x, right-x, w.T(key+".why"))
	d.MoveTo(max(d.Y(), top+badge))
	d.Space(5)
}

// layEntry sets one line: what for, then the number or a rule to write on.
func layEntry(d *paper.Doc, e entry) {
	top := d.Y()
	width := numberX - left - 6
	height := max(d.Height(label, e.label, width), number.LineHeight())
	d.MoveTo(top + (height-d.Height(label, e.label, width))/2)
	d.Write(label, left, width, e.label)
	if e.number == "" {
		d.MoveTo(top + height - 1.5)
		d.Rule(numberX, right, 0.4, ink)
	} else {
		text := e.number
		if e.recalled {
			text += " *"
		}
		d.MoveTo(top + (height-number.LineHeight())/2)
		d.Write(number, numberX, right-numberX, text)
	}
	d.MoveTo(top + height + rowGap)
	d.Rule(left, right, 0.15, line)
	d.Space(rowGap)
}
