package main

import (
	"cmp"

	"github.com/spf13/cobra"

	"vigie/cmd/internal/installation"
	"vigie/monitor"
)

func (a *app) consentCommand() *cobra.Command {
	c := &cobra.Command{Use: "consent"}
	sub := func(use string, run func(*cobra.Command, []string) error) *cobra.Command {
		s := &cobra.Command{Use: use + " --feed NAME [--identifier ID]", Args: a.noArgs, RunE: run}
		s.Flags().String("feed", "", a.words.T("cli.flag.feed"))
		s.Flags().String("identifier", "", a.words.T("cli.flag.identifier"))
		return a.required(s, "feed")
	}
	c.AddCommand(sub("grant", a.consentGrant), sub("revoke", a.consentRevoke),
		&cobra.Command{Use: "list", Args: a.noArgs, RunE: a.consentList})
	return c
}

// consentFor reads what a consent is about. Only Pwned Passwords takes no identifier.
func consentFor(c *cobra.Command) (feed, identifier string, err error) {
	feed, _ = c.Flags().GetString("feed")
	identifier, _ = c.Flags().GetString("identifier")
	if err := feedName(feed); err != nil {
		return "", "", err
	}
	if identifier == "" && feed != monitor.FeedPwnedPasswords {
		return "", "", monitor.UsageProblem("consent.identifier")
	}
	return feed, identifier, nil
}

// consentJSON is a consent as programs see it.
type consentJSON struct {
	Feed       string  `json:"feed"`
	Identifier string  `json:"identifier"`
	Person     string  `json:"person"`
	Masked     string  `json:"masked"`
	At         *string `json:"at"`
}

func consentDocument(h *monitor.Household, x monitor.Consent) consentJSON {
	id, _ := h.Identifier(x.Identifier)
	p, _ := h.Person(id.Person)
	return consentJSON{x.Feed, x.Identifier, p.Name, id.Masked, stamp(x.At)}
}

func (a *app) consentGrant(c *cobra.Command, _ []string) error {
	feed, id, err := consentFor(c)
	if err != nil {
		return err
	}
	return a.unlocked(c.Context(), func(i *installation.Installation) error {
		x, err := i.Monitor.Grant(c.Context(), feed, id)
		if err != nil {
			return err
		}
		h, err := i.Store.Household(c.Context())
		if err != nil {
			return err
		}
		doc := consentDocument(h, x)
		return a.print(doc, func() {
			if id == "" {
				a.say("consent.granted-passwords", "feed", a.words.T("feed.name."+feed))
				a.say("consent.sent." + feed)
				return
			}
			a.say("consent.granted", "feed", a.words.T("feed.name."+feed), "masked", doc.Masked)
			a.say("consent.sent." + feed)
			a.say("consent.cnil")
		})
	})
}

func (a *app) consentRevoke(c *cobra.Command, _ []string) error {
	feed, id, err := consentFor(c)
	if err != nil {
		return err
	}
	return a.unlocked(c.Context(), func(i *installation.Installation) error {
		if err := i.Monitor.Revoke(c.Context(), feed, id); err != nil {
			return err
		}
		return a.print(removed{id}, func() { a.say("consent.revoked", "feed", a.words.T("feed.name."+feed)) })
	})
}

func (a *app) consentList(c *cobra.Command, _ []string) error {
	return a.unlocked(c.Context(), func(i *installation.Installation) error {
		h, err := i.Store.Household(c.Context())
		if err != nil {
			return err
		}
		doc, rows := []consentJSON{}, [][]string{}
		for _, x := range h.Consents {
			one := consentDocument(h, x)
			doc = append(doc, one)
			rows = append(rows, []string{one.Person, cmp.Or(one.Masked, a.words.T("consent.passwords")), a.words.T("feed.name." + x.Feed), a.words.Day(x.At.Local())})
		}
		return a.print(doc, func() {
			if len(rows) == 0 {
				a.say("consent.empty")
			}
			a.table(rows)
		})
	})
}
