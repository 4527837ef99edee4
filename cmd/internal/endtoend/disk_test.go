//go:build e2e && linux

package endtoend

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
)

// diskFaults are what a disk does when it fills up or breaks, once or from then
// on, as errors of the calls that SQLite and the program make. %d is which call
// fails first.
var diskFaults = []struct{ name, calls, fault, says string }{
	{"a write finds the disk full", "pwrite64", "error=ENOSPC:when=%d", "disk-full"},
	{"every write finds the disk full", "pwrite64", "error=ENOSPC:when=%d+", "disk-full"},
	{"a sync fails", "fsync,fdatasync", "error=EIO:when=%d", "disk-error"},
	{"every sync fails", "fsync,fdatasync", "error=EIO:when=%d+", "disk-error"},
}

// TestDiskFaults makes the first, the second, the third… call fail, until there
// is none left to fail: the program says so in words, acknowledges nothing that
// is not kept, and loses nothing.
func TestDiskFaults(t *testing.T) {
	t.Parallel()
	for _, f := range diskFaults {
		t.Run(f.name, func(t *testing.T) {
			t.Parallel()
			l := begin(newSession(t), newInternet(t), rand.New(rand.NewPCG(1, 1)), "life")
			for _, kind := range []func(*life) deed{(*life).person, (*life).identifier, (*life).importing, (*life).check} {
				l.look()
				failures := 0
				for n := 1; l.fails(l.next(kind), f.calls, fmt.Sprintf(f.fault, n), f.says); n += 1 + n/4 {
					failures++
				}
				if failures < 2 {
					t.Errorf("deed %d: only %d calls were made to fail", l.deeds, failures)
				}
			}
			l.rest()
		})
	}
}

// fails does a deed while calls fail, and reports whether any did.
func (l *life) fails(d deed, calls, fault, says string) bool {
	l.t.Helper()
	tr := newTrace(l.t)
	l.under = append(tr.follow(calls), "-e", "inject="+calls+":"+fault)
	r := l.run(d.command)
	l.under = nil
	l.reckonProblem(d, r, says)
	return slices.ContainsFunc(tr.calls(l.t), func(c call) bool { return strings.HasSuffix(c.text, "(INJECTED)") })
}

// reckonProblem is reckon for a deed that may have met a disk which fails. A
// check goes on without a feed that could not be kept, and says so; what it
// found is shown before it is marked as shown.
func (l *life) reckonProblem(d deed, r result, says string) {
	l.t.Helper()
	switch {
	case r.status == problem && (r.err != explanation(l.t, "fr", says) || r.out != "" && d.name != "check"):
		l.t.Errorf("deed %d: not in the words for %s: %v", l.deeds, says, r)
	case r.status == usage, r.status == killed, r.status == incomplete && d.name != "check":
		l.t.Errorf("deed %d: %v", l.deeds, r)
	}
	l.reckon(d, r)
}

// TestDamagedDatabase: the file is no database any more, or half of one. It is
// set aside as it was, and what was kept of the household comes back from the
// last backup.
func TestDamagedDatabase(t *testing.T) {
	t.Parallel()
	for name, damage := range map[string]func(database []byte) []byte{
		"overwritten": func([]byte) []byte { return []byte("This is no database.") },
		"cut short":   func(database []byte) []byte { return database[:len(database)/2] },
		"zeroed":      func(database []byte) []byte { return append(make([]byte, 4096), database[4096:]...) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, n := settled(t), newInternet(t)
			s.configure(s.data(), n.feedsFile())
			s.must(command{args: []string{"check"}, env: n.trust()}, done, news) // backs up, once a day
			path := filepath.Join(s.data(), "vigie.db")
			database, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			damaged := damage(database)
			if err := os.WriteFile(path, damaged, 0o600); err != nil {
				t.Fatal(err)
			}
			if r := s.do("person", "list", "--json"); !strings.Contains(r.err, path+".damaged-") {
				t.Errorf("nothing is said of the damage: %v", r)
			}
			aside, err := filepath.Glob(path + ".damaged-*Z") // the time it was
			if err != nil || len(aside) != 1 {
				t.Fatalf("set aside: %v, %v", aside, err)
			}
			if content, err := os.ReadFile(aside[0]); err != nil || !bytes.Equal(content, damaged) {
				t.Errorf("what was set aside is not what was there: %v", err)
			}
			s.complete()
		})
	}
}

// TestFullDisk runs on a disk that is really full: a small one of its own, filled
// to the last byte, and again with a little room left.
func TestFullDisk(t *testing.T) {
	t.Parallel()
	l := begin(newSession(t), newInternet(t), rand.New(rand.NewPCG(1, 1)), "small")
	if err := l.mountSmallDisk(); err != nil {
		// TestDiskFaults plays the same without the kernel's help.
		t.Logf("this kernel lets nobody mount a disk of their own: %v", err)
		return
	}
	l.configure(filepath.Join(l.root, l.data), l.net.feedsFile())
	for _, kind := range deeds {
		d := l.next(kind)
		l.reckon(d, l.must(d.command, done, news))
	}
	refused := 0
	for _, room := range []int64{0, 4 << 10, 32 << 10, 128 << 10, 512 << 10} {
		for _, kind := range deeds {
			d := l.next(kind)
			empty := l.fill(room)
			r := l.run(d.command)
			empty()
			if r.status == problem {
				refused++
			}
			l.reckonProblem(d, r, "disk-full")
		}
	}
	if refused == 0 {
		t.Error("the disk was never full")
	}
	for _, kind := range deeds { // all is well again
		d := l.next(kind)
		l.reckon(d, l.must(d.command, done, news))
	}
	l.rest()
}

// mountSmallDisk puts the data folder on a disk of 8 MiB, in a mount namespace
// where the agent runs from now on. The namespace ends with the standard input
// of the program that holds it.
func (l *life) mountSmallDisk() error {
	l.t.Helper()
	holder := exec.Command("unshare", "--user", "--map-root-user", "--mount", "sh", "-c",
		`mount -t tmpfs -o size=8m,mode=700 tmpfs "$0" && echo mounted && cat >/dev/null`, l.data)
	in, err := holder.StdinPipe()
	if err != nil {
		return err
	}
	out, err := holder.StdoutPipe()
	if err != nil {
		return err
	}
	if err := holder.Start(); err != nil {
		return err
	}
	l.t.Cleanup(func() {
		_ = in.Close()
		_ = holder.Wait() // its status is that of cat
	})
	if line, err := bufio.NewReader(out).ReadString('\n'); line != "mounted\n" {
		return fmt.Errorf("unshare and mount: %w", err)
	}
	pid := fmt.Sprint(holder.Process.Pid)
	l.under = []string{"nsenter", "--preserve-credentials", "--user", "--mount", "--target", pid}
	l.root = filepath.Join("/proc", pid, "root")
	return nil
}

// fill writes until the small disk is full but for some room.
func (l *life) fill(room int64) (empty func()) {
	l.t.Helper()
	path := filepath.Join(l.root, l.data, "filler")
	f, err := os.Create(path)
	if err != nil {
		l.t.Fatal(err)
	}
	block := make([]byte, 4<<10)
	size := int64(0)
	for err == nil {
		var n int
		n, err = f.Write(block)
		size += int64(n)
	}
	if !errors.Is(err, syscall.ENOSPC) {
		l.t.Fatal(err)
	}
	if err := errors.Join(f.Truncate(max(0, size-room)), f.Close()); err != nil {
		l.t.Fatal(err)
	}
	return func() {
		if err := os.Remove(path); err != nil {
			l.t.Fatal(err)
		}
	}
}
