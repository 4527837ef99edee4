package main

import (
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"vigie/cmd/internal/installation"
	"vigie/monitor"
	"vigie/monitor/desktop"
)

// The choices about the watch. Each command changes one and tells the agent.

// choicesJSON is what was chosen, as programs see it.
type choicesJSON struct {
	Schedule    *string         `json:"schedule"` // null: each feed's own
	Quiet       *string         `json:"quiet"`
	Popups      desktop.Privacy `json:"popups"`
	Network     bool            `json:"network"`
	PausedUntil *string         `json:"paused_until"`
}

func (a *app) choicesCommands() []*cobra.Command {
	schedule := &cobra.Command{Use: "schedule"}
	schedule.AddCommand(
		&cobra.Command{Use: "show", Args: a.noArgs, RunE: a.choicesShow},
		&cobra.Command{Use: "set TEXT", Args: a.args(1), RunE: a.scheduleSet})
	quiet := &cobra.Command{Use: "quiet HH:MM-HH:MM|off", Args: a.args(1), RunE: a.quiet}
	popups := &cobra.Command{Use: "popups counts|names", Args: a.args(1), RunE: a.popupsChoice}
	network := &cobra.Command{Use: "network on|off", Args: a.args(1), RunE: a.network}
	pause := &cobra.Command{Use: "pause [DURATION]", Args: a.argsFrom(0, 1), RunE: a.pause}
	resume := &cobra.Command{Use: "resume", Args: a.noArgs, RunE: a.resume}
	autostart := &cobra.Command{Use: "autostart on|off", Args: a.args(1), RunE: a.autostart}
	return []*cobra.Command{schedule, quiet, popups, network, pause, resume, autostart}
}

// choose changes the choices, tells the agent, and says how things stand now.
func (a *app) choose(c *cobra.Command, change func(*installation.Settings) error, say func()) error {
	return a.opened(c.Context(), func(i *installation.Installation) error {
		s, err := i.ChangeSettings(c.Context(), change)
		if err != nil {
			return err
		}
		a.tellAgent(i)
		return a.print(choicesDocument(s), say)
	})
}

// tellAgent says that something changed. Without an agent nobody needs to know.
func (a *app) tellAgent(i *installation.Installation) {
	if err := desktop.Send(i.AgentFolder(), desktop.WordChanged); err != nil {
		a.debug(err)
	}
}

func choicesDocument(s installation.Settings) choicesJSON {
	return choicesJSON{said(s.Rhythm), said(s.Quiet.String()), s.Privacy, !s.Offline, stamp(s.PausedUntil)}
}

func (a *app) choicesShow(c *cobra.Command, _ []string) error {
	return a.opened(c.Context(), func(i *installation.Installation) error {
		s, err := i.Settings(c.Context())
		if err != nil {
			return err
		}
		return a.print(choicesDocument(s), func() {
			switch s.Rhythm {
			case "":
				a.say("choices.schedule.own")
			case installation.ByHand:
				a.say("choices.schedule.hand")
			default:
				a.say("choices.schedule", "text", s.Rhythm)
			}
			if s.Quiet != (desktop.QuietHours{}) {
				a.say("choices.quiet", "hours", s.Quiet.String())
			}
			a.say("choices.popups." + string(s.Privacy))
			a.writeStopped(s)
		})
	})
}

// writeStopped says by which choices nothing is checked now.
func (a *app) writeStopped(s installation.Settings) {
	if s.Offline {
		a.say("choices.offline")
	}
	if s.Paused(a.now()) {
		a.say("choices.paused", "when", a.words.Moment(s.PausedUntil.Local()))
	}
}

func (a *app) scheduleSet(c *cobra.Command, args []string) error {
	return a.choose(c, func(s *installation.Settings) error {
		s.Rhythm = strings.TrimSpace(args[0])
		_, _, err := installation.ParseRhythm(s.Rhythm)
		return err
	}, func() { a.say("choices.kept") })
}

func (a *app) quiet(c *cobra.Command, args []string) error {
	return a.choose(c, func(s *installation.Settings) (err error) {
		if args[0] == "off" {
			args[0] = ""
		}
		s.Quiet, err = desktop.ParseQuietHours(args[0])
		return err
	}, func() { a.say("choices.kept") })
}

func (a *app) popupsChoice(c *cobra.Command, args []string) error {
	return a.choose(c, func(s *installation.Settings) error {
		s.Privacy = desktop.Privacy(args[0])
		if s.Privacy != desktop.PrivacyCounts && s.Privacy != desktop.PrivacyNames {
			return monitor.UsageProblem("choices.word", "words", "counts, names")
		}
		return nil
	}, func() { a.say("choices.popups." + args[0]) })
}

// onOff reads a switch.
func onOff(word string) (bool, error) {
	if word != "on" && word != "off" {
		return false, monitor.UsageProblem("choices.word", "words", "on, off")
	}
	return word == "on", nil
}

func (a *app) network(c *cobra.Command, args []string) error {
	on, err := onOff(args[0])
	if err != nil {
		return err
	}
	return a.choose(c, func(s *installation.Settings) error { s.Offline = !on; return nil }, func() {
		if on {
			a.say("choices.online")
		} else {
			a.say("choices.offline")
		}
	})
}

// The shortest and longest pause. A watch that is off for good is not paused.
const (
	minPause, maxPause = time.Minute, installation.LongestPause
	defaultPause       = 24 * time.Hour
)

func (a *app) pause(c *cobra.Command, args []string) error {
	length := defaultPause
	if len(args) == 1 {
		d, err := time.ParseDuration(args[0])
		if err != nil || d < minPause || d > maxPause {
			return monitor.UsageProblem("choices.pause").Because(err)
		}
		length = d
	}
	until := a.now().Add(length)
	return a.choose(c, func(s *installation.Settings) error { s.PausedUntil = until; return nil },
		func() { a.say("choices.paused", "when", a.words.Moment(until.Local())) })
}

func (a *app) resume(c *cobra.Command, _ []string) error {
	return a.choose(c, func(s *installation.Settings) error { s.PausedUntil = time.Time{}; return nil },
		func() { a.say("choices.resumed") })
}

// autostartJSON says whether the agent starts with the session.
type autostartJSON struct {
	Autostart bool `json:"autostart"`
}

func (a *app) autostart(c *cobra.Command, args []string) error {
	on, err := onOff(args[0])
	if err != nil {
		return err
	}
	entry, err := a.sessionEntry()
	if err != nil {
		return err
	}
	change := entry.Disable
	if on {
		change = entry.Enable
	}
	if err := change(); err != nil {
		return err
	}
	return a.print(autostartJSON{on}, func() { a.say("choices.autostart." + args[0]) })
}

// sessionEntry is what starts this very agent, on this very data, with the session.
func (a *app) sessionEntry() (desktop.Autostart, error) {
	program, err := os.Executable()
	if err != nil {
		return nil, monitor.NewProblem("autostart.command").Because(err)
	}
	command := []string{program}
	if a.dir != "" {
		command = append(command, "--data", a.dir)
	}
	return desktop.NewAutostart(command...)
}
