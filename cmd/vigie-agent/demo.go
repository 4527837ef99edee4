package main

import (
	"github.com/spf13/cobra"

	"vigie/cmd/internal/installation"
	"vigie/monitor"
)

func (a *app) demoCommand() *cobra.Command {
	return &cobra.Command{Use: "demo", Args: a.noArgs, RunE: a.demo}
}

func (a *app) demo(c *cobra.Command, _ []string) error {
	m, err := installation.Demo(c.Context(), a.now)
	if err != nil {
		return err
	}
	h, err := m.Store.Household(c.Context())
	if err != nil {
		return err
	}
	catalogue, err := m.Catalogue(c.Context())
	if err != nil {
		return err
	}
	all := a.tell(h, catalogue, catalogue.Match(h, monitor.Today(a.now())))
	doc := make([]findingJSON, len(all))
	for n, t := range all {
		doc[n] = t.document()
	}
	a.say("demo.intro")
	return a.print(doc, func() { a.showFindings(h, catalogue, all) })
}
