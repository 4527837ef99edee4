package main

import (
	"bufio"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"vigie/cmd/internal/installation"
	"vigie/monitor"
	"vigie/monitor/feeds/pwnedpasswords"
)

func (a *app) passwordDownloadCommand() *cobra.Command {
	c := &cobra.Command{Use: "download FOLDER [--yes]", Args: a.args(1), RunE: a.passwordDownload}
	c.Flags().Bool("yes", false, a.words.T("cli.flag.yes"))
	return c
}

// downloadJSON is what became of a download, counted in ranges.
type downloadJSON struct {
	Path      string `json:"path"`
	Complete  bool   `json:"complete"`
	Reason    string `json:"reason"` // why it is not complete
	Ranges    int    `json:"ranges"` // of the whole list
	Kept      int    `json:"kept"`   // of an earlier run that was interrupted
	Unchanged int    `json:"unchanged"`
	Written   int    `json:"written"`
}

// passwordDownload downloads the whole list, or goes on with that. It takes hours
// and most of a disk: somebody has to want it.
func (a *app) passwordDownload(c *cobra.Command, args []string) error {
	if yes, _ := c.Flags().GetBool("yes"); !yes {
		if !terminal(a.in) {
			return monitor.UsageProblem("password.download-yes")
		}
		word := a.words.T("password.download-word")
		answer, err := a.ask(bufio.NewReader(a.in), a.words.T("password.download-question", "path", args[0], "word", word))
		if err != nil {
			return err
		}
		if !strings.EqualFold(strings.TrimSpace(answer), word) {
			return monitor.NewProblem("cancelled")
		}
	}
	return a.opened(c.Context(), func(i *installation.Installation) error {
		t, err := i.DownloadList(c.Context(), args[0], a.downloaded())
		if p := (*monitor.Problem)(nil); errors.As(err, &p) {
			return err
		}
		doc := downloadJSON{args[0], t.Complete(), a.notChecked(err), pwnedpasswords.Ranges, t.Kept, t.Unchanged, t.Written}
		return a.print(doc, func() {
			if doc.Complete {
				a.say("password.downloaded", "path", doc.Path, "written", a.words.Number(int64(doc.Written)))
				return
			}
			a.say("password.download-left", "missing", a.words.Number(int64(doc.Ranges-doc.Kept-doc.Unchanged-doc.Written)), "of", a.words.Number(int64(doc.Ranges)), "reason", doc.Reason)
		})
	})
}

// downloaded shows progress on a terminal, now and then.
func (a *app) downloaded() func(pwnedpasswords.Tally) {
	if !terminal(a.err) {
		return nil
	}
	return func(t pwnedpasswords.Tally) {
		if done := t.Done(); done%256 == 0 {
			fmt.Fprintf(a.err, "\r%s", a.words.T("password.download-progress", "done", a.words.Number(int64(done)), "of", a.words.Number(pwnedpasswords.Ranges)))
		}
		if t.Complete() {
			fmt.Fprintln(a.err)
		}
	}
}

// pressedJSON is a filter that was made.
type pressedJSON struct {
	Path      string  `json:"path"`
	ErrorRate float64 `json:"error_rate"` // measured: how often it holds what is not in the list
}

func (a *app) passwordPress(c *cobra.Command, args []string) error {
	var progress func(int)
	if terminal(a.err) {
		progress = func(shard int) { fmt.Fprintf(a.err, "\r%3d %%", shard*100/256) }
	}
	wrong, of, err := installation.PressList(c.Context(), args[0], args[1], progress)
	if err != nil {
		return err
	}
	doc := pressedJSON{args[1], float64(wrong) / float64(of)}
	return a.print(doc, func() {
		a.say("password.pressed", "path", doc.Path, "wrong", a.words.Number(int64(wrong)), "of", a.words.Number(int64(of)))
	})
}
