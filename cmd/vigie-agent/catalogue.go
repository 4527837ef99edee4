package main

import (
	"fmt"
	"os"
	"strconv"

	"github.com/spf13/cobra"

	"vigie/assets"
	"vigie/monitor"
	"vigie/monitor/catalogue"
	"vigie/monitor/explain"
	"vigie/monitor/feeds/vigie"
)

// catalogueCommand holds the tools of whoever publishes the signed catalogue.
func (a *app) catalogueCommand() *cobra.Command {
	c := &cobra.Command{Use: "catalogue", Hidden: true}
	sign := &cobra.Command{Use: "sign FILE --key FILE --out FILE", Args: a.args(1), RunE: a.catalogueSign}
	sign.Flags().String("key", "", a.words.T("cli.flag.key"))
	sign.Flags().String("out", "", a.words.T("cli.flag.out"))
	c.AddCommand(
		&cobra.Command{Use: "lint FILE", Args: a.args(1), RunE: a.catalogueLint},
		a.required(sign, "key", "out"),
		&cobra.Command{Use: "keygen FILE", Args: a.args(1), RunE: a.catalogueKeygen})
	return c
}

func (a *app) catalogueLint(_ *cobra.Command, args []string) error {
	list, _, err := readCatalogue(args[0])
	if err != nil {
		return err
	}
	return a.print(soundJSON{list.Version, len(list.Breaches)}, func() {
		a.say("catalogue.sound", "breaches", len(list.Breaches), "version", list.Version)
	})
}

// soundJSON says what a list holds that has no fault.
type soundJSON struct {
	Version  int `json:"version"`
	Breaches int `json:"breaches"`
}

// readCatalogue reads a list to be published, which must have no fault.
func readCatalogue(path string) (*catalogue.Catalogue, []byte, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, nil, monitor.NewProblem("file.unreadable", "path", path).Because(err)
	}
	list, err := catalogue.Decode(data)
	if err != nil {
		return nil, nil, unsound([]error{err})
	}
	known, err := knownClasses()
	if err != nil {
		return nil, nil, err
	}
	if faults := catalogue.Lint(list, known); len(faults) > 0 {
		return nil, nil, unsound(faults)
	}
	return list, data, nil
}

// knownClasses are the classes of data that have words.
func knownClasses() (map[monitor.Class]bool, error) {
	classes, err := explain.LoadClasses(assets.Classes())
	if err != nil {
		return nil, err
	}
	known := make(map[monitor.Class]bool)
	for _, c := range classes.All() {
		known[c.Name] = true
	}
	return known, nil
}

func unsound(faults []error) error {
	return monitor.NewProblem("catalogue.unsound", "count", strconv.Itoa(len(faults)), "first", faults[0].Error())
}

func (a *app) catalogueSign(c *cobra.Command, args []string) error {
	keyPath, _ := c.Flags().GetString("key")
	out, _ := c.Flags().GetString("out")
	list, data, err := readCatalogue(args[0])
	if err != nil {
		return err
	}
	key, err := vigie.ReadKeyFile(keyPath)
	if err != nil {
		return err
	}
	known, err := knownClasses()
	if err != nil {
		return err
	}
	signed, err := vigie.Sign(data, known, key)
	if err != nil {
		return err
	}
	if err := os.WriteFile(out, signed, 0o644); err != nil {
		return monitor.NewProblem("data.unwritable", "path", out).Because(err)
	}
	return a.print(soundJSON{list.Version, len(list.Breaches)}, func() { a.say("catalogue.signed", "path", out) })
}

func (a *app) catalogueKeygen(_ *cobra.Command, args []string) error {
	key, err := vigie.CreateKeyFile(args[0])
	if err != nil {
		return err
	}
	return a.print(struct {
		PublicKey string `json:"public_key"`
	}{vigie.FormatPublicKey(key)}, func() {
		a.say("catalogue.key-made", "path", args[0])
		fmt.Fprintln(a.out, vigie.FormatPublicKey(key))
	})
}
