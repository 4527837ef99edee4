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
	bodySize   = 10.5
	smallSize  = 9.5
	paragraph  = 2.6 // between paragraphs
	itemIndent = 5.0
	signing    = 18.0 // room for a signature
)

var (
	plain  = paper.Style{Size: bodySize}
	strong = paper.Style{Size: bodySize, Bold: true}
	small  = paper.Style{Size: smallSize}
	note   = paper.Style{Size: smallSize, Bold: true, Color: paper.Color{R: 0x8A, G: 0x34, B: 0x12}}
)

// PDF writes the letter as a PDF file of A4 pages, with identifiers revealed.
// The error is a *monitor.Problem, letter.characters, when somebody's name has
// characters that the typeface does not have; the text still has them.
func (l Letter) PDF(w io.Writer) error {
	p, err := l.compose(open)
	if err != nil {
		return err
	}
	d := paper.New(l.words.T("letter.title."+string(l.kind())), l.template.lang, l.in.Day)
	if n := d.Unprintable(l.set(p)); n > 0 {
		return monitor.NewProblem("letter.characters")
	}
	l.lay(d, p)
	return d.Output(w)
}

// lay sets a page out.
func (l *letter) lay(d *paper.Doc, p *page) {
	if p.notice != "" {
		d.Write(note, paper.Left, paper.Column, p.notice)
		d.Space(paragraph)
	}
	for i, line := range p.sender {
		style := plain
		if i == 0 {
			style = strong
		}
		d.Write(style, paper.Left, recipientX-paper.Left-5, line)
	}
	d.MoveTo(max(d.Y()+paragraph, recipientY))
	for _, line := range p.recipient {
		d.Write(plain, recipientX, paper.Right-recipientX, line)
	}
	d.Space(6)
	d.Write(plain, recipientX, paper.Right-recipientX, p.dateline)
	d.Space(8)
	d.Write(strong, paper.Left, paper.Column, l.words.T("letter.subject", "subject", p.subject))
	d.Space(2 * paragraph)
	l.layBlocks(d, p)
	l.layEnd(d, p)
}

func (l *letter) layBlocks(d *paper.Doc, p *page) {
	for i, b := range p.blocks {
		switch {
		case b.heading:
			d.Space(1.5)
			d.Keep(4 * strong.LineHeight()) // with the beginning of what it announces
			d.Write(strong, paper.Left, paper.Column, b.text)
			d.Space(1)
			continue
		case b.items != nil:
			for _, item := range b.items {
				layItem(d, plain, item)
			}
		default:
			if i+1 < len(p.blocks) && p.blocks[i+1].items != nil {
				d.Keep(d.Height(plain, b.text, paper.Column) + 2*plain.LineHeight())
			}
			d.Write(plain, paper.Left, paper.Column, b.text)
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

// layEnd sets the signature and the enclosures, which stay together.
func (l *letter) layEnd(d *paper.Doc, p *page) {
	room := paragraph + signing + plain.LineHeight()
	if len(p.enclosures) > 0 {
		room += 6 + float64(len(p.enclosures)+1)*(small.LineHeight()+0.6)
	}
	d.Keep(room)
	d.Space(paragraph + signing)
	d.Write(plain, recipientX, paper.Right-recipientX, p.signature)
	if len(p.enclosures) == 0 {
		return
	}
	d.Space(6)
	d.Write(small, paper.Left, paper.Column, l.words.T("letter.enclosures"))
	for _, e := range p.enclosures {
		layItem(d, small, e)
	}
}
