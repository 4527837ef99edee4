package gui

import (
	"image/color"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"vigie/gui/view"
)

// drawer makes the objects of one screen.
type drawer struct {
	*Window
	*style
	prefix string // of ids, where the counter of a screen will not do
}

// write is a text of one style.
func (d *drawer) write(s string, points float32, c color.Color, bold bool) *prose {
	return newProse(d.size(points), run{text: s, colour: c, bold: bold})
}

// surface is a filled rectangle with round corners.
func surface(c color.Color, round float32) *canvas.Rectangle {
	r := canvas.NewRectangle(c)
	r.CornerRadius = round
	return r
}

func (d *drawer) outlined(c, edge color.Color, round float32) *canvas.Rectangle {
	r := surface(c, round)
	r.StrokeColor, r.StrokeWidth = edge, 1
	return r
}

// screen is everything right of the sidebar.
func (d *drawer) screen(v view.Window) fyne.CanvasObject {
	var parts []fyne.CanvasObject
	if len(v.Nav) == 0 {
		parts = append(parts, d.brand(v.Title, d.ink))
	}
	if v.Notice != nil {
		parts = append(parts, d.notice(*v.Notice))
	}
	title := d.title(v.Screen)
	if len(v.Screen.Crumbs) > 0 {
		title = below(0, d.crumbs(v.Screen.Crumbs), title)
	}
	parts = append(parts, title)
	for _, b := range v.Screen.Blocks {
		drawn := d.block(b)
		if list, ok := b.(view.Rows); ok && list.Len > 0 { // a list stands on a card
			drawn = d.panel(view.Neutral, false, drawn)
		}
		parts = append(parts, drawn)
	}
	return below(4*step, parts...)
}

// crumbs are the way here. Their room to be hit reaches into the margin above.
func (d *drawer) crumbs(items []view.Button) fyne.CanvasObject {
	parts := make([]fyne.CanvasObject, len(items))
	for i, b := range items {
		if b.Intent == nil {
			parts[i] = inRoom(target, d.write(b.Text, sizeSmall, d.muted, false))
			continue
		}
		face := beside(2*step, d.linked(b.Text, sizeSmall), d.write("›", sizeSmall, d.muted, false))
		parts[i] = d.pressable("crumb "+b.Text, b.Text, 4, face, b.Intent)
	}
	return inside(pad{top: -3 * step}, beside(2*step, parts...))
}

func (d *drawer) title(s view.Screen) fyne.CanvasObject {
	var title fyne.CanvasObject = d.write(s.Title, sizeTitle, d.ink, true)
	if s.Tag != nil {
		title = arrange(aside{gap: 4 * step, least: 340 * d.scale}, title, d.tag(*s.Tag, sizeBody))
	}
	if s.Lead == "" {
		return title
	}
	return below(step/2, title, d.write(s.Lead, sizeBody, d.muted, false))
}

// pressable sends an intent when it is pressed.
func (d *drawer) pressable(what, spoken string, round float32, content fyne.CanvasObject, intent view.Intent) *press {
	w := d.Window
	return newPress(w, d.style, d.id(what), spoken, round, content, func() { w.act(intent) })
}

// blocks draws parts below one another.
func (d *drawer) blocks(all []view.Block) []fyne.CanvasObject {
	drawn := make([]fyne.CanvasObject, len(all))
	for i, b := range all {
		drawn[i] = d.block(b)
	}
	return drawn
}

func (d *drawer) block(b view.Block) fyne.CanvasObject {
	switch b := b.(type) {
	case view.Heading:
		return d.heading(b)
	case view.Paragraph:
		return d.paragraph(b)
	case view.Points:
		return d.points(b)
	case view.Card:
		return d.cardOf(b)
	case view.Columns:
		return d.columns(b)
	case view.NextAction:
		return d.nextAction(b)
	case view.Counts:
		return d.counts(b)
	case view.Facts:
		return d.facts(b)
	case view.Chips:
		return d.chips(b)
	case view.Rows:
		return d.rows(b)
	case view.Progress:
		return d.progress(b)
	case view.Notice:
		return d.notice(b)
	case view.Empty:
		return d.empty(b)
	case view.Timeline:
		return d.timeline(b)
	case view.Years:
		return d.years(b)
	case view.Puzzle:
		return d.puzzle(b)
	case view.Months:
		return d.months(b)
	case view.Calendar:
		return d.calendar(b)
	case view.Marked:
		return d.marked(b)
	case view.Paper:
		return d.paperOf(b)
	case view.Buttons:
		return d.buttons(b.Items)
	case view.Form:
		return d.form(b)
	}
	return below(0)
}

func (d *drawer) heading(h view.Heading) fyne.CanvasObject {
	points := float32(sizeHeading)
	if h.Level > 2 {
		points = sizeCard
	}
	return inside(pad{top: 2 * step}, d.write(h.Text, points, d.ink, true))
}

func (d *drawer) paragraph(p view.Paragraph) fyne.CanvasObject {
	points := map[view.Size]float32{view.Body: sizeBody, view.Small: sizeSmall, view.Large: sizeCard}[p.Size]
	text := newProse(d.size(points))
	if p.Strong != "" {
		text.runs = append(text.runs, run{text: p.Strong + " ", colour: d.on(p.Tone), bold: true})
	}
	text.runs = append(text.runs, run{text: p.Text, colour: d.on(p.Tone)})
	if len(p.Links) == 0 {
		return text
	}
	return below(0, text, d.buttons(p.Links))
}

// on is the colour of a text of a tone on a card or on paper.
func (d *drawer) on(t view.Tone) color.NRGBA {
	switch t {
	case view.Neutral:
		return d.ink
	case view.Muted:
		return d.muted
	}
	return d.tone(t).text
}

func (d *drawer) points(p view.Points) fyne.CanvasObject {
	lines := make([]fyne.CanvasObject, len(p.Items))
	for i, item := range p.Items {
		text := d.write(item, sizeBody, d.ink, false)
		if p.Numbered {
			side := d.size(24)
			lines[i] = arrange(lead{gap: 2.5 * step}, d.stepNumber(i+1, side), inside(pad{top: (side - text.lineHeight()) / 2}, text))
			continue
		}
		dot := sized(d.size(step*3), text.lineHeight(), arrange(dotIn{d.size(5)}, canvas.NewCircle(d.muted)))
		lines[i] = arrange(lead{gap: step}, dot, text)
	}
	return below(1.5*step, lines...)
}

// stepNumber is the number of a step in a circle.
func (d *drawer) stepNumber(n int, side float32) fyne.CanvasObject {
	c := d.tone(view.Accent)
	back := canvas.NewCircle(c.surface)
	if d.edged {
		back.StrokeColor, back.StrokeWidth = c.bar, 1
	}
	number := d.write(strconv.Itoa(n), sizeSmall, c.text, true)
	number.align = fyne.TextAlignCenter
	return sized(side, side, arrange(middle{}, back, number))
}

// dotIn puts a circle of a diameter in the middle.
type dotIn struct{ side float32 }

func (l dotIn) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }
func (l dotIn) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		put(o, (size.Width-l.side)/2, (size.Height-l.side)/2, l.side, l.side)
	}
}

func (d *drawer) cardOf(c view.Card) fyne.CanvasObject {
	inner := *d
	if c.Tone != view.Neutral && !c.Accent { // links and texts stand on the tone's surface
		tinted := *d.style
		p := *d.palette
		t := d.tone(c.Tone)
		p.ink, p.muted, p.link = t.text, t.text, t.text
		tinted.palette = &p
		inner.style = &tinted
	}
	var parts []fyne.CanvasObject
	if c.Title != "" {
		head := []fyne.CanvasObject{inner.word(view.Tag{Shape: c.Shape, Text: c.Title}, sizeCard, true, inner.ink)}
		if c.Sub != "" {
			head = append(head, inner.write(c.Sub, sizeBody, inner.muted, false))
		}
		parts = append(parts, below(step/2, head...))
	} else if c.Sub != "" {
		parts = append(parts, inner.write(c.Sub, sizeSmall, inner.muted, false))
	}
	for _, b := range c.Blocks {
		if p, ok := b.(view.Progress); ok && p.Text == c.Title { // said already
			p.Text = ""
			b = p
		}
		parts = append(parts, inner.block(b))
	}
	return d.panel(c.Tone, c.Accent, below(3*step, parts...))
}

func (d *drawer) columns(c view.Columns) fyne.CanvasObject {
	one := func(all []view.Block) fyne.CanvasObject {
		if len(all) == 1 {
			return d.block(all[0])
		}
		return below(4*step, d.blocks(all)...)
	}
	return arrange(sides{gap: 4 * step, share: 0.4, under: 620 * d.scale, stretch: len(c.Wide) == 1 && len(c.Narrow) == 1}, one(c.Wide), one(c.Narrow))
}
