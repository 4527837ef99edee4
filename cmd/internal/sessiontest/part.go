//go:build e2e && linux

package sessiontest

import (
	"bufio"
	"bytes"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"
)

// Part is a program of a session that runs until it is ended, with the test at
// the latest.
type Part struct {
	// Ended is closed when it has; then Said, both its outputs unless they lead
	// elsewhere, and Err, how it ended, may be read.
	Ended chan struct{}
	Said  bytes.Buffer
	Err   error

	t   testing.TB
	pid int
}

// Start starts a program of the session.
func (s *Session) Start(cmd *exec.Cmd) *Part {
	s.t.Helper()
	p := &Part{t: s.t, Ended: make(chan struct{})}
	cmd.Env, cmd.Dir = s.Env(), s.Path("home")
	if cmd.Stdout == nil {
		cmd.Stdout = &p.Said
	}
	cmd.Stderr = &p.Said
	// A group of its own: what it starts ends with it.
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
	cmd.WaitDelay = time.Second
	if err := cmd.Start(); err != nil {
		s.t.Fatal(err)
	}
	p.pid = cmd.Process.Pid
	go func() {
		p.Err = cmd.Wait()
		close(p.Ended)
	}()
	s.t.Cleanup(p.Kill)
	return p
}

// StartSaying starts a program that says on file descriptor 3 where it is.
func (s *Session) StartSaying(cmd *exec.Cmd) (p *Part, where string) {
	s.t.Helper()
	r, w, err := os.Pipe()
	if err != nil {
		s.t.Fatal(err)
	}
	defer r.Close()
	cmd.ExtraFiles = []*os.File{w}
	p = s.Start(cmd)
	_ = w.Close()
	if err := r.SetReadDeadline(time.Now().Add(patience)); err != nil {
		s.t.Fatal(err)
	}
	line, err := bufio.NewReader(r).ReadString('\n')
	if err != nil {
		s.t.Fatalf("%s does not start: %v", cmd.Args[0], err)
	}
	return p, strings.TrimSpace(line)
}

// PID is the number of its process.
func (p *Part) PID() int { return p.pid }

// Kill ends a part at once, whatever state it is in.
func (p *Part) Kill() {
	_ = syscall.Kill(-p.pid, syscall.SIGKILL)
	<-p.Ended
}

// Freeze makes a part hang until the function it returns is called.
func (p *Part) Freeze() (thaw func()) {
	p.t.Helper()
	p.Signal(syscall.SIGSTOP)
	return func() { p.Signal(syscall.SIGCONT) }
}

// Signal reaches what the part started, too: a panel has a process for each of
// its plugins.
func (p *Part) Signal(sig syscall.Signal) {
	p.t.Helper()
	if err := syscall.Kill(-p.pid, sig); err != nil {
		p.t.Fatal(err)
	}
}

// StartScreen starts a screen, on a number that it chooses itself. size is that of
// Xvfb, "1280x900x24".
func (s *Session) StartScreen(size string) {
	s.t.Helper()
	_, number := s.StartSaying(exec.Command("Xvfb", "-displayfd", "3", "-screen", "0", size, "-nolisten", "tcp", "-noreset"))
	s.Display = ":" + number
}
