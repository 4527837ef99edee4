package main

import (
	"regexp"

	"github.com/spf13/cobra"

	"vigie/cmd/internal/installation"
	"vigie/monitor"
)

func (a *app) keyCommand() *cobra.Command {
	c := &cobra.Command{Use: "key"}
	c.AddCommand(&cobra.Command{Use: "set FEED", Args: a.args(1), RunE: a.keySet})
	return c
}

// hibpKey is the shape of a Have I Been Pwned key (haveibeenpwned.com/API/v3#Authorisation).
var hibpKey = regexp.MustCompile(`^[0-9a-fA-F]{32}$`)

func (a *app) keySet(c *cobra.Command, args []string) error {
	if err := feedName(args[0]); err != nil {
		return err
	}
	if args[0] != monitor.FeedHIBP {
		return monitor.NewProblem("key.no-key", "feed", args[0])
	}
	key, err := a.typed(a.words.T("key.prompt"))
	if err != nil {
		return err
	}
	if !hibpKey.MatchString(key) {
		return monitor.NewProblem("key.shape")
	}
	return a.unlocked(c.Context(), func(i *installation.Installation) error {
		if err := i.Monitor.SetKey(c.Context(), args[0], []byte(key)); err != nil {
			return err
		}
		return a.print(struct {
			Feed string `json:"feed"`
		}{args[0]}, func() { a.say("key.kept", "provider", i.Keychain.Provider()) })
	})
}
