package main

import (
	"bytes"
	"errors"
	"io/fs"
	"os"

	"github.com/spf13/cobra"

	"vigie/cmd/internal/installation"
	"vigie/monitor"
)

func (a *app) householdCommand() *cobra.Command {
	c := &cobra.Command{Use: "household"}
	c.AddCommand(
		&cobra.Command{Use: "export FILE", Args: a.args(1), RunE: a.householdExport},
		&cobra.Command{Use: "import FILE", Args: a.args(1), RunE: a.householdImport})
	return c
}

// householdExport writes the household into a sealed file. A file that exists is
// left alone: it may be the only copy of another household.
func (a *app) householdExport(c *cobra.Command, args []string) error {
	return a.unlocked(c.Context(), func(i *installation.Installation) error {
		passphrase, err := a.newPassphrase(a.copyPassphrase)
		if err != nil {
			return err
		}
		var sealed bytes.Buffer
		if err := i.Export(c.Context(), &sealed, passphrase); err != nil {
			return err
		}
		if err := writeNew(args[0], sealed.Bytes()); err != nil {
			return err
		}
		return a.print(struct {
			Path string `json:"path"`
		}{args[0]}, func() { a.say("household.exported", "path", args[0]) })
	})
}

// copyPassphrase asks for the passphrase of a sealed household, which is not
// that of the key store's file: as with every secret, on standard input.
func (a *app) copyPassphrase() (string, error) {
	if terminal(a.in) {
		return a.hidden(a.words.T("household.prompt"))
	}
	return a.typed("")
}

// writeNew writes a file that only its owner reads, and never over another.
func writeNew(path string, data []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return monitor.NewProblem("file.exists", "path", path)
	} else if err != nil {
		return monitor.NewProblem("file.unwritable", "path", path).Because(err)
	}
	_, err = f.Write(data)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		_ = os.Remove(path)
		return monitor.NewProblem("file.unwritable", "path", path).Because(err)
	}
	return nil
}

// importedHouseholdJSON counts what an import added.
type importedHouseholdJSON struct {
	Persons      int `json:"persons"`
	Identifiers  int `json:"identifiers"`
	Affiliations int `json:"affiliations"`
}

func (a *app) householdImport(c *cobra.Command, args []string) error {
	f, err := os.Open(args[0])
	if err != nil {
		return monitor.NewProblem("file.unreadable", "path", args[0]).Because(err)
	}
	defer func() { _ = f.Close() }()
	return a.unlocked(c.Context(), func(i *installation.Installation) error {
		passphrase, err := a.copyPassphrase()
		if err != nil {
			return err
		}
		n, err := i.Import(c.Context(), f, passphrase)
		if err != nil {
			return err
		}
		return a.print(importedHouseholdJSON(n), func() {
			a.say("household.imported", "persons", n.Persons, "identifiers", n.Identifiers, "affiliations", n.Affiliations)
		})
	})
}
