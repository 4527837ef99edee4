// Command vigie is the window: what most people ever see of Vigie. It opens in
// the state of things, starts the agent when it is not running, and ends wholly
// when it is closed.
//
// main.go decides whether a window can and should open; program.go is the circle
// of state, drawing and intents; load.go reads everything a screen may need;
// carry.go and its neighbours carry intents out, on a goroutine of their own.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"vigie/assets"
	"vigie/assets/words"
	"vigie/cmd/internal/installation"
	"vigie/monitor"
	"vigie/monitor/desktop"
	"vigie/monitor/explain"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	status := run(ctx, os.Args[1:], os.Getenv, os.Stdout, os.Stderr)
	stop()
	os.Exit(status)
}

// options are the command line of the window.
type options struct {
	dir, lang, alert string
	offline          bool
}

// run opens the window, or says why it cannot, and returns the exit status.
func run(ctx context.Context, args []string, getenv func(string) string, out, errOut io.Writer) int {
	o, problem := parse(args, out)
	s, err := speak(language(o.lang, getenv))
	if err != nil {
		fmt.Fprintln(errOut, err)
		return 1
	}
	switch {
	case errors.Is(problem, flag.ErrHelp):
		return 0
	case problem != nil:
		return s.fail(errOut, problem)
	case !hasDisplay(getenv):
		return s.fail(errOut, monitor.NewProblem("window.no-display"))
	}
	dir, err := folder(o.dir)
	if err != nil {
		return s.fail(errOut, err)
	}
	if there, err := raise(dir, o.alert); there || err != nil {
		if err != nil {
			return s.fail(errOut, err)
		}
		return 0
	}
	return s.guard(errOut, func() int {
		p := newProgram(ctx, o, dir, s)
		return p.run(errOut)
	})
}

func parse(args []string, out io.Writer) (options, error) {
	var o options
	f := flag.NewFlagSet("vigie", flag.ContinueOnError)
	f.SetOutput(io.Discard)
	f.StringVar(&o.dir, "data", "", "")
	f.StringVar(&o.lang, "lang", "", "")
	f.StringVar(&o.alert, "alert", "", "")
	f.BoolVar(&o.offline, "offline", false, "")
	version := f.Bool("version", false, "")
	err := f.Parse(args)
	switch {
	case errors.Is(err, flag.ErrHelp):
		fmt.Fprintln(out, "vigie [--data DIR] [--lang fr|en] [--offline] [--alert ID]")
		return o, err
	case err != nil || f.NArg() > 0:
		return o, monitor.UsageProblem("window.usage")
	case *version:
		fmt.Fprintln(out, "vigie version", installation.Version)
		return o, flag.ErrHelp
	}
	return o, nil
}

// language is the one asked for, else the system's; French where the system says
// nothing.
func language(asked string, getenv func(string) string) string {
	for _, s := range []string{asked, getenv("LC_ALL"), getenv("LC_MESSAGES"), getenv("LANG")} {
		switch {
		case s == "":
			continue
		case s == "C", s == "POSIX", strings.HasPrefix(s, "C."), strings.HasPrefix(s, "fr"):
			return "fr"
		}
		return "en"
	}
	return "fr"
}

// speaker is one language.
type speaker struct {
	words   *words.Words
	explain *explain.Explainer
}

func speak(lang string) (speaker, error) {
	w, err := words.Load(lang)
	if err != nil {
		return speaker{}, err
	}
	classes, err := explain.LoadClasses(assets.Classes())
	if err != nil {
		return speaker{}, err
	}
	return speaker{w, explain.New(w, classes, time.Local)}, nil
}

// fail says what happened and what to do, and returns the exit status.
func (s speaker) fail(w io.Writer, err error) int {
	p := installation.AsProblem(err)
	what, do := s.explain.Problem(p)
	fmt.Fprintln(w, what)
	if do != "" {
		fmt.Fprintln(w, do)
	}
	if p.Usage {
		return 2
	}
	return 1
}

// guard turns the panic of a display that cannot be used (a server that refuses,
// a driver without OpenGL) into the same answer as no display. Anything else is
// a defect and stays one.
func (s speaker) guard(w io.Writer, f func() int) (status int) {
	defer func() {
		switch r := recover(); {
		case r == nil:
		case strings.Contains(fmt.Sprint(r), "GLFW"), strings.Contains(fmt.Sprint(r), "Invalid"), strings.Contains(fmt.Sprint(r), "PlatformError"), strings.Contains(fmt.Sprint(r), "APIUnavailable"):
			status = s.fail(w, monitor.NewProblem("window.no-display"))
		default:
			panic(r)
		}
	}()
	return f()
}

func folder(dir string) (string, error) {
	if dir == "" {
		var err error
		if dir, err = desktop.DataDir(); err != nil {
			return "", monitor.NewProblem("data.nowhere").Because(err)
		}
	}
	return filepath.Abs(dir)
}
