package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"slices"
	"strings"

	"vigie/checklist/letters"
	"vigie/gui/view"
	"vigie/monitor"
	"vigie/monitor/directory"
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
		in.To = p.recipient(ctx, findings[i].Organisation)
	}
	tell(&in, e.Fields)
	return in, nil
}

func hasKind(all []monitor.Value, k monitor.Kind) bool {
	return slices.ContainsFunc(all, func(v monitor.Value) bool { return v.Kind() == k })
}

// recipient is an organisation with where to write to it, as far as is known.
func (p *program) recipient(ctx context.Context, name string) letters.Recipient {
	r := letters.Recipient{Name: name}
	if records, err := p.inst.Store.Records(ctx); err == nil {
		if d, err := directory.Load(dataDirectory(), records); err == nil {
			for _, theme := range d.Themes() {
				for _, entry := range d.InTheme(theme) {
					if monitor.NormalOrganisation(entry.Name) == monitor.NormalOrganisation(name) && entry.DPO != nil {
						r.Email = entry.DPO.Email
					}
				}
			}
		}
	}
	return r
}

// tell fills what only the person can tell.
func tell(in *letters.Input, fields map[string]string) {
	for name, text := range fields {
		text = monitor.CleanText(text, maxTold)
		if text == "" {
			continue
		}
		switch name {
		case "place":
			in.Place = text
		case "recipient", "organisation":
			in.To.Name = text
		case "recipient-address":
			in.To.Address = strings.Split(text, ", ")
		case "court":
			in.Complaint.Court = text
		case "nationality":
			in.Complaint.Nationality = text
		case "occupation":
			in.Complaint.Occupation = text
		case "facts":
			in.Complaint.Facts = text
		}
	}
}

// maxTold is how long an answer in a letter may be, in characters.
const maxTold = 2000

func (p *program) saveLetter(e view.SaveLetter) error {
	if p.draft == nil {
		return monitor.NewProblem("window.gone")
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
