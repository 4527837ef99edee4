package window

import (
	"bytes"
	"context"
	"errors"
	"io"
	"slices"
	"strings"

	"vigie/checklist/letters"
	"vigie/cmd/internal/installation"
	"vigie/gui/view"
	"vigie/monitor"
)

// draft is the letter that is being made: only in memory, until it is saved.
type draft struct {
	letter *letters.Letter
	facts  letters.Facts
}

// writeLetter makes a letter and shows it with masks, or tells what it lacks. Of
// the identifiers kept here, it reads those that were ticked for this letter.
func (w *worker) writeLetter(ctx context.Context, e view.WriteLetter) (view.Event, error) {
	in, err := w.letterInput(ctx, e)
	if err != nil {
		return nil, err
	}
	w.draft = nil
	shown := view.LetterDraft{Person: e.Person, Breach: e.Breach, Kind: e.Kind, About: e.About, Lang: e.Lang, Quoted: e.Quote, Translation: e.Lang != view.LetterLang}
	l, err := letters.Write(e.Kind, in)
	var missing *letters.Missing
	switch {
	case errors.As(err, &missing):
		shown.Missing = missing.Fields
		return view.LetterReady{Letter: shown}, nil
	case err != nil:
		return nil, err
	}
	shown.ID = monitor.NewID()
	w.draft = &draft{l, letters.Facts{
		ID: shown.ID, Person: e.Person, Breach: e.Breach, About: e.About, To: in.To.Name, Written: w.inst.Today(), Sent: letters.Sent{Kind: e.Kind},
	}}
	shown.To = l.To()
	if shown.Preview, err = l.Preview(); err != nil {
		return nil, err
	}
	shown.Laws, err = l.Laws()
	return view.LetterReady{Letter: shown}, err
}

func (w *worker) letterInput(ctx context.Context, e view.WriteLetter) (letters.Input, error) {
	person, err := w.person(ctx, e.Person)
	if err != nil {
		return letters.Input{}, err
	}
	in, err := w.inst.LetterInput(ctx, e.Lang, e.Kind, person, e.Breach, func(id monitor.Identifier) bool { return slices.Contains(e.Quote, id.ID) })
	if err != nil {
		return in, err
	}
	for _, typed := range e.Identity { // comes before what is kept
		in.Identity = slices.DeleteFunc(in.Identity, func(v monitor.Value) bool { return v.Kind() == typed.Kind() })
		in.Identity = append(in.Identity, typed)
	}
	if e.About != "" {
		before, err := w.inst.Letter(ctx, e.About)
		if err != nil {
			return in, err
		}
		if in.Earlier, err = w.inst.LetterAbout(ctx, before); err != nil {
			return in, err
		}
		if in.To, err = w.inst.Recipient(ctx, before.To); err != nil {
			return in, err
		}
	}
	return in, tell(&in, e.Fields)
}

// tell fills what only the person can tell: a line each where there may be
// several.
func tell(in *letters.Input, fields map[string]string) error {
	for name, text := range fields {
		for line := range strings.Lines(text) {
			if line = monitor.CleanText(line, monitor.MaxText); line == "" {
				continue
			}
			if err := installation.TellLetter(in, installation.LetterField(name), line); err != nil {
				return err
			}
		}
	}
	return nil
}

// saveLetter writes the file that leaves, and remembers that the letter was made,
// never its text.
func (w *worker) saveLetter(ctx context.Context, e view.SaveLetter) error {
	if w.draft == nil {
		return monitor.NewProblem("window.gone")
	}
	if w.inst.Holds(e.Path) { // values stand in no file of ours
		return monitor.NewProblem("letter.folder")
	}
	var b bytes.Buffer
	if err := render(w.draft.letter, e.Format, &b); err != nil {
		return err
	}
	if err := writeFile(e.Path, b.Bytes()); err != nil {
		return err
	}
	return w.inst.KeepLetter(ctx, w.draft.facts)
}

func render(l *letters.Letter, format string, b io.Writer) error {
	switch format {
	case "pdf":
		return l.PDF(b)
	case "eml":
		return l.Email(b)
	}
	text, err := l.Text()
	if err == nil {
		_, err = io.WriteString(b, text)
	}
	return err
}
