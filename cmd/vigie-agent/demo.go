package main

import (
	"github.com/spf13/cobra"

	"vigie/cmd/internal/installation"
)

func (a *app) demoCommand() *cobra.Command {
	return &cobra.Command{Use: "demo", Args: a.noArgs, RunE: a.demo}
}

func (a *app) demo(c *cobra.Command, _ []string) error {
	m, err := installation.Demo(c.Context(), a.now)
	if err != nil {
		return err
	}
	a.say("demo.intro")
	return a.reportFindings(c.Context(), m, "")
}
