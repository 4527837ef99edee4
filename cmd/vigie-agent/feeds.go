package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"vigie/cmd/internal/installation"
	"vigie/monitor"
)

func (a *app) feedsCommand() *cobra.Command {
	c := &cobra.Command{Use: "feeds"}
	c.AddCommand(
		&cobra.Command{Use: "list", Args: a.noArgs, RunE: a.feedsList},
		&cobra.Command{Use: "enable NAME", Args: a.args(1), RunE: func(c *cobra.Command, args []string) error { return a.feedsChoose(c, args[0], true) }},
		&cobra.Command{Use: "disable NAME", Args: a.args(1), RunE: func(c *cobra.Command, args []string) error { return a.feedsChoose(c, args[0], false) }},
	)
	return c
}

func (a *app) feedsList(c *cobra.Command, _ []string) error {
	return a.opened(c.Context(), func(i *installation.Installation) error {
		if i.FeedsProblem != nil {
			return i.FeedsProblem
		}
		statuses, err := i.Monitor.Feeds(c.Context())
		if err != nil {
			return err
		}
		doc := []feedJSON{}
		for _, st := range statuses {
			doc = append(doc, a.feedDocument(monitor.FeedResult{FeedStatus: st}))
		}
		return a.print(doc, func() {
			for _, st := range statuses {
				fmt.Fprintln(a.out, a.feedLine(monitor.FeedResult{FeedStatus: st}))
				if address := i.Address(st.Name); address != "" {
					fmt.Fprintf(a.out, "  %-16s %s\n", "", address)
				}
			}
		})
	})
}

func (a *app) feedsChoose(c *cobra.Command, name string, on bool) error {
	if err := feedName(name); err != nil {
		return err
	}
	return a.opened(c.Context(), func(i *installation.Installation) error {
		if i.FeedsProblem != nil {
			return i.FeedsProblem
		}
		st, err := i.Monitor.Choose(c.Context(), name, on)
		if err != nil {
			return err
		}
		key := "feeds.disabled"
		if on {
			key = "feeds.enabled"
		}
		return a.print(a.feedDocument(monitor.FeedResult{FeedStatus: st}), func() { a.say(key, "feed", a.words.T("feed.name."+name)) })
	})
}
