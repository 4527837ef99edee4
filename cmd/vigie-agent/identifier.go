package main

import (
	"errors"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"vigie/cmd/internal/installation"
	"vigie/monitor"
	"vigie/monitor/identifier"
)

func (a *app) identifierCommand() *cobra.Command {
	c := &cobra.Command{Use: "identifier"}
	add := &cobra.Command{Use: "add --person NAME --kind KIND", Args: a.noArgs, RunE: a.identifierAdd}
	add.Flags().String("person", "", a.words.T("cli.flag.person"))
	add.Flags().String("kind", "", a.words.T("cli.flag.kind"))
	list := &cobra.Command{Use: "list [--person NAME] [--reveal]", Args: a.noArgs, RunE: a.identifierList}
	list.Flags().String("person", "", a.words.T("cli.flag.person"))
	list.Flags().Bool("reveal", false, a.words.T("cli.flag.reveal"))
	c.AddCommand(a.required(add, "person", "kind"), list,
		&cobra.Command{Use: "remove ID", Args: a.args(1), RunE: a.identifierRemove})
	return c
}

// identifierJSON is an identifier as programs see it. Value is there only when
// it was asked for with --reveal.
type identifierJSON struct {
	ID     string       `json:"id"`
	Person string       `json:"person"`
	Kind   monitor.Kind `json:"kind"`
	Masked string       `json:"masked"`
	Valid  bool         `json:"valid"`
	Value  *string      `json:"value,omitempty"`
}

func (a *app) identifierAdd(c *cobra.Command, _ []string) error {
	person, _ := c.Flags().GetString("person")
	word, _ := c.Flags().GetString("kind")
	kind := monitor.Kind(word)
	if !slices.Contains(monitor.Kinds(), kind) {
		var kinds []string
		for _, k := range monitor.Kinds() {
			kinds = append(kinds, string(k))
		}
		return monitor.UsageProblem("identifier.kind", "kind", monitor.CleanText(word, monitor.MaxName), "kinds", strings.Join(kinds, ", "))
	}
	text, err := a.typed(a.words.T("identifier.prompt." + string(kind)))
	if err != nil {
		return err
	}
	value, err := identifier.Parse(kind, text, a.now())
	if err != nil {
		return err
	}
	encoded, err := identifier.Encode(value)
	if err != nil {
		return err
	}
	same := func(kept []byte) bool {
		have, err := identifier.Decode(kept)
		return err == nil && identifier.Same(have, value)
	}
	return a.unlocked(c.Context(), func(i *installation.Installation) error {
		added, err := i.Monitor.AddIdentifier(c.Context(), person, value, encoded, same)
		if err != nil {
			return err
		}
		h, err := i.Store.Household(c.Context())
		if err != nil {
			return err
		}
		p, _ := h.Person(added.Person)
		doc := identifierJSON{ID: added.ID, Person: p.Name, Kind: added.Kind, Masked: added.Masked, Valid: true}
		return a.print(doc, func() {
			a.say("identifier.added", "name", p.Name, "kind", a.words.T("identifier.kind."+string(kind)), "masked", added.Masked, "provider", i.KeyStore(a.words))
		})
	})
}

func (a *app) identifierList(c *cobra.Command, _ []string) error {
	reveal, _ := c.Flags().GetBool("reveal")
	return a.listed(c, func(i *installation.Installation, h *monitor.Household, only string) error {
		doc, rows := []identifierJSON{}, [][]string{}
		for _, id := range h.Identifiers {
			if only != "" && id.Person != only {
				continue
			}
			one, err := a.identifierDocument(c, i, h, id, reveal)
			if err != nil {
				return err
			}
			doc = append(doc, one)
			shown := id.Masked
			if one.Value != nil {
				shown = *one.Value
			}
			if !one.Valid {
				shown += " — " + a.words.T("identifier.gone")
			}
			rows = append(rows, []string{one.Person, a.words.T("identifier.kind." + string(id.Kind)), shown, id.ID})
		}
		return a.print(doc, func() {
			if len(rows) == 0 {
				a.say("identifier.none")
			}
			a.table(rows)
		})
	})
}

// identifierDocument reads an identifier back from the key store: it is valid
// when its value is there and still is what its kind asks for.
func (a *app) identifierDocument(c *cobra.Command, i *installation.Installation, h *monitor.Household, id monitor.Identifier, reveal bool) (identifierJSON, error) {
	p, _ := h.Person(id.Person)
	doc := identifierJSON{ID: id.ID, Person: p.Name, Kind: id.Kind, Masked: id.Masked}
	data, err := i.Keychain.Get(c.Context(), id.ID)
	switch {
	case errors.Is(err, monitor.ErrNotFound), errors.Is(err, monitor.ErrKeychainLost), errors.Is(err, monitor.ErrKeychainChanged):
		return doc, nil // this one; that the key store is ours was seen when it opened
	case err != nil:
		return doc, err
	}
	value, err := identifier.Decode(data)
	doc.Valid = err == nil && value.Kind() == id.Kind
	if doc.Valid && reveal {
		text := value.Reveal()
		doc.Value = &text
	}
	return doc, nil
}

func (a *app) identifierRemove(c *cobra.Command, args []string) error {
	return a.unlocked(c.Context(), func(i *installation.Installation) error {
		if err := i.Monitor.RemoveIdentifier(c.Context(), args[0]); err != nil {
			return err
		}
		return a.print(removed{args[0]}, func() { a.say("identifier.removed") })
	})
}

// removed is what the remove commands print.
type removed struct {
	Removed string `json:"removed"`
}
