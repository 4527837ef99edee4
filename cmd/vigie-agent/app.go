package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"golang.org/x/term"

	"vigie/assets"
	"vigie/assets/words"
	"vigie/cmd/internal/installation"
	"vigie/monitor"
	"vigie/monitor/explain"
	"vigie/monitor/keychain"
)

// Exit statuses, a public interface.
const (
	exitDone       = 0
	exitProblem    = 1 // could not be carried out
	exitUsage      = 2
	exitNews       = 10 // done, complete, new findings
	exitIncomplete = 20 // done, but something was not checked
)

// app is one call of the program.
type app struct {
	in       io.Reader
	out, err io.Writer

	words   *words.Words
	explain *explain.Explainer

	dir     string // --data
	json    bool   // --json
	offline bool   // --offline

	now     func() time.Time
	backend keychain.Backend // of tests; nil for the system's key store

	status int  // exit status of a command that was carried out
	lost   bool // the database had to be replaced, and nobody has seen to it: see tellIncident
}

// run carries out one command line and returns the exit status.
func run(ctx context.Context, args []string, in io.Reader, out, errOut io.Writer) int {
	return (&app{in: in, out: out, err: errOut, now: time.Now}).run(ctx, args)
}

func (a *app) run(ctx context.Context, args []string) int {
	w, err := words.Load(language(args, os.Getenv))
	if err != nil {
		fmt.Fprintln(a.err, err)
		return exitProblem
	}
	classes, err := explain.LoadClasses(assets.Classes())
	if err != nil {
		fmt.Fprintln(a.err, err)
		return exitProblem
	}
	a.words, a.explain = w, explain.New(w, classes, time.Local)
	root := a.root()
	root.SetArgs(args)
	if err := root.ExecuteContext(ctx); err != nil {
		return a.fail(err)
	}
	return a.status
}

// language is the language of one call: --lang, else the system's. French comes
// first: it speaks to whoever the system says nothing about.
func language(args []string, getenv func(string) string) string {
	for i, arg := range args {
		if arg == "--" {
			break
		}
		if v, ok := strings.CutPrefix(arg, "--lang="); ok {
			return knownLanguage(v)
		}
		if arg == "--lang" && i+1 < len(args) {
			return knownLanguage(args[i+1])
		}
	}
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		locale := getenv(name)
		switch {
		case locale == "":
			continue
		case locale == "C", locale == "POSIX", strings.HasPrefix(locale, "C."), strings.HasPrefix(locale, "fr"):
			return "fr"
		}
		return "en"
	}
	return "fr"
}

func knownLanguage(s string) string {
	if s == "en" {
		return "en"
	}
	return "fr"
}

// fail says what happened and what to do, on the error output, and returns the
// exit status.
func (a *app) fail(err error) int {
	p := installation.AsProblem(err)
	what, do := a.explain.Problem(p)
	fmt.Fprintln(a.err, what)
	if do != "" {
		fmt.Fprintln(a.err, do)
	}
	if p.Usage {
		return exitUsage
	}
	return exitProblem
}

// open opens the installation without asking for what is sealed.
func (a *app) open(ctx context.Context) (*installation.Installation, error) {
	return installation.Open(ctx, installation.Options{
		Dir: a.dir, Offline: a.offline, Backend: a.backend, Now: a.now,
		Report: func(err error) { a.debug(err) },
	})
}

// unlocked opens the installation and what is sealed in it, and hands it over.
func (a *app) unlocked(ctx context.Context, f func(*installation.Installation) error) error {
	return a.opened(ctx, func(i *installation.Installation) error {
		if err := a.unlock(ctx, i); err != nil {
			return err
		}
		return f(i)
	})
}

// unlock opens what is sealed.
func (a *app) unlock(ctx context.Context, i *installation.Installation) error {
	if err := a.givePassphrase(i); err != nil {
		return err
	}
	return i.Unlock(ctx)
}

// givePassphrase asks for the passphrase when a file stands in for the key store.
func (a *app) givePassphrase(i *installation.Installation) error {
	if !i.UsesFile() {
		return nil
	}
	passphrase, err := a.passphrase()
	if err != nil {
		return err
	}
	i.SetPassphrase(passphrase)
	return nil
}

// opened opens the installation and hands it over.
func (a *app) opened(ctx context.Context, f func(*installation.Installation) error) error {
	i, err := a.open(ctx)
	if err != nil {
		return err
	}
	a.tellIncident(ctx, i)
	return errors.Join(f(i), i.Close())
}

// tellIncident says that the database was damaged and what took its place, each
// time until the person has seen to it (see the doctor command).
func (a *app) tellIncident(ctx context.Context, i *installation.Installation) {
	incident, err := i.Store.Incident(ctx)
	if err != nil || incident == nil {
		a.debugIf(err)
		return
	}
	a.lost = true
	a.fail(incident.Problem(a.words.Day(incident.BackupAt.Local())))
	for _, path := range incident.SetAside {
		fmt.Fprintln(a.err, "  "+path)
	}
}

// answered ends a command that said who is concerned, or what to do. After a loss
// the answer is only about what was left, and does not pass for a whole one.
func (a *app) answered() {
	if !a.lost {
		return
	}
	a.status = exitIncomplete
	a.say("incident.partial")
}

// debug writes what stops nothing, for whoever asked to see it.
func (a *app) debug(err error) {
	if os.Getenv("VIGIE_DEBUG") != "" {
		fmt.Fprintln(a.err, err)
	}
}

// warn writes a sentence on the error output.
func (a *app) warn(key string, pairs ...any) { fmt.Fprintln(a.err, a.words.T(key, pairs...)) }

// say writes a sentence on the output, unless a program reads it.
func (a *app) say(key string, pairs ...any) {
	if !a.json {
		fmt.Fprintln(a.out, a.words.T(key, pairs...))
	}
}

// terminal reports whether a person sits at a stream.
func terminal(stream any) bool {
	f, ok := stream.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// maxTyped is the longest answer read from the input, in bytes.
const maxTyped = 64 << 10

// typed reads the whole input as one answer: piped, or one line at a terminal.
func (a *app) typed(prompt string) (string, error) {
	if terminal(a.in) {
		return a.ask(bufio.NewReader(a.in), prompt)
	}
	data, err := io.ReadAll(io.LimitReader(a.in, maxTyped+1))
	if err != nil {
		return "", err
	}
	if len(data) > maxTyped {
		return "", monitor.NewProblem("input.too-long")
	}
	return strings.TrimRight(string(data), "\r\n"), nil
}

// ask puts a question at a terminal and reads one line.
func (a *app) ask(in *bufio.Reader, question string) (string, error) {
	fmt.Fprint(a.err, question+" ")
	line, err := in.ReadString('\n')
	if err != nil && line == "" {
		return "", monitor.NewProblem("cancelled").Because(err)
	}
	return strings.TrimRight(line, "\r\n"), nil
}

// passphrase opens the age file that stands in for the key store: from the file
// VIGIE_PASSPHRASE_FILE names, else typed at a terminal without showing it.
// Never from an argument or the environment itself, which other programs can read.
func (a *app) passphrase() (string, error) {
	if path := os.Getenv("VIGIE_PASSPHRASE_FILE"); path != "" {
		data, err := os.ReadFile(path)
		if err != nil {
			return "", monitor.NewProblem("passphrase.file", "path", path).Because(err)
		}
		return strings.TrimRight(string(data), "\r\n"), nil
	}
	if !terminal(a.in) {
		return "", monitor.NewProblem("passphrase.needed")
	}
	return a.hidden(a.words.T("passphrase.prompt"))
}

// hidden reads one line at a terminal without showing it.
func (a *app) hidden(prompt string) (string, error) {
	f, ok := a.in.(*os.File)
	if !ok {
		return "", monitor.NewProblem("passphrase.needed")
	}
	fmt.Fprint(a.err, prompt+" ")
	typed, err := term.ReadPassword(int(f.Fd()))
	fmt.Fprintln(a.err)
	return string(typed), err
}
