package window

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"vigie/cmd/internal/installation"
	"vigie/gui/view"
	"vigie/monitor"
	"vigie/monitor/desktop"
)

// folder is Installation.WindowFolder, for a second start: it opens nothing.
const folder = "window"

// alertFile is where a second start says in that folder which alert it is about.
const alertFile = "alert"

// Raise brings the window that is already open on a data folder to the front, and
// reports whether there is one. The socket carries a word only, so the alert to go
// to is left in a file beside it.
func Raise(dir, alert string) (bool, error) {
	folder := filepath.Join(dir, folder)
	if alert != "" {
		if err := leave(folder, alert); err != nil {
			return false, monitor.NewProblem("data.unwritable", "path", folder).Because(err)
		}
	}
	err := desktop.Send(folder, desktop.WordShow)
	if err == nil {
		return true, nil
	}
	if alert != "" { // this process goes there itself
		_ = os.Remove(filepath.Join(folder, alertFile))
	}
	if errors.Is(err, desktop.ErrNobody) || errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return false, err
}

func leave(folder, alert string) error {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(folder, alertFile), []byte(alert), 0o600)
}

// maxAlert is the longest alert id, in bytes.
const maxAlert = 64

// left takes the alert that a second start left.
func left(dir string) string {
	path := filepath.Join(dir, folder, alertFile)
	data, err := os.ReadFile(path)
	if err != nil || len(data) > maxAlert {
		return ""
	}
	_ = os.Remove(path)
	return strings.TrimSpace(string(data))
}

// listen raises the window when another start asks for it. Of two that start at
// once one listens first, and the other one makes way for it.
func (p *Program) listen() {
	err := desktop.Listen(p.ctx, filepath.Join(p.options.Dir, folder), func(w desktop.Word) {
		if w == desktop.WordShow {
			p.do(p.comeForward)
		}
	})
	switch {
	case errors.Is(err, desktop.ErrRunning):
		_, _ = Raise(p.options.Dir, p.options.Alert)
		p.do(p.surface.Close)
	case err != nil:
		p.do(func() { p.Send(view.Failed{Intent: view.Unlock{}, Problem: installation.AsProblem(err)}) })
	}
}

// comeForward answers a second start.
func (p *Program) comeForward() {
	p.surface.Raise()
	if alert := left(p.options.Dir); alert != "" {
		p.alert = alert
	}
	p.toAlert()
}

// toAlert goes to the alert that a start was about, once it can be read.
func (p *Program) toAlert() {
	if p.alert == "" || p.state.Keychain != monitor.KeychainOK {
		return
	}
	to := view.AlertPlace(p.state, p.alert)
	p.alert = ""
	p.Send(view.Go{Place: to})
}
