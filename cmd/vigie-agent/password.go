package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"vigie/assets"
	"vigie/checklist/passwords"
	"vigie/cmd/internal/installation"
	"vigie/monitor"
)

func (a *app) passwordCommand() *cobra.Command {
	c := &cobra.Command{Use: "password"}
	check := &cobra.Command{Use: "check [--list PATH]", Args: a.noArgs, RunE: a.passwordCheck}
	check.Flags().String("list", "", a.words.T("cli.flag.list"))
	audit := &cobra.Command{Use: "audit FILE [--list PATH]", Args: a.args(1), RunE: a.passwordAudit}
	audit.Flags().String("list", "", a.words.T("cli.flag.list"))
	generate := &cobra.Command{Use: "generate [--words N|--characters N]", Args: a.noArgs, RunE: a.passwordGenerate}
	generate.Flags().Int("words", passwords.DefaultWords, a.words.T("cli.flag.words"))
	generate.Flags().Int("characters", 0, a.words.T("cli.flag.characters"))
	c.AddCommand(check, audit, generate, a.passwordDownloadCommand(),
		&cobra.Command{Use: "press LIST FILTER", Args: a.args(2), RunE: a.passwordPress})
	return c
}

// passwordJSON is what is said of one password.
type passwordJSON struct {
	Bits    float64            `json:"bits"` // one decimal
	Level   passwords.Level    `json:"level"`
	Reasons []passwords.Reason `json:"reasons"`
	Leaked  string             `json:"leaked"` // yes, no, not-checked
	Count   int                `json:"count"`
	Reason  string             `json:"reason"` // why it was not checked
}

// leaked puts an answer in one of three words.
func leaked(x passwords.Answer) string {
	switch {
	case x.Err != nil:
		return "not-checked"
	case x.Count > 0:
		return "yes"
	}
	return "no"
}

// notChecked says why a list gave no answer. Without an agreement nothing was
// meant to be asked; anything else makes the command incomplete.
func (a *app) notChecked(err error) string {
	if err == nil {
		return ""
	}
	var e *monitor.FetchError
	if errors.As(err, &e) && e.Reason == monitor.ReasonNoConsent {
		return a.words.T("password.no-consent")
	}
	a.status = exitIncomplete
	switch {
	case errors.Is(err, passwords.ErrPerhaps):
		return a.words.T("password.perhaps")
	case errors.Is(err, context.Canceled):
		return a.words.T("password.interrupted")
	case errors.As(err, &e):
		return a.reason(monitor.FeedStatus{Name: monitor.FeedPwnedPasswords, State: e.State, Reason: e.Reason, Status: e.Status, NotBefore: e.RetryAt})
	}
	a.debug(err)
	return a.words.T("password.list-failed")
}

// judging opens what passwords are judged with. Without a key store the judge
// knows nothing of the household, which is said.
func (a *app) judging(c *cobra.Command, f func(*installation.Installation, *passwords.Judge, passwords.Source) error) error {
	list, _ := c.Flags().GetString("list")
	return a.opened(c.Context(), func(i *installation.Installation) error {
		a.debugIf(a.givePassphrase(i))
		judge, err := i.Judge(c.Context())
		if judge == nil {
			return err
		}
		if err != nil {
			a.debug(err)
			a.warn("password.household-unread")
		}
		source, closer, err := i.Leaked(c.Context(), list)
		if err != nil {
			return err
		}
		defer closer()
		return f(i, judge, source)
	})
}

func (a *app) passwordCheck(c *cobra.Command, _ []string) error {
	secret, err := a.typedSecret()
	if err != nil {
		return err
	}
	defer secret.Wipe()
	if secret.Empty() {
		return monitor.NewProblem("password.empty")
	}
	return a.judging(c, func(_ *installation.Installation, judge *passwords.Judge, source passwords.Source) error {
		s := judge.Strength(secret)
		answer := source.Counts(c.Context(), []passwords.Hash{secret.Hash()}, nil)[0]
		doc := passwordJSON{rounded(s.Bits), s.Level, list(s.Reasons), leaked(answer), answer.Count, a.notChecked(answer.Err)}
		return a.print(doc, func() { a.writePassword(doc) })
	})
}

// typedSecret reads a password: one line at a terminal, which does not show it,
// or the whole input, without the end of its line.
func (a *app) typedSecret() (passwords.Secret, error) {
	if terminal(a.in) {
		text, err := a.hidden(a.words.T("password.prompt"))
		return passwords.NewSecret([]byte(text)), err
	}
	data, err := io.ReadAll(io.LimitReader(a.in, maxTyped+1))
	if err == nil && len(data) > maxTyped {
		err = monitor.NewProblem("input.too-long")
	}
	for n := len(data); n > 0 && (data[n-1] == '\n' || data[n-1] == '\r'); n-- {
		data = data[:n-1]
	}
	return passwords.NewSecret(data), err
}

func rounded(bits float64) float64 { return math.Round(bits*10) / 10 }

func (a *app) writePassword(doc passwordJSON) {
	switch doc.Leaked {
	case "yes":
		fmt.Fprintln(a.out, "▲ "+a.words.N("password.leaked", doc.Count))
	case "no":
		a.say("password.not-leaked")
	default:
		a.say("password.not-checked", "reason", doc.Reason)
	}
	a.say("password.level."+string(doc.Level), "bits", fmt.Sprintf("%.0f", doc.Bits))
	for _, why := range doc.Reasons {
		fmt.Fprintln(a.out, "  · "+a.words.T("password.reason."+string(why)))
	}
}

// auditJSON is what an export holds.
type auditJSON struct {
	Format   string                     `json:"format"`
	Complete bool                       `json:"complete"`
	Reason   string                     `json:"reason"` // why it is not complete
	Counts   auditCountsJSON            `json:"counts"`
	Entries  []auditEntryJSON           `json:"entries"`
	Excluded map[passwords.Excluded]int `json:"excluded"`
}

type auditCountsJSON struct {
	Entries    int `json:"entries"`
	Exposed    int `json:"exposed"`
	NotChecked int `json:"not_checked"`
	Reused     int `json:"reused"`
	Weak       int `json:"weak"`
	Older      int `json:"older_than_leak"`
	Sound      int `json:"sound"`
}

type auditEntryJSON struct {
	Line      int             `json:"line"`
	Site      string          `json:"site"`
	Place     passwords.Place `json:"place"`
	Leaked    string          `json:"leaked"`
	Count     int             `json:"count"`
	Reused    int             `json:"reused"`
	Bits      float64         `json:"bits"`
	Level     passwords.Level `json:"level"`
	OlderThan *string         `json:"older_than"`
	Sound     bool            `json:"sound"`
}

func auditDocument(r *passwords.Report) auditJSON {
	c := r.Counts()
	doc := auditJSON{
		Format: r.Format, Complete: !r.Partial, Entries: []auditEntryJSON{}, Excluded: r.Excluded,
		Counts: auditCountsJSON{c.Entries, c.Exposed, c.Unchecked, c.Reused, c.Weak, c.Older, c.Sound},
	}
	for _, e := range r.Entries {
		doc.Entries = append(doc.Entries, auditEntryJSON{
			e.Line, e.Site, e.Place, leaked(e.Exposed), e.Exposed.Count, e.Reused,
			rounded(e.Strength.Bits), e.Strength.Level, said(e.OlderThan), e.Sound(),
		})
	}
	return doc
}

func (a *app) passwordAudit(c *cobra.Command, args []string) error {
	f, err := os.Open(args[0])
	if err != nil {
		return monitor.NewProblem("file.unreadable", "path", args[0]).Because(err)
	}
	defer func() { _ = f.Close() }()
	return a.judging(c, func(i *installation.Installation, judge *passwords.Judge, source passwords.Source) error {
		auditor, err := i.Auditor(c.Context(), judge, source)
		if err != nil {
			return err
		}
		r, err := auditor.Audit(c.Context(), f, a.lookedUp())
		if err != nil {
			return err
		}
		doc := auditDocument(r)
		doc.Reason = a.notChecked(r.Err)
		return a.print(doc, func() { a.writeAudit(doc) })
	})
}

// lookedUp shows progress on a terminal.
func (a *app) lookedUp() func(done, of int) {
	if !terminal(a.err) {
		return nil
	}
	return func(done, of int) {
		fmt.Fprintf(a.err, "\r%s", a.words.T("password.progress", "done", done, "of", of))
		if done == of {
			fmt.Fprintln(a.err)
		}
	}
}

// maxAuditLines is how many accounts people are shown at once: whoever has
// changed these asks again.
const maxAuditLines = 15

func (a *app) writeAudit(doc auditJSON) {
	c := doc.Counts
	a.say("password.audit", "entries", c.Entries, "sound", c.Sound)
	if !doc.Complete {
		a.say("password.audit-partial", "n", c.NotChecked, "reason", doc.Reason)
	}
	var rows [][]string
	for _, e := range doc.Entries {
		if why := a.against(e); why != "" && len(rows) < maxAuditLines {
			rows = append(rows, []string{"  " + e.Site, why})
		}
	}
	if len(rows) > 0 {
		a.say("password.audit-first")
		a.table(rows)
	}
	if more := c.Entries - c.Sound - len(rows); more > 0 && len(rows) == maxAuditLines {
		a.say("password.audit-more", "n", more)
	}
	for _, why := range []passwords.Excluded{passwords.NoPassword, passwords.NotARow} {
		if n := doc.Excluded[why]; n > 0 {
			a.say("password.excluded."+string(why), "n", n)
		}
	}
	a.say("sites.delete-export")
}

// against lists what speaks against a password, in a few words; nothing when
// nothing does, or nothing is known.
func (a *app) against(e auditEntryJSON) string {
	var why []string
	if e.Leaked == "yes" {
		why = append(why, a.words.T("password.against.leaked"))
	}
	if e.OlderThan != nil {
		why = append(why, a.words.T("password.against.older", "breach", *e.OlderThan))
	}
	if e.Reused > 0 {
		why = append(why, a.words.N("password.against.reused", e.Reused))
	}
	if e.Bits < passwords.BitsLimited {
		why = append(why, a.words.T("password.against.weak"))
	}
	return strings.Join(why, ", ")
}

// madeJSON is a password made here.
type madeJSON struct {
	Password string  `json:"password"`
	Bits     float64 `json:"bits"`
}

// The shortest and longest of what is made.
const (
	minWords, maxWords           = 4, 40
	minCharacters, maxCharacters = 8, 128
)

func (a *app) passwordGenerate(c *cobra.Command, _ []string) error {
	words, _ := c.Flags().GetInt("words")
	characters, _ := c.Flags().GetInt("characters")
	var made passwords.Made
	var err error
	switch {
	case c.Flags().Changed("words") && c.Flags().Changed("characters"),
		words < minWords || words > maxWords,
		c.Flags().Changed("characters") && (characters < minCharacters || characters > maxCharacters):
		return monitor.UsageProblem("password.length")
	case characters > 0:
		made, err = passwords.Characters(characters)
	default:
		made, err = passwords.Phrase(assets.Passwords(), a.words.Lang(), words)
	}
	if err != nil {
		return err
	}
	doc := madeJSON{made.Reveal(), rounded(made.Bits)}
	return a.print(doc, func() {
		fmt.Fprintln(a.out, doc.Password)
		a.warn("password.made", "bits", fmt.Sprintf("%.0f", doc.Bits))
	})
}
