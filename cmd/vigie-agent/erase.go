package main

import (
	"bufio"
	"strings"

	"github.com/spf13/cobra"

	"vigie/monitor"
)

func (a *app) eraseCommand() *cobra.Command {
	c := &cobra.Command{Use: "erase [--yes]", Args: a.noArgs, RunE: a.erase}
	c.Flags().Bool("yes", false, a.words.T("cli.flag.yes"))
	return c
}

// erasedJSON is what became of a request to erase.
type erasedJSON struct {
	Erased bool     `json:"erased"`
	Left   []string `json:"left"` // what Vigie did not write
}

// erase removes everything, the key store first: what is left after a failure
// can still be erased by calling it again.
func (a *app) erase(c *cobra.Command, _ []string) error {
	if yes, _ := c.Flags().GetBool("yes"); !yes {
		if !terminal(a.in) {
			return monitor.UsageProblem("erase.yes")
		}
		word := a.words.T("erase.word")
		answer, err := a.ask(bufio.NewReader(a.in), a.words.T("erase.question", "word", word))
		if err != nil {
			return err
		}
		if !strings.EqualFold(strings.TrimSpace(answer), word) {
			return a.print(erasedJSON{Left: []string{}}, func() { a.say("erase.kept") })
		}
	}
	i, err := a.open(c.Context())
	if err != nil {
		return err
	}
	left, err := i.Erase(c.Context())
	if err != nil {
		return err
	}
	if entry, err := a.sessionEntry(); err == nil {
		if on, err := entry.Enabled(); err == nil && on {
			a.debugIf(entry.Disable())
		}
	}
	return a.print(erasedJSON{true, list(left)}, func() {
		a.say("erase.done")
		for _, path := range left {
			a.say("erase.left", "path", path)
		}
	})
}
