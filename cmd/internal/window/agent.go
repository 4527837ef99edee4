package window

import (
	"os"
	"path/filepath"
	"runtime"

	"vigie/monitor"
	"vigie/monitor/desktop"
)

// tellAgent says that something changed.
func (p *Program) tellAgent() {
	_ = desktop.Send(p.worker.inst.AgentFolder(), desktop.WordChanged)
}

// startAgent starts the agent beside this program when none is running. Without
// one the window does all it can do; only the watch while it is closed is missing.
func (p *Program) startAgent() {
	if err := desktop.Send(p.worker.inst.AgentFolder(), desktop.WordChanged); err == nil {
		return
	}
	path, ok := agentPath()
	if !ok {
		return
	}
	args := []string{"--data", p.options.Dir}
	if p.options.Offline {
		args = append(args, "--offline")
	}
	_ = desktop.StartDetached(path, args...)
}

// agentPath is the agent installed beside this program.
func agentPath() (string, bool) {
	self, err := os.Executable()
	if err != nil {
		return "", false
	}
	name := "vigie-agent"
	if runtime.GOOS == "windows" {
		name += ".exe"
	}
	path := filepath.Join(filepath.Dir(self), name)
	_, err = os.Stat(path)
	return path, err == nil
}

// autostart starts the agent with the session.
func (w *worker) autostart() (desktop.Autostart, error) {
	path, ok := agentPath()
	if !ok {
		return nil, monitor.NewProblem("window.no-agent")
	}
	return desktop.NewAutostart(path, "--data", w.options.Dir)
}

func (w *worker) setAutostart(on bool) error {
	a, err := w.autostart()
	if err != nil {
		return err
	}
	if on {
		return a.Enable()
	}
	return a.Disable()
}
