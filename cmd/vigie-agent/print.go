package main

import (
	"bytes"

	"github.com/spf13/cobra"

	"vigie/checklist/calendar"
	"vigie/checklist/sheet"
	"vigie/cmd/internal/installation"
)

// What leaves the program on paper or for another program: nothing in it is
// personal.

func (a *app) calendarCommand() *cobra.Command {
	c := &cobra.Command{Use: "calendar"}
	c.AddCommand(&cobra.Command{Use: "export FILE", Args: a.args(1), RunE: a.calendarExport})
	return c
}

// pathJSON is where a file was written.
type pathJSON struct {
	Path string `json:"path"`
}

func (a *app) calendarExport(c *cobra.Command, args []string) error {
	return a.unlocked(c.Context(), func(i *installation.Installation) error {
		planner, err := installation.NewPlanner(i.Monitor)
		if err != nil {
			return err
		}
		events, err := i.Calendar(c.Context(), planner)
		if err != nil {
			return err
		}
		var b bytes.Buffer
		if err := calendar.Write(&b, a.words, events); err != nil {
			return err
		}
		if err := writeNew(args[0], b.Bytes()); err != nil {
			return err
		}
		return a.print(pathJSON{args[0]}, func() { a.say("calendar.exported", "n", len(events), "path", args[0]) })
	})
}

func (a *app) sheetCommand() *cobra.Command {
	return &cobra.Command{Use: "sheet FILE", Args: a.args(1), RunE: a.sheet}
}

func (a *app) sheet(_ *cobra.Command, args []string) error {
	d, err := installation.Directory()
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := sheet.Write(&b, a.words, d, installation.Day(a.now())); err != nil {
		return err
	}
	if err := writeNew(args[0], b.Bytes()); err != nil {
		return err
	}
	return a.print(pathJSON{args[0]}, func() { a.say("sheet.written", "path", args[0]) })
}
