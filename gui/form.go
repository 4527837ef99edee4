package gui

import (
	"image/color"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"vigie/gui/view"
)

// field is a control that outlives a drawing, so that the cursor stays where it is.
type field struct {
	kind  view.FieldKind
	entry *entry
	drawn bool
}

// entry is Fyne's, which leaves Escape to the window and Tab to the focus.
type entry struct {
	widget.Entry
	key  string
	keys keys
	ring rings
	has  bool // the focus
}

func newEntry(k keys, key string, kind view.FieldKind) *entry {
	e := &entry{key: key, keys: k}
	switch kind {
	case view.SecretField:
		e.Password = true
	case view.LongField:
		e.MultiLine = true
		e.Wrapping = fyne.TextWrapWord
		e.SetMinRowsVisible(8)
	}
	e.ExtendBaseWidget(e)
	return e
}

// TypedKey is a key while it has the focus.
func (e *entry) TypedKey(k *fyne.KeyEvent) {
	if k.Name == fyne.KeyEscape {
		e.keys.key(k)
		return
	}
	e.Entry.TypedKey(k)
}

// AcceptsTab is never so: Tab leads on, also out of a long text.
func (e *entry) AcceptsTab() bool { return false }

// FocusGained shows the ring and brings it into sight.
func (e *entry) FocusGained() {
	e.Entry.FocusGained()
	e.has = true
	e.ring.show(true)
	e.keys.focused(e)
}

// FocusLost hides the ring.
func (e *entry) FocusLost() {
	e.Entry.FocusLost()
	e.has = false
	e.ring.show(false)
}

// choice is one of many, opened as a menu.
type choice struct {
	widget.Select
	key  string
	keys keys
	ring rings
}

// TypedKey is a key while it has the focus.
func (c *choice) TypedKey(k *fyne.KeyEvent) {
	if k.Name == fyne.KeyEscape {
		c.keys.key(k)
		return
	}
	c.Select.TypedKey(k)
}

// FocusGained shows the ring and brings it into sight.
func (c *choice) FocusGained() {
	c.Select.FocusGained()
	c.ring.show(true)
	c.keys.focused(c)
}

// FocusLost hides the ring.
func (c *choice) FocusLost() {
	c.Select.FocusLost()
	c.ring.show(false)
}

func (d *drawer) form(f view.Form) fyne.CanvasObject {
	var submit view.Intent
	if len(f.Buttons) > 0 && !f.Buttons[0].Off {
		submit = f.Buttons[0].Intent
	}
	parts := make([]fyne.CanvasObject, 0, len(f.Fields)+1)
	for _, field := range f.Fields {
		parts = append(parts, d.field(field, submit))
	}
	if len(f.Buttons) > 0 {
		parts = append(parts, d.buttons(f.Buttons))
	}
	return below(4*step, parts...)
}

// field is a label, a control, and what to know about it.
func (d *drawer) field(f view.Field, submit view.Intent) fyne.CanvasObject {
	var parts []fyne.CanvasObject
	if f.Label != "" {
		parts = append(parts, d.write(f.Label, sizeBody, d.ink, true))
	}
	if f.Kind == view.ChoiceField {
		parts = append(parts, d.choose(f))
	} else {
		parts = append(parts, d.entryOf(f, submit))
	}
	return below(step+step/2, append(parts, d.remarks(f)...)...)
}

// maxField is how wide a field is at most, in Fyne's pixels at 100 %.
const maxField = 520

// atMost narrows its object.
type atMost struct{ width float32 }

func (l atMost) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	return heightOf(objects[0], min(width, l.width))
}
func (l atMost) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }
func (l atMost) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	put(objects[0], 0, 0, min(size.Width, l.width), size.Height)
}

func (d *drawer) remarks(f view.Field) []fyne.CanvasObject {
	var parts []fyne.CanvasObject
	if f.Error != "" {
		parts = append(parts, d.word(view.Tag{Shape: view.Triangle, Text: f.Error}, sizeSmall+1, false, d.tone(view.Danger).text))
	}
	if f.Help != "" {
		parts = append(parts, d.write(f.Help, sizeSmall, d.muted, false))
	}
	return parts
}

// entryOf is the entry of a field in its ring.
func (d *drawer) entryOf(f view.Field, submit view.Intent) fyne.CanvasObject {
	e := d.typed(f, submit)
	face := arrange(ringed{}, e, e.ring[0], e.ring[1])
	if f.Kind != view.LongField || d.fits(e) {
		face.Add(newWheel(d.turned))
	}
	if f.Kind == view.LongField {
		return face
	}
	return arrange(atMost{maxField * d.scale}, face)
}

// fits reports whether all of a long text is seen, so that there is nothing to
// scroll in its field.
func (d *drawer) fits(e *entry) bool {
	room := 2 * d.Size(theme.SizeNameInnerPadding)
	width, height := e.Size().Width-room, e.Size().Height-room
	return e.Text == "" || width > 0 && d.write(e.Text, sizeBody, d.ink, false).heightFor(width) <= height
}

// typed is the entry of a field, the same one as long as the field is shown.
func (d *drawer) typed(f view.Field, submit view.Intent) *entry {
	kept := d.fields[f.Key]
	if kept == nil || kept.kind != f.Kind {
		kept = &field{kind: f.Kind, entry: newEntry(d.Window, f.Key, f.Kind)}
		d.fields[f.Key] = kept
	}
	kept.drawn = true
	e := kept.entry
	e.OnChanged, e.OnSubmitted = nil, nil
	if value, differs := wanted(f, e.Text); differs {
		e.SetText(value)
	}
	e.SetPlaceHolder(f.Hint)
	e.OnChanged = func(s string) { d.Send(f.Typed(s)) }
	if submit != nil && f.Kind != view.LongField {
		e.OnSubmitted = func(string) {
			d.pressing(true)
			d.act(submit)
		}
	}
	e.ring = d.focus.draw(8)
	e.ring.show(e.has)
	return e
}

// wanted is the text an entry should hold. A secret is never told back: only
// that nothing was typed.
func wanted(f view.Field, has string) (string, bool) {
	if f.Kind == view.SecretField {
		return "", !f.Filled && has != ""
	}
	return f.Value, f.Value != has
}

// few is up to how many options are shown side by side.
const few = 6

func (d *drawer) choose(f view.Field) fyne.CanvasObject {
	noted := slices.ContainsFunc(f.Options, func(o view.Option) bool { return o.Note != "" })
	switch {
	case len(f.Options) > few:
		return d.menu(f)
	case noted:
		return d.options(f)
	}
	chips := make([]view.Chip, len(f.Options))
	for i, o := range f.Options {
		chips[i] = view.Chip{Tag: view.Tag{Text: o.Text}, On: o.Value == f.Value, Intent: view.Type{Field: f.Key, Text: o.Value}}
		if chips[i].On {
			chips[i].Shape = view.Check
		}
	}
	inner := *d
	inner.prefix = "field " + f.Key + " "
	return inner.chips(view.Chips{Items: chips})
}

// options are choices that need a word each.
func (d *drawer) options(f view.Field) fyne.CanvasObject {
	all := make([]fyne.CanvasObject, len(f.Options))
	for i, o := range f.Options {
		shape, c := view.Circle, d.muted
		if o.Value == f.Value {
			shape, c = view.Check, d.action
		}
		text := below(0, d.write(o.Text, sizeBody, d.ink, o.Value == f.Value), d.write(o.Note, sizeSmall, d.muted, false))
		face := inside(padding(step, step), arrange(lead{gap: 2 * step, lower: 3}, d.shape(shape, c, d.size(sizeBody)), text))
		all[i] = d.pressable("field "+f.Key+" "+o.Value, o.Text+", "+o.Note, 6, face, view.Type{Field: f.Key, Text: o.Value})
	}
	return below(step, all...)
}

// menu is many options, with the word about the chosen one below.
func (d *drawer) menu(f view.Field) fyne.CanvasObject {
	c := d.choice(f)
	edge := d.outlined(color.Transparent, d.edge, 8) // Fyne draws none around a choice
	menu := arrange(atMost{maxField * d.scale}, arrange(ringed{}, inRoom(target, c), c.ring[0], c.ring[1], edge))
	i := slices.IndexFunc(f.Options, func(o view.Option) bool { return o.Value == f.Value })
	if i < 0 || f.Options[i].Note == "" {
		return menu
	}
	return below(step, menu, d.write(f.Options[i].Note, sizeSmall, d.muted, false))
}

func (d *drawer) choice(f view.Field) *choice {
	c := &choice{key: f.Key, keys: d.Window, ring: d.focus.draw(8)}
	c.ExtendBaseWidget(c)
	c.PlaceHolder = f.Hint
	if c.PlaceHolder == "" {
		c.PlaceHolder = "…"
	}
	for _, o := range f.Options {
		c.Options = append(c.Options, o.Text)
		if o.Value == f.Value {
			c.Selected = o.Text
		}
	}
	c.OnChanged = func(string) {
		if i := c.SelectedIndex(); i >= 0 {
			d.Send(view.Type{Field: f.Key, Text: f.Options[i].Value})
		}
	}
	return c
}
