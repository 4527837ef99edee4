// Command vigie is the window: what most people ever see of Vigie. It opens in
// the state of things, starts the agent when it is not running, and ends wholly
// when it is closed.
//
// main.go decides whether a window can and should open; surface.go is the window
// as Fyne makes it, place.go where it is on the screen. All that happens in it is
// cmd/internal/window's, which needs no display.
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

	"vigie/cmd/internal/installation"
	"vigie/cmd/internal/window"
	"vigie/monitor"
	"vigie/monitor/desktop"
)

func main() {
	installation.NoCores()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	status := run(ctx, os.Args[1:], os.Getenv, os.Stdout, os.Stderr)
	stop()
	os.Exit(status)
}

// run opens the window, or says why it cannot, and returns the exit status.
func run(ctx context.Context, args []string, getenv func(string) string, out, errOut io.Writer) int {
	o, problem := parse(args, out)
	o.Chosen = o.Lang != ""
	o.Lang = language(o.Lang, getenv)
	if errors.Is(problem, flag.ErrHelp) {
		return 0
	}
	if problem == nil {
		problem = open(ctx, o, getenv)
	}
	if problem == nil {
		return 0
	}
	s, err := window.Speak(o.Lang) // the window has words of its own
	if err != nil {
		fmt.Fprintln(errOut, err)
		return 1
	}
	return s.Fail(errOut, problem)
}

// open raises the window that is there already, or shows one until it is closed.
func open(ctx context.Context, o window.Options, getenv func(string) string) (err error) {
	if !hasDisplay(getenv) {
		return monitor.NewProblem("window.no-display")
	}
	if o.Dir, err = folder(o.Dir); err != nil {
		return err
	}
	if there, err := window.Raise(o.Dir, o.Alert); there || err != nil {
		return err
	}
	return show(ctx, o)
}

func parse(args []string, out io.Writer) (window.Options, error) {
	var o window.Options
	f := flag.NewFlagSet("vigie", flag.ContinueOnError)
	f.SetOutput(io.Discard)
	f.StringVar(&o.Dir, "data", "", "")
	f.StringVar(&o.Lang, "lang", "", "")
	f.StringVar(&o.Alert, "alert", "", "")
	f.BoolVar(&o.Offline, "offline", false, "")
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

func folder(dir string) (string, error) {
	if dir == "" {
		var err error
		if dir, err = desktop.DataDir(); err != nil {
			return "", monitor.NewProblem("data.nowhere").Because(err)
		}
	}
	return filepath.Abs(dir)
}
