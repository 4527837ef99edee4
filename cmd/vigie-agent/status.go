package main

import (
	"fmt"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"vigie/cmd/internal/installation"
	"vigie/monitor"
	"vigie/monitor/desktop"
)

func (a *app) statusCommand() *cobra.Command {
	return &cobra.Command{Use: "status", Args: a.noArgs, RunE: a.showStatus}
}

// statusJSON is how the program stands, as programs see it: a public interface.
type statusJSON struct {
	State             monitor.Health        `json:"state"`
	LastCompleteCheck *string               `json:"last_complete_check"`
	NextCheck         *string               `json:"next_check"`
	Keychain          monitor.KeychainState `json:"keychain"`
	Feeds             []feedJSON            `json:"feeds"`
	OpenAlerts        *int                  `json:"open_alerts"` // null when they cannot be read
	Proxies           []string              `json:"proxies"`
	Version           string                `json:"version"`
}

func (a *app) showStatus(c *cobra.Command, _ []string) error {
	ctx := c.Context()
	return a.opened(ctx, func(i *installation.Installation) error {
		if i.FeedsProblem != nil {
			a.fail(i.FeedsProblem)
		}
		a.debugIf(a.givePassphrase(i))
		doc := statusJSON{Feeds: []feedJSON{}, Proxies: a.proxies(i), Version: installation.Version}
		var err error
		if doc.Keychain, err = i.Monitor.KeychainState(ctx); err != nil {
			return err
		}
		if doc.Keychain == monitor.KeychainOK {
			if n, err := a.openAlerts(c, i); err == nil {
				doc.OpenAlerts = &n
			} else {
				a.debug(err)
			}
		}
		feeds, err := i.Monitor.Feeds(ctx)
		if err != nil {
			return err
		}
		last, err := i.Monitor.LastComplete(ctx)
		if err != nil {
			return err
		}
		doc.State, doc.LastCompleteCheck, doc.NextCheck = monitor.HealthOf(feeds, last, a.now()), stamp(last), stamp(nextCheck(feeds))
		for _, f := range feeds {
			doc.Feeds = append(doc.Feeds, a.feedDocument(monitor.FeedResult{FeedStatus: f}))
		}
		chosen, err := i.Settings(ctx)
		if err != nil {
			return err
		}
		return a.print(doc, func() {
			a.writeStatus(doc, feeds, last)
			a.writeStopped(chosen)
			a.writeAgent(c, i)
		})
	})
}

// writeAgent says whether the agent watches, and what this desktop cannot show of
// it: stock GNOME has no tray.
func (a *app) writeAgent(c *cobra.Command, i *installation.Installation) {
	if desktop.Send(i.AgentFolder(), desktop.WordChanged) != nil {
		a.say("status.agent.off")
		return
	}
	a.say("status.agent.on")
	for _, err := range []error{desktop.TrayHost(c.Context()), i.Popups(c.Context())} {
		if err != nil {
			what, do := a.explain.Problem(installation.AsProblem(err))
			fmt.Fprintf(a.out, "%s %s\n", what, do)
		}
	}
}

func (a *app) openAlerts(c *cobra.Command, i *installation.Installation) (int, error) {
	if err := i.Unlock(c.Context()); err != nil {
		return 0, err
	}
	return i.OpenAlerts(c.Context())
}

// nextCheck is the earliest time at which a feed is due.
func nextCheck(feeds []monitor.FeedStatus) time.Time {
	var next time.Time
	for _, f := range feeds {
		if f.State != monitor.StateOff && !f.Next.IsZero() && (next.IsZero() || f.Next.Before(next)) {
			next = f.Next
		}
	}
	return next
}

// proxies names the proxies that requests would go through, each once.
func (a *app) proxies(i *installation.Installation) []string {
	names := []string{}
	for _, feed := range monitor.FeedNames() {
		if p := i.Egress.Proxy(i.Address(feed)); p != "" && !slices.Contains(names, p) {
			names = append(names, p)
		}
	}
	return names
}

func (a *app) writeStatus(doc statusJSON, feeds []monitor.FeedStatus, last time.Time) {
	when := a.words.T("status.never")
	if !last.IsZero() {
		when = a.words.Moment(last.Local())
	}
	fmt.Fprintln(a.out, a.words.T("status.state."+string(doc.State), "when", when))
	fmt.Fprintln(a.out, a.words.T("status.keychain."+string(doc.Keychain)))
	switch {
	case doc.OpenAlerts == nil:
	case *doc.OpenAlerts == 0:
		a.say("status.no-alert")
	default:
		fmt.Fprintln(a.out, a.words.N("status.alerts", *doc.OpenAlerts))
	}
	for _, p := range doc.Proxies {
		fmt.Fprintln(a.out, a.words.T("status.proxy", "host", p))
	}
	for _, f := range feeds {
		fmt.Fprintln(a.out, a.feedLine(monitor.FeedResult{FeedStatus: f}))
	}
}
