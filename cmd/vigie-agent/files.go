package main

import (
	"github.com/spf13/cobra"

	"vigie/cmd/internal/installation"
)

func (a *app) filesCommand() *cobra.Command {
	return &cobra.Command{Use: "files", Args: a.noArgs, RunE: a.files}
}

// fileJSON is one place the program writes to.
type fileJSON struct {
	Path   string `json:"path"`
	Exists bool   `json:"exists"`
	What   string `json:"what"`
}

func (a *app) files(c *cobra.Command, _ []string) error {
	return a.opened(c.Context(), func(i *installation.Installation) error {
		doc, rows := []fileJSON{}, [][]string{}
		for _, f := range i.Files() {
			what := a.words.T("files." + f.What)
			doc = append(doc, fileJSON{f.Path, f.Exists, what})
			if !f.Exists {
				what += " " + a.words.T("files.absent")
			}
			rows = append(rows, []string{f.Path, what})
		}
		return a.print(doc, func() {
			a.table(rows)
			a.say("files.keychain", "provider", i.KeyStore(a.words))
		})
	})
}
