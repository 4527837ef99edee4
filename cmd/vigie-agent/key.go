package main

import (
	"errors"
	"regexp"

	"github.com/spf13/cobra"

	"vigie/cmd/internal/installation"
	"vigie/monitor"
)

func (a *app) keyCommand() *cobra.Command {
	c := &cobra.Command{Use: "key"}
	c.AddCommand(
		&cobra.Command{Use: "set FEED", Args: a.args(1), RunE: a.keySet},
		&cobra.Command{Use: "check FEED", Args: a.args(1), RunE: a.keyCheck})
	return c
}

// hibpKey is the shape of a Have I Been Pwned key (haveibeenpwned.com/API/v3#Authorisation).
var hibpKey = regexp.MustCompile(`^[0-9a-fA-F]{32}$`)

// keyed refuses feeds that need no key.
func keyed(feed string) error {
	if err := feedName(feed); err != nil {
		return err
	}
	if feed != monitor.FeedHIBP {
		return monitor.NewProblem("key.no-key", "feed", feed)
	}
	return nil
}

func (a *app) keySet(c *cobra.Command, args []string) error {
	if err := keyed(args[0]); err != nil {
		return err
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
		}{args[0]}, func() { a.say("key.kept", "provider", i.KeyStore(a.words)) })
	})
}

// keyPlanJSON is what a key gives the right to.
type keyPlanJSON struct {
	Feed       string  `json:"feed"`
	RPM        int     `json:"requests_per_minute"` // 0: the service did not say
	KAnonymity bool    `json:"k_anonymity"`
	Until      *string `json:"until"` // the last day it is paid for, when the service says
}

func (a *app) keyCheck(c *cobra.Command, args []string) error {
	if err := keyed(args[0]); err != nil {
		return err
	}
	return a.unlocked(c.Context(), func(i *installation.Installation) error {
		plan, err := i.CheckKey(c.Context())
		if e := (*monitor.FetchError)(nil); errors.As(err, &e) {
			reason := a.reason(monitor.FeedStatus{Name: args[0], State: e.State, Reason: e.Reason, Status: e.Status, NotBefore: e.RetryAt})
			return monitor.NewProblem("key.unchecked", "reason", reason).Because(err)
		} else if err != nil {
			return err
		}
		doc := keyPlanJSON{args[0], plan.RPM, plan.KAnonymity, dated(plan.Until)}
		return a.print(doc, func() {
			a.say("key.valid", "rpm", doc.RPM)
			if doc.KAnonymity {
				a.say("key.k-anonymity")
			}
		})
	})
}
