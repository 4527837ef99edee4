package letters

import (
	"io"
	"strings"

	"vigie/checklist/letters/paper"
	"vigie/monitor"
)

// Where a French letter has its parts, in millimetres: the recipient where the
// window of a long envelope is.
const (
	recipientX = 105.0
	recipientY = 48.0
	paragraph  = 2.6 // between paragraphs
	itemIndent = 5.0
	signing    = 18.0 // room for a signature
)

// typography is the sizes of type of one letter.
type typography struct{ plain, strong, small, note paper.Style }

// sizes are body sizes in points, best first: a smaller one is taken only when
// it saves a page.
var sizes = []float64{10.5, 10, 9.6}

func typographyOf(size float64) typography {
	return typography{
		plain:  paper.Style{Size: size},
		strong: paper.Style{Size: size, Bold: true},
		small:  paper.Style{Size: size - 1},
		note:   paper.Style{Size: size - 1, Bold: true, Color: paper.Color{R: 0x8A, G: 0x34, B: 0x12}},
	}
}

// PDF writes the letter as a PDF file of A4 pages, with identifiers revealed.
// The error is a *monitor.Problem, letter.characters, when somebody's name has
// characters that the typeface does not have; the text still has them.
func (l Letter) PDF(w io.Writer) error {
	p, err := l.compose(open)
	if err != nil {
		return err
	}
	var best *paper.Doc
	for _, size := range sizes {
		d := paper.New(l.words.T("letter.title."+string(l.kind())), l.template.lang, l.in.Day)
		if d.Unprintable(l.set(p)) > 0 {
			return monitor.NewProblem("letter.characters")
		}
		typographyOf(size).lay(d, l.letter, p)
		if best == nil || d.Pages() < best.Pages() {
			best = d
		}
	}
	return best.Output(w)
}

// lay sets a letter out.
func (t typography) lay(d *paper.Doc, l *letter, p *page) {
	if p.notice != "" {
		d.Write(t.note, paper.Left, paper.Column, p.notice)
		d.Space(paragraph)
	}
	for i, line := range p.sender {
		style := t.plain
		if i == 0 {
			style = t.strong
		}
		d.Write(style, paper.Left, recipientX-paper.Left-5, line)
	}
	d.MoveTo(max(d.Y()+paragraph, recipientY))
	for _, line := range p.recipient {
		d.Write(t.plain, recipientX, paper.Right-recipientX, line)
	}
	d.Space(6)
	d.Write(t.plain, recipientX, paper.Right-recipientX, p.dateline)
	d.Space(8)
	d.Write(t.strong, paper.Left, paper.Column, l.words.T("letter.subject", "subject", p.subject))
	d.Space(2 * paragraph)
	t.blocks(d, p)
	t.end(d, l, p)
}

func (t typography) blocks(d *paper.Doc, p *page) {
	for i, b := range p.blocks {
		switch {
		case b.heading:
			d.Space(1.5)
			d.Keep(4 * t.strong.LineHeight()) // with the beginning of what it announces
			d.Write(t.strong, paper.Left, paper.Column, b.text)
			d.Space(1)
			continue
		case b.items != nil:
			for _, item := range b.items {
				layItem(d, t.plain, item)
			}
		default:
			if i+1 < len(p.blocks) && p.blocks[i+1].items != nil {
				d.Keep(d.Height(t.plain, b.text, paper.Column) + 2*t.plain.LineHeight())
			}
			if i+2 == len(p.blocks) { // nobody signs a page that says nothing
				d.Keep(d.Height(t.plain, b.text, paper.Column) + paragraph + d.Height(t.plain, p.blocks[i+1].text, paper.Column) + t.endRoom(p))
			}
			d.Write(t.plain, paper.Left, paper.Column, b.text)
		}
		d.Space(paragraph)
	}
}

func layItem(d *paper.Doc, s paper.Style, item string) {
	width := paper.Column - itemIndent
	d.Keep(min(d.Height(s, item, width), 3*s.LineHeight()))
	y := d.Y()
	d.Write(s, paper.Left+1, itemIndent, strings.TrimSpace(bullet))
	d.MoveTo(y)
	d.Write(s, paper.Left+itemIndent, width, item)
	d.Space(0.6)
}

// end sets the signature and the enclosures, which stay together.
func (t typography) end(d *paper.Doc, l *letter, p *page) {
	d.Keep(t.endRoom(p))
	d.Space(signing)
	d.Write(t.plain, recipientX, paper.Right-recipientX, p.signature)
	if len(p.enclosures) == 0 {
		return
	}
	d.Space(6)
	d.Write(t.small, paper.Left, paper.Column, l.words.T("letter.enclosures"))
	for _, e := range p.enclosures {
		layItem(d, t.small, e)
	}
}

// endRoom is how much room the end takes.
func (t typography) endRoom(p *page) float64 {
	room := paragraph + signing + t.plain.LineHeight()
	if n := len(p.enclosures); n > 0 {
		room += 6 + float64(n+1)*(t.small.LineHeight()+0.6)
	}
	return room
}
