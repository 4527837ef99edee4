package view

import (
	"fmt"
	"strings"
)

// text is a window as somebody reads it aloud, for golden files: every word,
// every shape, every role, and what each control does.
func text(w Window) string {
	var r reader
	for _, n := range w.Nav {
		mark := " "
		if n.Current {
			mark = ">"
		}
		count := ""
		if n.Count > 0 {
			count = fmt.Sprintf(" (%d: %s)", n.Count, n.Spoken)
		}
		r.line("%s %s%s", mark, n.Text, count)
	}
	for _, f := range w.Foot {
		r.line("  _ %s", f)
	}
	if w.Notice != nil {
		r.line("--- notice")
		r.block(*w.Notice)
	}
	r.line("---")
	if len(w.Screen.Crumbs) > 0 {
		var names []string
		for _, c := range w.Screen.Crumbs {
			names = append(names, c.Text)
		}
		r.line("%s", strings.Join(names, " › "))
	}
	r.line("# %s", w.Screen.Title)
	if w.Screen.Tag != nil {
		r.line("%s", tag(*w.Screen.Tag))
	}
	if w.Screen.Lead != "" {
		r.line("%s", w.Screen.Lead)
	}
	r.blocks(w.Screen.Blocks)
	if d := w.Dialog; d != nil {
		r.line("--- dialog: %s", d.Title)
		if d.Text != "" {
			r.line("%s", d.Text)
		}
		for _, x := range d.Points {
			r.line("* %s", x)
		}
		if d.Form != nil {
			r.block(*d.Form)
		}
		r.buttons(d.Buttons)
	}
	return r.String()
}

type reader struct {
	strings.Builder
	depth int
}

func (r *reader) line(format string, args ...any) {
	r.WriteString(strings.TrimRight(strings.Repeat("  ", r.depth)+fmt.Sprintf(format, args...), " ") + "\n")
}

func (r *reader) blocks(bs []Block) {
	for _, b := range bs {
		r.block(b)
	}
}

func (r *reader) in(f func()) { r.depth++; f(); r.depth-- }

func tag(t Tag) string {
	s := strings.TrimSpace(string(t.Shape) + " " + t.Text)
	if t.Tone != Neutral {
		s += " {" + string(t.Tone) + "}"
	}
	return s
}

// does is what a control does, by the type of its intent.
func does(i Intent) string {
	switch i := i.(type) {
	case nil:
		return ""
	case Go:
		return " ->" + strings.TrimRight(strings.Join([]string{string(i.Place.Screen), i.Place.Person, i.Place.ID}, "/"), "/")
	case ChooseFile:
		return fmt.Sprintf(" ->file %s %s", i.Name, strings.TrimPrefix(fmt.Sprintf("%T", i.Then), "view."))
	case OpenOfficial:
		return " ->" + i.URL
	}
	return " ->" + strings.TrimPrefix(fmt.Sprintf("%T", i), "view.")
}

func (r *reader) buttons(bs []Button) {
	for _, b := range bs {
		kind := ""
		if b.Kind != Plain {
			kind = " (" + string(b.Kind) + ")"
		}
		off := ""
		if b.Off {
			off = strings.TrimRight(" off: "+b.Why, ": ")
		}
		r.line("[%s]%s%s%s", b.Text, kind, off, does(b.Intent))
	}
}

func (r *reader) chips(label string, cs []Chip) {
	if label != "" {
		r.line("%s:", label)
	}
	for _, c := range cs {
		on := ""
		if c.On {
			on = "*"
		}
		r.line("(%s%s)%s", on, tag(c.Tag), does(c.Intent))
	}
}

func (r *reader) block(b Block) {
	switch b := b.(type) {
	case Heading:
		r.line("%s %s", strings.Repeat("#", b.Level), b.Text)
	case Paragraph:
		r.line("%s", sentences(b.Strong, b.Text))
		r.buttons(b.Links)
	case Points:
		for i, x := range b.Items {
			if b.Numbered {
				r.line("%d. %s", i+1, x)
			} else {
				r.line("* %s", x)
			}
		}
	case Card:
		r.line("= %s", tag(Tag{b.Shape, b.Title, b.Tone}))
		r.in(func() {
			if b.Sub != "" {
				r.line("%s", b.Sub)
			}
			r.blocks(b.Blocks)
		})
	case Columns:
		r.blocks(b.Wide)
		r.line("|")
		r.blocks(b.Narrow)
	case NextAction:
		r.line("! %s", b.Eyebrow)
		r.in(func() {
			r.line("%s", b.Title)
			r.line("%s", b.Text)
			r.buttons(append([]Button{b.Main}, b.Others...))
		})
	case Counts:
		for _, c := range b.Items {
			r.line("%s: %s, %s%s", tag(c.Tag), c.Number, c.Note, does(c.Intent))
		}
	case Facts:
		for _, f := range b.Items {
			r.line("%s: %s", f.Label, join(f.Value, f.Note))
		}
	case Chips:
		r.chips(b.Label, b.Items)
	case Rows:
		r.rows(b)
	case Progress:
		r.line("%d/%d %s", b.Done, b.Total, b.Text)
	case Notice:
		r.line("%s", sentences(tag(b.Tag), b.Text))
		r.in(func() {
			if b.Progress != nil {
				r.block(*b.Progress)
			}
			r.block(Points{Items: b.Points})
			r.buttons(b.Buttons)
		})
	case Empty:
		r.line("EMPTY %s: %s", b.Kind, tag(b.Tag))
		r.in(func() {
			if b.Title != "" {
				r.line("%s", b.Title)
			}
			r.line("%s", b.Text)
			r.block(Points{Items: b.Points})
			r.buttons(b.Buttons)
		})
	default:
		r.picture(b)
	}
}

func (r *reader) rows(b Rows) {
	if b.Len == 0 {
		r.line("(%s)", b.Empty)
	}
	const shown = 40
	for i := range min(b.Len, shown) {
		x := b.Row(i)
		var parts []string
		if x.Toggle != nil {
			parts = append(parts, map[bool]string{true: "[x]", false: "[ ]"}[x.Toggle.On]+does(x.Toggle.Intent))
		}
		if x.Mark != nil {
			parts = append(parts, string(x.Mark.Shape))
		}
		parts = append(parts, x.Title)
		if x.Chip != nil {
			parts = append(parts, "("+tag(x.Chip.Tag)+")"+does(x.Chip.Intent))
		}
		if x.Tag != nil {
			parts = append(parts, "<"+tag(*x.Tag)+">")
		}
		if x.Aside != "" {
			parts = append(parts, "| "+x.Aside)
		}
		r.line("- %s%s", strings.Join(parts, " "), does(x.Intent))
		r.in(func() {
			if x.Note != "" {
				r.line("%s", x.Note)
			}
			r.buttons(x.Buttons)
			r.blocks(x.Blocks)
		})
	}
	if b.Len > shown {
		r.line("… %d", b.Len-shown)
	}
}

func (r *reader) picture(b Block) {
	switch b := b.(type) {
	case Timeline:
		for _, e := range b.Events {
			r.line("%s %s %s", e.Mark.Shape, e.When, sentences(e.Title, e.Note))
		}
	case Years:
		r.line("YEARS %s %s", b.Title, b.Text)
		for _, y := range b.Items {
			var parts []string
			for _, p := range y.Parts {
				parts = append(parts, fmt.Sprintf("%d %s", p.N, p.Tag.Shape))
			}
			if len(parts) > 0 {
				r.line("  %s %s", y.Spoken, strings.Join(parts, ", "))
			}
		}
	case Puzzle:
		r.line("PUZZLE %s", b.Text)
		for i, p := range b.Pieces {
			r.line("  %d %s ×%d%s", i, tag(p.Tag), p.Times, does(p.Intent))
		}
		for _, j := range b.Joins {
			r.line("  %v %s: %s%s", j.Pieces, tag(j.Tag), j.Text, does(j.Intent))
			r.in(func() {
				if j.Note != "" {
					r.line("  %s", j.Note)
				}
				r.blocks(j.Blocks)
			})
		}
	case Months:
		var cells []string
		for _, m := range b.Items {
			now := ""
			if m.Now {
				now = "!"
			}
			cells = append(cells, now+m.Label+string(m.Tag.Shape))
		}
		r.line("MONTHS %s %s", strings.Join(cells, " "), b.Text)
	case Calendar:
		r.line("CALENDAR %s: %s", b.Title, strings.Join(b.Weekdays, " "))
		for i := 0; i < len(b.Days); i += daysInWeek {
			var week []string
			for _, d := range b.Days[i : i+daysInWeek] {
				cell := d.Label
				if cell == "" {
					cell = "."
				}
				if d.Today {
					cell += "!"
				}
				for _, x := range d.Tags {
					cell += string(x.Shape)
				}
				week = append(week, cell)
			}
			r.line("  %s", strings.Join(week, " "))
		}
		r.buttons([]Button{b.Previous, b.Next})
	case Marked:
		var s strings.Builder
		for _, x := range b.Spans {
			if x.Tone == Neutral {
				s.WriteString(x.Text)
			} else {
				fmt.Fprintf(&s, "⟪%s|%s: %s⟫", x.Text, x.Tone, x.Note)
			}
		}
		r.line("MESSAGE %s: %s", b.Label, s.String())
	case Paper:
		r.line("PAPER %s", strings.ReplaceAll(b.Text, "\n", " / "))
	case Buttons:
		r.buttons(b.Items)
	case Form:
		for _, f := range b.Fields {
			filled := ""
			if f.Filled {
				filled = " (•••)"
			}
			r.line("{%s %s} %s = %q%s", f.Kind, f.Key, f.Label, f.Value, filled)
			r.in(func() {
				if f.Hint != "" {
					r.line("hint: %s", f.Hint)
				}
				if f.Help != "" {
					r.line("help: %s", f.Help)
				}
				if f.Error != "" {
					r.line("error: %s", f.Error)
				}
				for _, o := range f.Options {
					r.line("o %s", join(o.Text, o.Note))
				}
			})
		}
		r.buttons(b.Buttons)
	default:
		r.line("UNKNOWN BLOCK %T", b)
	}
}
