package desktop

import (
	"context"
	"errors"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// shortDir is a folder whose name leaves room for a socket's.
func shortDir(t *testing.T) string {
	t.Helper()
	parent, err := os.MkdirTemp("", "vigie")
	must(t, err)
	t.Cleanup(func() { _ = os.RemoveAll(parent) })
	return filepath.Join(parent, "run")
}

// listener is an instance that listens.
type listener struct {
	words chan Word
	ended chan error
	stop  func() error // returns what Listen did
}

func listen(t *testing.T, dir string) *listener {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	l := &listener{words: make(chan Word, 64), ended: make(chan error, 1)}
	l.stop = sync.OnceValue(func() error { cancel(); return <-l.ended })
	go func() { l.ended <- Listen(ctx, dir, func(w Word) { l.words <- w }) }()
	t.Cleanup(func() { _ = l.stop() })
	return l
}

// listening is an instance that is known to listen.
func listening(t *testing.T, dir string) *listener {
	t.Helper()
	l := listen(t, dir)
	for end := time.Now().Add(time.Minute); ; {
		err := Send(dir, WordShow)
		if err == nil {
			<-l.words
			return l
		}
		if !errors.Is(err, ErrNobody) || time.Now().After(end) {
			t.Fatal(err)
		}
	}
}

func TestListenAndSend(t *testing.T) {
	dir := shortDir(t)
	if err := Send(dir, WordShow); !errors.Is(err, ErrNobody) {
		t.Errorf("said to nobody: %v", err)
	}
	l := listening(t, dir)
	for _, w := range []Word{WordShow, WordChanged, WordChanged} {
		must(t, Send(dir, w))
		if got := <-l.words; got != w {
			t.Errorf("heard %q, want %q", got, w)
		}
	}
	must(t, l.stop())
	if err := Send(dir, WordShow); !errors.Is(err, ErrNobody) {
		t.Errorf("said to nobody: %v", err)
	}
	if files, _ := os.ReadDir(dir); len(files) != 1 {
		t.Errorf("left behind %v, want the lock only", files)
	}
}

// TestOneInstance: of many that start at once, one listens; when it ends
// another may.
func TestOneInstance(t *testing.T) {
	dir := shortDir(t)
	first := listening(t, dir)
	var wait sync.WaitGroup
	for range 8 {
		wait.Go(func() {
			if err := Listen(t.Context(), dir, func(Word) { t.Error("heard by another") }); !errors.Is(err, ErrRunning) {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	must(t, Send(dir, WordShow))
	<-first.words
	must(t, first.stop())
	must(t, listening(t, dir).stop())
}

// TestOneOfManyStarts: all start together in a folder that does not exist.
func TestOneOfManyStarts(t *testing.T) {
	dir := shortDir(t)
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 8)
	for range cap(ended) {
		go func() { ended <- Listen(ctx, dir, func(Word) {}) }()
	}
	for range cap(ended) - 1 {
		if err := <-ended; !errors.Is(err, ErrRunning) {
			t.Error(err)
		}
	}
	cancel()
	must(t, <-ended)
}

// TestStaleSocket: what an instance that was killed left behind is in nobody's way.
func TestStaleSocket(t *testing.T) {
	dir := shortDir(t)
	must(t, os.MkdirAll(dir, 0o700))
	dead, err := net.ListenUnix("unix", &net.UnixAddr{Name: socketPath(dir), Net: "unix"})
	must(t, err)
	dead.SetUnlinkOnClose(false)
	must(t, dead.Close())
	if err := Send(dir, WordShow); !errors.Is(err, ErrNobody) {
		t.Errorf("said to the dead: %v", err)
	}
	l := listening(t, dir)
	must(t, Send(dir, WordChanged))
	if got := <-l.words; got != WordChanged {
		t.Errorf("heard %q", got)
	}
}

// TestNothingButTheTwoWords: whatever else is said is not heard, is answered by
// nothing, and does not keep the listener from hearing the next.
func TestNothingButTheTwoWords(t *testing.T) {
	dir := shortDir(t)
	l := listening(t, dir)
	for _, text := range []string{"", "\n", "show", "Show\n", "show\n\n", "show \n", "hide\n", "changed\nshow\n", strings.Repeat("show\n", 1000), "\x00", "show\r\n"} {
		conn, err := net.Dial("unix", socketPath(dir))
		must(t, err)
		_, _ = conn.Write([]byte(text)) // may be cut off
		_ = conn.(*net.UnixConn).CloseWrite()
		answer := make([]byte, 16)
		if n, _ := conn.Read(answer); n != 0 {
			t.Errorf("%.20q is answered by %q", text, answer[:n])
		}
		must(t, conn.Close())
	}
	must(t, Send(dir, WordChanged))
	if got := <-l.words; got != WordChanged {
		t.Errorf("heard %q", got)
	}
	if err := Send(dir, "hide"); problem(t, err) != "instance.silent" {
		t.Error(err)
	}
}

// TestSilentListener: an instance that hangs is said to hang.
func TestSilentListener(t *testing.T) {
	dir := shortDir(t)
	must(t, os.MkdirAll(dir, 0o700))
	l, err := net.Listen("unix", socketPath(dir))
	must(t, err)
	defer l.Close()
	go func() {
		if conn, err := l.Accept(); err == nil {
			_ = conn.Close()
		}
	}()
	if err := Send(dir, WordShow); problem(t, err) != "instance.silent" {
		t.Error(err)
	}
}

func TestListenFails(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	must(t, os.WriteFile(file, nil, 0o600))
	target := t.TempDir()
	link := filepath.Join(t.TempDir(), "link")
	must(t, os.Symlink(target, link))
	for _, dir := range []string{file, filepath.Join(file, "run"), link, filepath.Join(t.TempDir(), strings.Repeat("long", 40))} {
		if err := Listen(t.Context(), dir, nil); problem(t, err) != "instance.socket" {
			t.Errorf("%s: %v", dir, err)
		}
		if err := Send(dir, WordShow); !errors.Is(err, ErrNobody) {
			t.Errorf("%s: %v", dir, err)
		}
	}
}
