package main

import (
	"github.com/spf13/cobra"

	"vigie/monitor"
)

func (a *app) runAgent(c *cobra.Command, _ []string) error {
	a.help(c)
	return monitor.UsageProblem("usage.agent")
}
