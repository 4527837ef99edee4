package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"vigie/cmd/internal/installation"
)

func (a *app) doctorCommand() *cobra.Command {
	return &cobra.Command{Use: "doctor", Args: a.noArgs, RunE: a.doctor}
}

// ailmentJSON is one thing the doctor looked at.
type ailmentJSON struct {
	Name string `json:"name"`
	OK   bool   `json:"ok"`
	What string `json:"what"`
	Do   string `json:"do"`
}

// doctor looks at everything the program relies on. It writes to the key store
// and reads back, and takes note that the person was told of a database that
// had to be replaced: no other command says it again.
func (a *app) doctor(c *cobra.Command, _ []string) error {
	return a.opened(c.Context(), func(i *installation.Installation) error {
		a.debugIf(a.givePassphrase(i))
		lost, err := i.Store.Incident(c.Context())
		a.debugIf(err)
		doc := []ailmentJSON{}
		for _, x := range i.Examine(c.Context()) {
			one := ailmentJSON{Name: x.Name, OK: x.Err == nil}
			if x.Name == "store" && x.Err == nil && lost != nil {
				x.Err, one.OK = lost.Problem(a.words.Day(lost.BackupAt.Local())), false
			}
			if x.Err == nil {
				one.What = a.words.T("doctor.ok." + x.Name)
			} else {
				one.What, one.Do = a.explain.Problem(installation.AsProblem(x.Err))
				a.status = exitIncomplete
			}
			doc = append(doc, one)
		}
		if err := i.Store.AcknowledgeIncident(c.Context()); err != nil {
			a.debug(err)
		}
		return a.print(doc, func() {
			for _, x := range doc {
				mark := "✓"
				if !x.OK {
					mark = "▲"
				}
				fmt.Fprintf(a.out, "%s %s\n", mark, x.What)
				if x.Do != "" {
					fmt.Fprintf(a.out, "  %s\n", x.Do)
				}
			}
		})
	})
}
