package main

import (
	"github.com/spf13/cobra"

	"vigie/cmd/internal/installation"
	"vigie/monitor"
)

func (a *app) keychainCommand() *cobra.Command {
	c := &cobra.Command{Use: "keychain"}
	c.AddCommand(&cobra.Command{Use: "file", Args: a.noArgs, RunE: a.keychainFile})
	return c
}

func (a *app) keychainFile(c *cobra.Command, _ []string) error {
	return a.opened(c.Context(), func(i *installation.Installation) error {
		passphrase, err := a.newPassphrase(a.passphrase)
		if err != nil {
			return err
		}
		if err := i.ChooseFile(c.Context(), passphrase); err != nil {
			return err
		}
		return a.print(struct {
			Provider string `json:"provider"`
		}{i.Keychain.Provider()}, func() { a.say("keychain.file-chosen") })
	})
}

// newPassphrase asks for a passphrase that is to seal something, twice when it
// is typed: nobody can open what a slip of the finger sealed.
func (a *app) newPassphrase(ask func() (string, error)) (string, error) {
	passphrase, err := ask()
	if err != nil {
		return "", err
	}
	if err := installation.CheckPassphrase(passphrase); err != nil {
		return "", err
	}
	if !terminal(a.in) {
		return passphrase, nil
	}
	again, err := ask()
	if err == nil && again != passphrase {
		err = monitor.NewProblem("passphrase.differs")
	}
	return passphrase, err
}
