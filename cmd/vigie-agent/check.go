package main

import (
	"cmp"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"vigie/cmd/internal/installation"
	"vigie/monitor"
)

func (a *app) checkCommand() *cobra.Command {
	c := &cobra.Command{Use: "check [--feed NAME]...", Args: a.noArgs, RunE: a.check}
	c.Flags().StringArray("feed", nil, a.words.T("cli.flag.feed"))
	return c
}

// checkJSON is the result of a check as programs see it: a public interface.
type checkJSON struct {
	Started     string      `json:"started"`
	Finished    string      `json:"finished"`
	Complete    bool        `json:"complete"`
	Feeds       []feedJSON  `json:"feeds"`
	NewFindings int         `json:"new_findings"`
	Alerts      []alertJSON `json:"alerts"`
}

type feedJSON struct {
	Name      string            `json:"name"`
	State     monitor.FeedState `json:"state"`
	Records   int               `json:"records"`
	New       int               `json:"new"`
	Changed   int               `json:"changed"`
	Withdrawn int               `json:"withdrawn"`
	CheckedAt *string           `json:"checked_at"`
	Reason    string            `json:"reason"`
	Next      *string           `json:"next"`
}

type alertJSON struct {
	ID     string            `json:"id"`
	Person string            `json:"person"`
	Breach string            `json:"breach"`
	Kind   monitor.AlertKind `json:"kind"`
}

func (a *app) feedDocument(r monitor.FeedResult) feedJSON {
	return feedJSON{
		Name: r.Name, State: r.State, Records: r.Records, New: r.New, Changed: r.Changed, Withdrawn: r.Withdrawn,
		CheckedAt: stamp(r.CheckedAt), Reason: a.reason(r.FeedStatus), Next: stamp(r.Next),
	}
}

// reason says why a feed was not checked, or what else there is to say about
// it; nothing when all is well.
func (a *app) reason(s monitor.FeedStatus) string {
	if s.Reason == monitor.ReasonNone {
		return ""
	}
	return a.explain.FeedReason(s)
}

func (a *app) check(c *cobra.Command, _ []string) error {
	feeds, _ := c.Flags().GetStringArray("feed")
	for _, f := range feeds {
		if err := feedName(f); err != nil {
			return err
		}
	}
	return a.unlocked(c.Context(), func(i *installation.Installation) error {
		if i.FeedsProblem != nil {
			return i.FeedsProblem
		}
		o := monitor.CheckOptions{Feeds: feeds}
		if terminal(a.err) {
			a.warn("check.started")
			o.Progress = func(r monitor.FeedResult) { fmt.Fprintln(a.err, a.feedLine(r)) }
		}
		result, err := i.Monitor.Check(c.Context(), o)
		if err != nil {
			return err
		}
		if err := a.reportCheck(c, i, result); err != nil {
			return err
		}
		// Stored, then shown, then marked: shown twice at worst, never lost.
		if err := i.Monitor.MarkNotified(c.Context(), result.Alerts); err != nil {
			return err
		}
		switch {
		case !result.Complete:
			a.status = exitIncomplete
		case len(result.Alerts) > 0:
			a.status = exitNews
		}
		a.answered()
		return nil
	})
}

func (a *app) debugIf(err error) {
	if err != nil {
		a.debug(err)
	}
}

func (a *app) reportCheck(c *cobra.Command, i *installation.Installation, r *monitor.Checked) error {
	h, err := i.Store.Household(c.Context())
	if err != nil {
		return err
	}
	catalogue, err := i.Monitor.Catalogue(c.Context())
	if err != nil {
		return err
	}
	doc := checkJSON{
		Started: r.Started.Format(time.RFC3339), Finished: r.Finished.Format(time.RFC3339), Complete: r.Complete,
		Feeds: []feedJSON{}, NewFindings: r.NewFindings(), Alerts: []alertJSON{},
	}
	for _, f := range r.Feeds {
		doc.Feeds = append(doc.Feeds, a.feedDocument(f))
	}
	for _, x := range r.Alerts {
		p, _ := h.Person(x.Person)
		id := x.Breach
		if b, ok := catalogue.Breach(id); ok {
			id = b.ID // findings call it that
		}
		doc.Alerts = append(doc.Alerts, alertJSON{x.ID, p.Name, id, x.Kind})
	}
	return a.print(doc, func() { a.showCheck(r, doc, catalogue) })
}

func (a *app) showCheck(r *monitor.Checked, doc checkJSON, c *monitor.Catalogue) {
	for _, f := range r.Feeds {
		fmt.Fprintln(a.out, a.feedLine(f))
	}
	for _, x := range doc.Alerts {
		organisation := x.Breach
		if b, ok := c.Breach(x.Breach); ok {
			organisation = a.leakName(b.Organisation, cmp.Or(b.Disclosed(), b.OccurredTo, b.OccurredFrom), false)
		}
		fmt.Fprintln(a.out, a.words.T("check.alert."+string(x.Kind), "name", x.Person, "organisation", organisation, "breach", x.Breach))
	}
	switch {
	case !r.Complete:
		a.say("check.incomplete")
	case len(doc.Alerts) == 0:
		a.say("check.nothing-new")
	}
}

// feedLine is one feed on one line.
func (a *app) feedLine(r monitor.FeedResult) string {
	line := fmt.Sprintf("  %-16s %s", r.Name, a.words.T("check.state."+string(r.State)))
	if r.State == monitor.StateOK {
		line += " — " + a.words.T("check.counts", "records", a.words.Number(int64(r.Records)), "new", a.words.Number(int64(r.New)),
			"changed", a.words.Number(int64(r.Changed)), "withdrawn", a.words.Number(int64(r.Withdrawn)))
	}
	if reason := a.reason(r.FeedStatus); reason != "" {
		line += " — " + reason
	}
	return line
}
