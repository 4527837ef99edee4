package main

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"runtime/debug"
	"sync"

	"vigie/monitor"
)

// maxLog is how large the log may grow, in bytes, before it becomes the old log
// and a new one begins: a year of quiet days.
const maxLog = 512 << 10

// logFile is the agent's log: what it did and could not do, for whoever has to
// find out why. Nothing about a person is in it: what may be printed of a person
// is decided by the types of what is printed.
type logFile struct {
	path string

	mu   sync.Mutex
	file *os.File
	size int64
}

// openLog opens the log, and begins a new one when the old one is full.
func openLog(path string) (*logFile, error) {
	l := &logFile{path: path}
	if err := l.open(); err != nil {
		return nil, monitor.NewProblem("data.unwritable", "path", path).Because(err)
	}
	return l, nil
}

func (l *logFile) open() error {
	f, err := os.OpenFile(l.path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	info, err := f.Stat()
	if err != nil {
		_ = f.Close()
		return err
	}
	l.file, l.size = f, info.Size()
	return nil
}

// Write appends a line. A log that cannot be written must not stop the watch.
func (l *logFile) Write(line []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.size+int64(len(line)) > maxLog {
		l.turn()
	}
	n, err := l.file.Write(line)
	l.size += int64(n)
	return n, err
}

// turn makes the log the old one. Where that fails, the log simply grows on.
func (l *logFile) turn() {
	old := l.file
	if os.Rename(l.path, l.path+".1") != nil || l.open() != nil {
		l.file = old
		return
	}
	_ = old.Close()
}

// Close ends the log.
func (l *logFile) Close() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.file.Close()
}

// maxCrash is how much is kept of what ended the program, in bytes.
const maxCrash = 64 << 10

// keepCrashes has the runtime write where the program died, if it does. What an
// earlier crash left is kept beside it until the next one.
//
// The runtime also writes what a panic was called with, which could hold
// anything: what is kept is without it. Looks recover before it comes to that.
func keepCrashes(path string) error {
	if err := settleCrash(path); err != nil {
		return monitor.NewProblem("data.unwritable", "path", path).Because(err)
	}
	f, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
	if err != nil {
		return monitor.NewProblem("data.unwritable", "path", path).Because(err)
	}
	defer func() { _ = f.Close() }() // the runtime has its own descriptor
	return debug.SetCrashOutput(f, debug.CrashOptions{})
}

// settleCrash moves what a crash left to beside it, without what could be about
// people.
func settleCrash(path string) error {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }()
	raw, err := io.ReadAll(io.LimitReader(f, maxCrash))
	if err != nil || len(raw) == 0 {
		return err
	}
	return os.WriteFile(path+".1", []byte(frames(raw)), 0o600)
}
