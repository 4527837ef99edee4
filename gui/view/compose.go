package view

import (
	"slices"
	"strings"

	"vigie/monitor"
	"vigie/monitor/identifier"
)

// LetterLang is the language that letters leave in: whoever they are for reads
// French, whatever the language of the window.
const LetterLang = "fr"

// What is told to a letter as a day, and what may be told several times, a line
// each; by letters.Missing's names.
var (
	days      = []string{"day", "sent", "due", "complained"}
	manyLines = []string{"debits", "incidents"}
)

// startLetter composes a letter at once: what it lacks is asked for after.
func (u UI) startLetter(s *State, e StartLetter) (UI, []Effect) {
	u = u.at(Place{Screen: ScreenLetter, Person: e.Person})
	u.Letter = &LetterDraft{Person: e.Person, Breach: e.Breach, Kind: e.Kind, About: e.About, Lang: LetterLang}
	return u.writeLetter(s, LetterLang)
}

// quote lets the letter say one identifier that is kept here, or no longer; of
// one kind it says one. The letter is composed again with what was typed.
func (u UI) quote(s *State, id string) (UI, []Effect) {
	x, ok := s.Household.Identifier(id)
	if u.Letter == nil || !ok {
		return u, nil
	}
	l := *u.Letter
	asked := slices.Contains(l.Quoted, id)
	l.Quoted = slices.DeleteFunc(slices.Clone(l.Quoted), func(other string) bool {
		y, ok := s.Household.Identifier(other)
		return !ok || y.Kind == x.Kind
	})
	if !asked {
		l.Quoted = append(l.Quoted, id)
	}
	u.Letter = &l
	return u.writeLetter(s, LetterLang)
}

// writeLetter composes the letter that is on the screen from what was told so
// far: identifiers as such, so that nothing prints them.
func (u UI) writeLetter(s *State, lang string) (UI, []Effect) {
	if u.Letter == nil {
		return u, nil
	}
	l := u.Letter
	e := WriteLetter{Person: l.Person, Breach: l.Breach, Kind: l.Kind, About: l.About, Lang: lang, Quote: l.Quoted, Fields: make(map[string]string)}
	for _, kind := range monitor.Kinds() {
		field := string(FormLetter) + "." + string(kind)
		typed := u.Hidden[field].Reveal()
		if typed == "" {
			continue
		}
		v, err := identifier.Parse(kind, typed, s.Now)
		if err != nil {
			return u.wrong(field, asProblem(err)), nil
		}
		e.Identity = append(e.Identity, v)
	}
	for key, text := range u.Typed {
		name, ok := strings.CutPrefix(key, string(FormLetter)+".")
		if !ok || strings.TrimSpace(text) == "" {
			continue
		}
		told, ok := letterField(name, text)
		if !ok {
			return u.wrong(key, monitor.NewProblem("window.letter-day")), nil
		}
		e.Fields[name] = told
	}
	return u, []Effect{e}
}

// letterField puts what was typed into a field of a letter as letters are told
// it: days as 2026-11-22, a debit as « 2026-11-02 | 39,90 € | ACME ».
func letterField(name, text string) (string, bool) {
	switch {
	case slices.Contains(days, name):
		d, ok := readDay(text)
		return d.String(), ok
	case name == "debits":
		return readDebits(text)
	}
	return text, true
}

// readDebits reads one debit a line: a day, an amount and, if it is known, for
// whom, between bars or semicolons.
func readDebits(text string) (string, bool) {
	var debits []string
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		parts := strings.SplitN(strings.ReplaceAll(line, ";", "|"), "|", 3)
		d, ok := readDay(parts[0])
		if !ok || d.IsZero() || len(parts) < 2 || strings.TrimSpace(parts[1]) == "" {
			return "", false
		}
		debits = append(debits, strings.Join(append([]string{d.String()}, parts[1:]...), "|"))
	}
	return strings.Join(debits, "\n"), true
}
