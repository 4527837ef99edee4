package main

import (
	"strings"

	"github.com/spf13/cobra"

	"vigie/cmd/internal/installation"
	"vigie/monitor"
)

// searchLimit is how many organisations a search lists.
const searchLimit = 20

func (a *app) organisationCommand() *cobra.Command {
	c := &cobra.Command{Use: "organisation"}
	c.AddCommand(&cobra.Command{Use: "search TEXT", Args: a.args(1), RunE: a.organisationSearch})
	return c
}

// organisationJSON is an organisation as programs see it.
type organisationJSON struct {
	ID       string            `json:"id"`
	Name     string            `json:"name"`
	Aliases  []string          `json:"aliases"`
	Theme    *string           `json:"theme"`
	Domains  []string          `json:"domains"`
	Relation *monitor.Relation `json:"relation"`
}

func (a *app) organisationSearch(c *cobra.Command, args []string) error {
	return a.opened(c.Context(), func(i *installation.Installation) error {
		dir, err := a.directory(c, i)
		if err != nil {
			return err
		}
		doc, rows := []organisationJSON{}, [][]string{}
		for _, e := range dir.Search(args[0], searchLimit) {
			doc = append(doc, organisationJSON{e.ID, e.Name, list(e.Aliases), said(e.Theme), list(e.Domains), said(e.Relation)})
			theme := ""
			if e.Theme != "" {
				theme = a.words.T("directory.theme." + e.Theme)
			}
			rows = append(rows, []string{e.ID, e.Name, theme, strings.Join(e.Domains, ", ")})
		}
		return a.print(doc, func() {
			if len(rows) == 0 {
				a.say("organisation.none", "text", monitor.CleanText(args[0], monitor.MaxName))
			}
			a.table(rows)
		})
	})
}
