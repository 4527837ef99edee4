package main

import (
	"bufio"
	"strings"

	"github.com/spf13/cobra"

	"vigie/cmd/internal/installation"
	"vigie/monitor"
	"vigie/monitor/directory"
)

func (a *app) welcomeCommand() *cobra.Command {
	return &cobra.Command{Use: "welcome", Args: a.noArgs, RunE: a.welcome}
}

// welcome is the first start in a terminal: who lives here, with whom they
// deal, and the first result at once. Every answer is kept as it is given, so
// that it can be stopped and taken up again at any point.
func (a *app) welcome(c *cobra.Command, _ []string) error {
	if !terminal(a.in) {
		return monitor.NewProblem("welcome.no-terminal")
	}
	return a.unlocked(c.Context(), func(i *installation.Installation) error {
		w := &welcome{app: a, c: c, i: i, in: bufio.NewReader(a.in)}
		dir, err := a.directory(c, i)
		if err != nil {
			return err
		}
		w.dir = dir
		a.say("welcome.promise")
		names, err := w.people()
		if err != nil {
			return err
		}
		for _, name := range names {
			if err := w.dealings(name); err != nil {
				return err
			}
		}
		a.say("welcome.result")
		if err := a.reportFindings(c.Context(), i.Monitor, ""); err != nil {
			return err
		}
		a.say("welcome.next")
		return nil
	})
}

// welcome is one such conversation.
type welcome struct {
	*app
	c   *cobra.Command
	i   *installation.Installation
	in  *bufio.Reader
	dir *directory.Directory
}

func (w *welcome) question(key string, pairs ...any) (string, error) {
	s, err := w.ask(w.in, w.words.T(key, pairs...))
	return strings.TrimSpace(s), err
}

// try says what is wrong with an answer, so that the question can be put again.
func (w *welcome) try(err error) (again bool, _ error) {
	p := installation.AsProblem(err)
	if p.Key == "internal" {
		return false, err
	}
	w.fail(p)
	return true, nil
}

// people asks who lives here, until an empty answer, and returns everybody.
func (w *welcome) people() ([]string, error) {
	for {
		h, err := w.i.Store.Household(w.c.Context())
		if err != nil {
			return nil, err
		}
		var names []string
		for _, p := range h.Persons {
			names = append(names, p.Name)
		}
		key := "welcome.who"
		if len(names) > 0 {
			key = "welcome.who-else"
		}
		name, err := w.question(key, "names", w.words.List(names))
		if err != nil || name == "" {
			return names, err
		}
		if _, err := w.i.Monitor.AddPerson(w.c.Context(), name, monitor.Adult); err != nil {
			if again, err := w.try(err); !again {
				return nil, err
			}
		}
	}
}

// dealings asks one person for organisations and periods, until an empty answer.
func (w *welcome) dealings(name string) error {
	w.say("welcome.dealings", "name", name)
	for {
		text, err := w.question("welcome.organisation")
		if err != nil || text == "" {
			return err
		}
		x, err := w.affiliation(text)
		if err == nil {
			_, err = w.i.Monitor.AddAffiliations(w.c.Context(), name, x)
		}
		if err == nil {
			w.say("welcome.kept", "organisation", x.Organisation, "relation", w.explain.Relation(x.Relation), "period", w.explain.Period(x.Period))
			continue
		}
		if again, err := w.try(err); !again {
			return err
		}
	}
}

// affiliation asks how, since when and until when.
func (w *welcome) affiliation(text string) (monitor.Affiliation, error) {
	x := monitor.Affiliation{Organisation: text}
	found := w.dir.Search(text, 1)
	switch {
	case !w.dir.Known(text):
		w.suggest(w.dir, text)
	case len(found) > 0 && found[0].Relation != "":
		// A wrong relation would rule things out, so it is asked and not assumed.
		answer, err := w.question("welcome.relation", "relation", w.explain.Relation(found[0].Relation))
		if err != nil {
			return x, err
		}
		if answer == "" || strings.EqualFold(answer, w.words.T("welcome.yes")) {
			x.Relation = found[0].Relation
		}
	}
	from, err := w.question("welcome.from")
	if err != nil {
		return x, err
	}
	if x.Period.From, err = periodDate("", from); err != nil {
		return x, err
	}
	to, err := w.question("welcome.to")
	if err != nil {
		return x, err
	}
	if strings.EqualFold(to, w.words.T("welcome.still")) {
		x.Period.Current = true
		return x, nil
	}
	x.Period.To, err = periodDate("", to)
	return x, err
}
