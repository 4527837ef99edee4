package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"slices"

	"vigie/checklist/letters"
	"vigie/cmd/internal/installation"
	"vigie/gui/view"
	"vigie/monitor"
	"vigie/monitor/identifier"
)

// draft is the letter that is being made: only in memory, until it is saved.
type draft struct {
	letter *letters.Letter
	facts  view.LetterFacts
}

// writeLetter makes a letter from what the household keeps and what was just
// told, and shows it with masks, or tells what it lacks.
func (p *program) writeLetter(ctx context.Context, e view.WriteLetter) (view.Event, error) {
	in, err := p.letterInput(ctx, e)
	if err != nil {
		return nil, err
	}
	shown := view.LetterDraft{Person: e.Person, Breach: e.Breach, Kind: e.Kind, Translation: e.Lang != "fr"}
	l, err := letters.Write(e.Kind, in)
	var missing *letters.Missing
	switch {
	case errors.As(err, &missing):
		shown.Missing = missing.Fields
		return view.LetterReady{Letter: shown}, nil
	case err != nil:
		return nil, err
	}
	p.draft = &draft{l, view.LetterFacts{
		ID: monitor.NewID(), Person: e.Person, Breach: e.Breach, To: in.To.Name, Written: today(), Sent: letters.Sent{Kind: e.Kind},
	}}
	shown.To = l.To()
	if shown.Preview, err = l.Preview(); err != nil {
		return nil, err
	}
	shown.Laws, err = l.Laws()
	return view.LetterReady{Letter: shown}, err
}

func (p *program) letterInput(ctx context.Context, e view.WriteLetter) (letters.Input, error) {
	in := letters.Input{Lang: e.Lang, Day: today(), Identity: slices.Clone(e.Identity)}
	h, err := p.inst.Store.Household(ctx)
	if err != nil {
		return in, err
	}
	for _, id := range h.Identifiers {
		if id.Person != e.Person {
			continue
		}
		data, err := p.inst.Keychain.Get(ctx, id.ID)
		if err != nil {
			return in, err
		}
		if v, err := identifier.Decode(data); err == nil && !hasKind(in.Identity, v.Kind()) {
			in.Identity = append(in.Identity, v)
		}
	}
	findings, err := p.inst.Monitor.Findings(ctx)
	if err != nil {
		return in, err
	}
	if i := slices.IndexFunc(findings, func(f monitor.Finding) bool { return f.Person == e.Person && f.Breach == e.Breach }); i >= 0 {
		in.Finding = &findings[i]
		if in.To, err = p.inst.Recipient(ctx, findings[i].Organisation); err != nil {
			return in, err
		}
	}
	return in, tell(&in, e.Fields)
}

func hasKind(all []monitor.Value, k monitor.Kind) bool {
	return slices.ContainsFunc(all, func(v monitor.Value) bool { return v.Kind() == k })
}

// tell fills what only the person can tell.
func tell(in *letters.Input, fields map[string]string) error {
	for name, text := range fields {
		if text = monitor.CleanText(text, monitor.MaxText); text == "" {
			continue
		}
		if name == "recipient-address" { // as the form calls it
			name = "address"
		}
		if err := installation.TellLetter(in, name, text); err != nil {
			return err
		}
	}
	return nil
}

func (p *program) saveLetter(e view.SaveLetter) error {
	if p.draft == nil {
		return monitor.NewProblem("window.gone")
	}
	if p.inst.Holds(e.Path) { // values stand in no file of ours
		return monitor.NewProblem("letter.folder")
	}
	l := p.draft.letter
	var b bytes.Buffer
	var err error
	switch e.Format {
	case "pdf":
		err = l.PDF(&b)
	case "eml":
		err = l.Email(&b)
	default:
		var text string
		text, err = l.Text()
		_, _ = io.WriteString(&b, text)
	}
	if err != nil {
		return err
	}
	return writeFile(e.Path, b.Bytes())
}

// keepLetter remembers that the draft was made, and when; never its text.
func (p *program) keepLetter(ctx context.Context) error {
	if p.draft == nil {
		return monitor.NewProblem("window.gone")
	}
	return p.putLetter(ctx, p.draft.facts)
}

func (p *program) putLetter(ctx context.Context, l view.LetterFacts) error {
	return p.inst.Store.Update(ctx, func(tx monitor.Tx) error { return putDocument(tx, kindLetter, l.ID, l.Person, l) })
}
