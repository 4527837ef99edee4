package main

import (
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"vigie/cmd/internal/installation"
	"vigie/monitor"
)

func (a *app) ledgerCommand() *cobra.Command {
	c := &cobra.Command{Use: "ledger [--since WHEN]", Args: a.noArgs, RunE: a.ledger}
	c.Flags().String("since", "", a.words.T("cli.flag.since"))
	return c
}

// ledgerJSON is a row of the ledger as programs see it: a public interface.
type ledgerJSON struct {
	At         string          `json:"at"`
	Feed       string          `json:"feed"`
	Host       string          `json:"host"`
	Purpose    monitor.Purpose `json:"purpose"`
	Sent       string          `json:"sent"`
	Identifier *string         `json:"identifier"`
	BytesOut   int64           `json:"bytes_out"`
	BytesIn    int64           `json:"bytes_in"`
	Outcome    string          `json:"outcome"`
}

func (a *app) ledger(c *cobra.Command, _ []string) error {
	text, _ := c.Flags().GetString("since")
	since, err := sinceWhen(text, a.now())
	if err != nil {
		return err
	}
	return a.opened(c.Context(), func(i *installation.Installation) error {
		// Rows about nobody can be read without the key store; the others say
		// less then.
		a.debugIf(a.unlock(c.Context(), i))
		rows, err := i.Store.Requests(c.Context(), since)
		if err != nil {
			return err
		}
		doc := make([]ledgerJSON, len(rows))
		for n, r := range rows {
			sent := string(r.Sent)
			if r.Identifier != "" {
				sent += " (" + r.Identifier + ")"
			}
			doc[n] = ledgerJSON{r.At.UTC().Format(time.RFC3339), r.Feed, r.Host, r.Purpose, sent, said(r.Identifier), r.BytesOut, r.BytesIn, r.Outcome}
		}
		return a.print(doc, func() { a.showLedger(rows) })
	})
}

func (a *app) showLedger(rows []monitor.LedgerEntry) {
	if len(rows) == 0 {
		a.say("ledger.empty")
		return
	}
	var lines [][]string
	for _, r := range rows {
		lines = append(lines, []string{
			a.words.Moment(r.At.Local()), a.words.T("feed.name." + r.Feed), r.Host,
			a.words.T("ledger.sent." + strings.ReplaceAll(string(r.Sent), " ", "-")), r.Outcome,
		})
	}
	a.table(lines)
}

// sinceWhen reads a day, a moment (RFC 3339), or a length of time back from now
// ("24h", "7d").
func sinceWhen(s string, now time.Time) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	if t, err := time.ParseInLocation(time.DateOnly, s, time.Local); err == nil {
		return t, nil
	}
	if t, err := time.Parse(time.RFC3339, s); err == nil {
		return t, nil
	}
	if days, ok := strings.CutSuffix(s, "d"); ok {
		if n, err := strconv.ParseUint(days, 10, 16); err == nil {
			return now.AddDate(0, 0, -int(n)), nil
		}
	}
	if d, err := time.ParseDuration(s); err == nil && d >= 0 {
		return now.Add(-d), nil
	}
	return time.Time{}, monitor.UsageProblem("ledger.since")
}
