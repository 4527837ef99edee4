package window

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"

	"vigie/checklist/calendar"
	"vigie/checklist/sheet"
	"vigie/cmd/internal/installation"
	"vigie/gui/view"
	"vigie/monitor"
	"vigie/monitor/share"
	"vigie/monitor/sites"
)

// writeFile writes a file whole or not at all, for the person alone to read. What
// had the name is replaced: whoever chose it was asked.
func writeFile(path string, data []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".vigie-*")
	if err != nil {
		return monitor.NewProblem("file.unwritable", "path", path).Because(err)
	}
	defer func() { _ = os.Remove(f.Name()) }() // no longer there once it was renamed
	_, err = f.Write(data)
	if err = errors.Join(err, f.Sync(), f.Close()); err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return monitor.NewProblem("file.unwritable", "path", path).Because(err)
	}
	return nil
}

// reading hands over a file that a person chose.
func reading(path string, f func(*os.File) error) error {
	file, err := os.Open(path)
	if err != nil {
		return monitor.NewProblem("file.unreadable", "path", path).Because(err)
	}
	defer func() { _ = file.Close() }()
	return f(file)
}

// readSites reads the sites of a password manager's export, and nothing else of it.
func readSites(e view.ImportSites) (view.Event, error) {
	read := view.SitesRead{Person: e.Person}
	err := reading(e.Path, func(f *os.File) error {
		imp, err := sites.Read(f)
		if err != nil {
			return err
		}
		read.Format, read.Skipped = imp.Format, len(imp.Skipped)
		for _, s := range imp.Sites {
			read.Sites = append(read.Sites, view.ImportedSite{Domain: s.Domain, Name: s.Name})
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return read, nil
}

// saveCalendar writes the days on which something comes back or is due.
func (w *worker) saveCalendar(ctx context.Context, path string) error {
	events, err := w.inst.Calendar(ctx, w.planner)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := calendar.Write(&b, w.speak.Words, events); err != nil {
		return err
	}
	return writeFile(path, b.Bytes())
}

// saveSheet writes the page for the family.
func (w *worker) saveSheet(path string) error {
	d, err := installation.Directory()
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := sheet.Write(&b, w.speak.Words, d, w.inst.Today()); err != nil {
		return err
	}
	return writeFile(path, b.Bytes())
}

func (w *worker) backup(ctx context.Context, e view.Backup) error {
	var b bytes.Buffer
	if err := w.inst.Export(ctx, &b, e.Passphrase.Reveal()); err != nil {
		return err
	}
	return writeFile(e.Path, b.Bytes())
}

// restore adds to the household what a sealed file holds. Where the key store lost
// what it kept, nothing here can be read any more: then it takes the place of
// what is here, once the file is known to open.
func (w *worker) restore(ctx context.Context, e view.Restore) error {
	var copied *share.Copy
	err := reading(e.Path, func(f *os.File) (err error) {
		copied, err = share.Open(f, e.Passphrase.Reveal())
		return err
	})
	if err != nil {
		return err
	}
	if w.sealed == monitor.KeychainLost || w.sealed == monitor.KeychainChanged {
		if err := w.erase(ctx); err != nil {
			return err
		}
	}
	if _, err := w.inst.Merge(ctx, copied); err != nil {
		return err
	}
	return w.keep(ctx, settingFirst, string(view.StepDone)) // whoever comes with a household knows the program
}
