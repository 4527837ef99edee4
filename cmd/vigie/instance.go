package main

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"vigie/monitor"
	"vigie/monitor/desktop"
)

// windowFolder is Installation.WindowFolder, for a second start: it opens nothing.
const windowFolder = "window"

// alertFile is where a second start says in that folder which alert it is about.
const alertFile = "alert"

// raise brings the window that is already open to the front, and reports whether
// there is one. The socket carries a word only, so the alert to go to is left in
// a file beside it.
func raise(dir, alert string) (bool, error) {
	folder := filepath.Join(dir, windowFolder)
	if alert != "" {
		if err := os.MkdirAll(folder, 0o700); err != nil {
			return false, monitor.NewProblem("data.unwritable", "path", folder).Because(err)
		}
		if err := os.WriteFile(filepath.Join(folder, alertFile), []byte(alert), 0o600); err != nil {
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

// maxAlert is the longest alert id, in bytes.
const maxAlert = 64

// asked takes the alert that a second start left.
func asked(dir string) string {
	path := filepath.Join(dir, windowFolder, alertFile)
	data, err := os.ReadFile(path)
	if err != nil || len(data) > maxAlert {
		return ""
	}
	_ = os.Remove(path)
	return strings.TrimSpace(string(data))
}

// listen raises the window when another start asks for it, until ctx is done.
func (p *program) listen(ctx context.Context) error {
	return desktop.Listen(ctx, p.inst.WindowFolder(), func(w desktop.Word) {
		if w == desktop.WordShow {
			p.do(p.comeForward)
		}
	})
}

// tellAgent says that something changed.
func (p *program) tellAgent() {
	_ = desktop.Send(p.inst.AgentFolder(), desktop.WordChanged)
}

// startAgent starts the agent beside this program when none is running. Without
// one the window does all it can do; only the watch while it is closed is missing.
func (p *program) startAgent() {
	if err := desktop.Send(p.inst.AgentFolder(), desktop.WordChanged); err == nil {
		return
	}
	path, ok := agentPath()
	if !ok {
		return
	}
	args := []string{"--data", p.dir}
	if p.options.offline {
		args = append(args, "--offline")
	}
	cmd := exec.Command(path, args...)
	detach(cmd)
	if cmd.Start() == nil {
		go func() { _ = cmd.Wait() }()
	}
}

// agentPath is the agent installed beside this program.
func agentPath() (string, bool) {
	self, err := os.Executable()
	if err != nil {
		return "", false
	}
	path := filepath.Join(filepath.Dir(self), "vigie-agent"+filepath.Ext(self))
	_, err = os.Stat(path)
	return path, err == nil
}
