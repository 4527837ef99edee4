package main

import (
	"os"

	"github.com/spf13/cobra"

	"vigie/assets"
	"vigie/monitor"
	"vigie/monitor/catalogue"
	"vigie/monitor/directory"
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
