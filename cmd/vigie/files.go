package main

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"time"

	"vigie/assets"
	"vigie/checklist"
	"vigie/checklist/calendar"
	"vigie/checklist/sheet"
	"vigie/gui/view"
	"vigie/monitor"
	"vigie/monitor/directory"
	"vigie/monitor/sites"
)

func dataDirectory() []byte { return assets.Directory() }

// writeFile writes a file whole or not at all, for the person alone to read.
func writeFile(path string, data []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".vigie-*")
	if err != nil {
		return monitor.NewProblem("data.unwritable", "path", filepath.Dir(path)).Because(err)
	}
	defer func() { _ = os.Remove(f.Name()) }()
	_, err = f.Write(data)
	if err = errors.Join(err, f.Sync(), f.Close()); err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return monitor.NewProblem("data.unwritable", "path", filepath.Dir(path)).Because(err)
	}
	return nil
}

func readSites(e view.ImportSites) (view.Event, error) {
	f, err := os.Open(e.Path)
	if err != nil {
		return nil, monitor.NewProblem("file.unreadable", "path", e.Path).Because(err)
	}
	defer func() { _ = f.Close() }()
	imp, err := sites.Read(f)
	if err != nil {
		return nil, err
	}
	read := view.SitesRead{Person: e.Person, Format: imp.Format, Skipped: len(imp.Skipped)}
	for _, s := range imp.Sites {
		read.Sites = append(read.Sites, view.ImportedSite{Domain: s.Domain, Name: s.Name})
	}
	return read, nil
}

// saveCalendar writes the days on which something comes back or is due.
func (p *program) saveCalendar(ctx context.Context, path string) error {
	plan, err := p.planner.Plan(ctx)
	if err != nil {
		return err
	}
	var events []calendar.Event
	for _, a := range checklist.Leaves(plan.Actions) {
		if !a.Due.IsZero() && a.State != checklist.NotApplicable && a.State != checklist.Impossible {
			events = append(events, calendar.Event{ID: a.ID, Title: "calendar.check", Day: a.Due, Changed: time.Now()})
		}
	}
	var b bytes.Buffer
	if err := calendar.Write(&b, p.speak.words, events); err != nil {
		return err
	}
	return writeFile(path, b.Bytes())
}

func (p *program) saveSheet(ctx context.Context, path string) error {
	records, err := p.inst.Store.Records(ctx)
	if err != nil {
		return err
	}
	d, err := directory.Load(dataDirectory(), records)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := sheet.Write(&b, p.speak.words, d, today()); err != nil {
		return err
	}
	return writeFile(path, b.Bytes())
}

func (p *program) backup(ctx context.Context, e view.Backup) error {
	var b bytes.Buffer
	if err := p.inst.Export(ctx, &b, e.Passphrase.Reveal()); err != nil {
		return err
	}
	return writeFile(e.Path, b.Bytes())
}

func (p *program) restore(ctx context.Context, e view.Restore) error {
	f, err := os.Open(e.Path)
	if err != nil {
		return monitor.NewProblem("file.unreadable", "path", e.Path).Because(err)
	}
	defer func() { _ = f.Close() }()
	_, err = p.inst.Import(ctx, f, e.Passphrase.Reveal())
	return err
}
