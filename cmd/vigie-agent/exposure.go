package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"vigie/cmd/internal/installation"
	"vigie/monitor"
)

func (a *app) exposureCommand() *cobra.Command {
	c := &cobra.Command{Use: "exposure [--person NAME]", Args: a.noArgs, RunE: a.exposure}
	c.Flags().String("person", "", a.words.T("cli.flag.person"))
	return c
}

// exposureJSON is what all leaks together tell about a person.
type exposureJSON struct {
	Person  string             `json:"person"`
	Classes []exposedClassJSON `json:"classes"`
}

type exposedClassJSON struct {
	Class    monitor.Class `json:"class"`
	State    string        `json:"state"` // exposed | possible
	Breaches []string      `json:"breaches"`
}

func (a *app) exposure(c *cobra.Command, _ []string) error {
	person, _ := c.Flags().GetString("person")
	return a.unlocked(c.Context(), func(i *installation.Installation) error {
		h, err := i.Store.Household(c.Context())
		if err != nil {
			return err
		}
		only, err := onePerson(h, person)
		if err != nil {
			return err
		}
		findings, err := i.Monitor.Findings(c.Context())
		if err != nil {
			return err
		}
		doc := []exposureJSON{}
		for _, e := range monitor.Exposures(findings) {
			if only != "" && e.Person != only {
				continue
			}
			one := exposureJSON{Person: e.PersonName, Classes: []exposedClassJSON{}}
			for _, x := range e.Classes {
				state := "possible"
				if x.Exposed {
					state = "exposed"
				}
				one.Classes = append(one.Classes, exposedClassJSON{x.Class, state, x.Breaches})
			}
			doc = append(doc, one)
		}
		return a.print(doc, func() { a.showExposure(doc) })
	})
}

func (a *app) showExposure(all []exposureJSON) {
	some := false
	for _, e := range all {
		if len(e.Classes) == 0 {
			continue
		}
		some = true
		fmt.Fprintln(a.out, a.words.T("exposure.person", "name", e.Person))
		var rows [][]string
		for _, x := range e.Classes {
			rows = append(rows, []string{"  " + a.words.T("exposure."+x.State), a.explain.Class(x.Class), strings.Join(x.Breaches, ", ")})
		}
		a.table(rows)
	}
	if !some {
		a.say("exposure.none")
	}
}
