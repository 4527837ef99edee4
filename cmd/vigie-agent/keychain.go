package main

import (
	"github.com/spf13/cobra"

	"vigie/cmd/internal/installation"
	"vigie/monitor"
)

// minPassphrase is how short a passphrase may be, in characters: four or five
// ordinary words. Anyone with a copy of the file can try for as long as they like.
const minPassphrase = 20

func (a *app) keychainCommand() *cobra.Command {
	c := &cobra.Command{Use: "keychain"}
	c.AddCommand(&cobra.Command{Use: "file", Args: a.noArgs, RunE: a.keychainFile})
	return c
}

func (a *app) keychainFile(c *cobra.Command, _ []string) error {
	return a.opened(c.Context(), func(i *installation.Installation) error {
		passphrase, err := a.passphrase()
		if err != nil {
			return err
		}
		if len([]rune(passphrase)) < minPassphrase {
			return monitor.NewProblem("passphrase.short")
		}
		if terminal(a.in) {
			again, err := a.passphrase()
			if err != nil {
				return err
			}
			if again != passphrase {
				return monitor.NewProblem("passphrase.differs")
			}
		}
		if err := i.ChooseFile(c.Context(), passphrase); err != nil {
			return err
		}
		return a.print(struct {
			Provider string `json:"provider"`
		}{i.Keychain.Provider()}, func() { a.say("keychain.file-chosen") })
	})
}
