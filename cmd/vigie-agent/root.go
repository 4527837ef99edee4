package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"vigie/cmd/internal/installation"
	"vigie/monitor"
)

// root is the whole command tree. Global options may stand before and after the
// command.
func (a *app) root() *cobra.Command {
	c := &cobra.Command{
		Use:               "vigie-agent [--data DIR] [--lang fr|en] [--offline] [COMMAND] [--json]",
		Version:           installation.Version,
		SilenceErrors:     true,
		SilenceUsage:      true,
		Args:              a.noArgs,
		RunE:              a.runAgent,
		CompletionOptions: cobra.CompletionOptions{HiddenDefaultCmd: false},
	}
	f := c.PersistentFlags()
	f.StringVar(&a.dir, "data", "", a.words.T("cli.flag.data"))
	f.String("lang", "", a.words.T("cli.flag.lang"))
	f.BoolVar(&a.offline, "offline", false, a.words.T("cli.flag.offline"))
	f.BoolVar(&a.json, "json", false, a.words.T("cli.flag.json"))
	c.PersistentPreRunE = func(cmd *cobra.Command, _ []string) error {
		if l, _ := cmd.Flags().GetString("lang"); l != "" && l != "fr" && l != "en" {
			return monitor.UsageProblem("usage.lang")
		}
		return nil
	}
	c.SetFlagErrorFunc(func(_ *cobra.Command, err error) error {
		return monitor.UsageProblem("usage.flag", "option", option(err)).Because(err)
	})
	c.SetIn(a.in)
	c.SetOut(a.out)
	c.SetErr(a.err)
	c.SetHelpFunc(func(cmd *cobra.Command, _ []string) { a.help(cmd) })
	c.SetHelpCommand(&cobra.Command{Use: "help", Hidden: true, RunE: func(_ *cobra.Command, args []string) error {
		cmd, unknown, err := c.Find(args)
		if err != nil || len(unknown) > 0 && cmd.HasSubCommands() {
			return a.unknownCommand(cmd, unknown)
		}
		a.help(cmd)
		return nil
	}})

	c.AddCommand(
		a.householdCommand(), a.personCommand(), a.identifierCommand(), a.affiliationCommand(), a.organisationCommand(), a.answerCommand(),
		a.checkCommand(), a.findingsCommand(), a.breachCommand(), a.exposureCommand(), a.letterCommand(), a.noticeCommand(), a.calendarCommand(), a.sheetCommand(), a.passwordCommand(), a.messageCommand(), a.planCommand(),
		a.feedsCommand(), a.consentCommand(), a.keyCommand(), a.keychainCommand(),
		a.ledgerCommand(), a.statusCommand(), a.doctorCommand(), a.filesCommand(),
		a.welcomeCommand(), a.demoCommand(), a.eraseCommand(), a.catalogueCommand(),
	)
	c.AddCommand(a.choicesCommands()...)
	c.InitDefaultCompletionCmd()
	if completion, _, err := c.Find([]string{"completion"}); err == nil {
		for _, shell := range completion.Commands() {
			shell.Args = a.noArgs // the library's own check speaks English only
		}
	}
	c.InitDefaultVersionFlag()
	c.Flags().Lookup("version").Usage = a.words.T("cli.flag.version")
	a.describe(c)
	return c
}

// option names the option that an error of the flag library is about, if it
// tells: its own sentences are in English and may repeat what was typed.
func option(err error) string {
	var about interface {
		error
		GetSpecifiedName() string // of an option that does not exist, or lacks its value
	}
	if !errors.As(err, &about) {
		return ""
	}
	name := monitor.CleanText(about.GetSpecifiedName(), monitor.MaxName)
	if len(name) == 1 {
		return "-" + name
	}
	return "--" + name
}

// describe gives every command its one line of help, from the words under
// cli.command.<path>, and makes groups of commands refuse what they do not know.
func (a *app) describe(c *cobra.Command) {
	c.DisableFlagsInUseLine = true
	c.SuggestionsMinimumDistance = 2 // letters wrong
	c.InitDefaultHelpFlag()
	c.Flags().Lookup("help").Usage = a.words.T("cli.flag.help")
	for _, sub := range c.Commands() {
		key := "cli.command." + strings.ReplaceAll(strings.TrimPrefix(sub.CommandPath(), "vigie-agent "), " ", ".")
		if a.words.Has(key) {
			sub.Short = a.words.T(key)
		}
		if sub.HasSubCommands() && sub.RunE == nil && sub.Run == nil {
			sub.Args = cobra.ArbitraryArgs
			sub.RunE = func(cmd *cobra.Command, args []string) error { return a.unknownCommand(cmd, args) }
		}
		a.describe(sub)
	}
}

// help writes what a command is for and how to call it.
func (a *app) help(c *cobra.Command) {
	w := a.out
	intro := c.Short
	if !c.HasParent() {
		intro = a.words.T("cli.intro")
	}
	fmt.Fprintln(w, intro)
	fmt.Fprintf(w, "\n%s\n  %s\n", a.words.T("cli.usage"), c.UseLine())
	rows := [][]string{}
	for _, sub := range c.Commands() {
		if sub.IsAvailableCommand() {
			rows = append(rows, []string{"  " + sub.Name(), sub.Short})
		}
	}
	if len(rows) > 0 {
		fmt.Fprintf(w, "\n%s\n", a.words.T("cli.commands"))
		a.table(rows)
	}
	if c.HasAvailableLocalFlags() {
		fmt.Fprintf(w, "\n%s\n%s", a.words.T("cli.options"), c.LocalFlags().FlagUsages())
	}
	if c.HasAvailableInheritedFlags() {
		fmt.Fprintf(w, "\n%s\n%s", a.words.T("cli.global-options"), c.InheritedFlags().FlagUsages())
	}
}

// noArgs refuses arguments. On the root, an argument is a command nobody knows.
func (a *app) noArgs(c *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	if c.HasSubCommands() {
		return a.unknownCommand(c, args)
	}
	return monitor.UsageProblem("usage.arguments", "command", c.CommandPath(), "usage", c.UseLine())
}

// args accepts exactly n arguments.
func (a *app) args(n int) cobra.PositionalArgs { return a.argsFrom(n, n) }

// argsFrom accepts from least to most arguments.
func (a *app) argsFrom(least, most int) cobra.PositionalArgs {
	return func(c *cobra.Command, args []string) error {
		if len(args) < least || len(args) > most {
			return monitor.UsageProblem("usage.arguments", "command", c.CommandPath(), "usage", c.UseLine())
		}
		return nil
	}
}

// unknownCommand names the nearest commands.
func (a *app) unknownCommand(c *cobra.Command, args []string) error {
	var names []string
	for _, sub := range c.Commands() {
		if sub.IsAvailableCommand() {
			names = append(names, sub.Name())
		}
	}
	if len(args) == 0 {
		return monitor.UsageProblem("usage.subcommand", "command", c.CommandPath(), "names", strings.Join(names, ", "))
	}
	if near := c.SuggestionsFor(args[0]); len(near) > 0 {
		names = near
	}
	return monitor.UsageProblem("usage.command", "name", monitor.CleanText(args[0], monitor.MaxName), "names", strings.Join(names, ", "))
}

// feedName refuses a name that is no feed's.
func feedName(name string) error {
	if !slices.Contains(monitor.FeedNames(), name) {
		return monitor.UsageProblem("feed.unknown", "name", monitor.CleanText(name, monitor.MaxName), "names", strings.Join(monitor.FeedNames(), ", "))
	}
	return nil
}

// required marks options without which a command means nothing.
func (a *app) required(c *cobra.Command, names ...string) *cobra.Command {
	args := c.Args
	c.Args = func(cmd *cobra.Command, given []string) error {
		for _, n := range names {
			if f := cmd.Flags().Lookup(n); f == nil || !f.Changed {
				return monitor.UsageProblem("usage.required", "option", "--"+n, "usage", cmd.UseLine())
			}
		}
		return args(cmd, given)
	}
	return c
}
