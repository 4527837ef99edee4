package desktop

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/gofrs/flock"

	"vigie/monitor"
)

// Word is all that one of our programs can say to another.
type Word string

// The words.
const (
	WordShow    Word = "show"    // to the window that is already open: come to the front
	WordChanged Word = "changed" // to the agent: what is stored has changed
)

var (
	// ErrRunning is returned by Listen when another process listens in the folder.
	ErrRunning = errors.New("another instance is running")
	// ErrNobody is returned by Send when nobody listens in the folder.
	ErrNobody = errors.New("no instance is running")
)

// talkPatience is how long one side waits for the other.
const talkPatience = 2 * time.Second

// taken is what a listener answers when it knows the word.
const taken = "ok\n"

func socketPath(dir string) string { return filepath.Join(dir, "socket") }

// Listen makes this process the one instance that listens in a folder of its
// own, and calls handle with each word it is sent, one at a time, until ctx is
// done; handle must return at once. It returns nil then, ErrRunning when
// another process listens there, and otherwise a *monitor.Problem.
//
// The folder is made private: that keeps other users of the computer away from
// the socket in it, on every system. A lock in it, which ends with the process
// however it ends, tells a socket left behind from one in use.
func Listen(ctx context.Context, dir string, handle func(Word)) error {
	if err := privateDir(dir); err != nil {
		return monitor.NewProblem("instance.socket", "path", dir).Because(err)
	}
	lock := flock.New(filepath.Join(dir, "lock"), flock.SetPermissions(0o600))
	locked, err := lock.TryLock()
	if err == nil && !locked {
		return ErrRunning
	}
	if err != nil {
		return monitor.NewProblem("instance.socket", "path", dir).Because(err)
	}
	defer func() { _ = lock.Unlock() }()
	if err := serveWords(ctx, socketPath(dir), handle); err != nil {
		return monitor.NewProblem("instance.socket", "path", dir).Because(err)
	}
	return nil
}

// privateDir makes a folder that only its owner can enter.
func privateDir(dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	info, err := os.Lstat(dir)
	if err != nil {
		return err
	}
	if !info.IsDir() { // a link could lead anywhere
		return &fs.PathError{Op: "open", Path: dir, Err: fs.ErrInvalid}
	}
	return os.Chmod(dir, 0o700)
}

func serveWords(ctx context.Context, path string, handle func(Word)) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	var config net.ListenConfig
	l, err := config.Listen(ctx, "unix", path)
	if err != nil {
		return err
	}
	stop := context.AfterFunc(ctx, func() { _ = l.Close() })
	defer func() {
		stop()
		_ = l.Close() // which removes the socket
	}()
	for {
		conn, err := l.Accept()
		switch {
		case err == nil:
		case ctx.Err() != nil:
			return nil
		default:
			return err
		}
		if word, ok := hear(conn); ok {
			handle(word)
		}
	}
}

// hear reads one word. Whatever else is said ends the conversation, and so does
// silence: the next one must not wait long.
func hear(conn net.Conn) (Word, bool) {
	defer conn.Close()
	if err := conn.SetDeadline(time.Now().Add(talkPatience)); err != nil {
		return "", false
	}
	text, err := io.ReadAll(io.LimitReader(conn, int64(len(WordChanged))+2))
	if err != nil {
		return "", false
	}
	line, whole := strings.CutSuffix(string(text), "\n")
	word := Word(line)
	if !whole || word != WordShow && word != WordChanged {
		return "", false
	}
	_, err = io.WriteString(conn, taken)
	return word, err == nil
}

// Send says a word to the process that listens in a folder, and returns nil
// when it took it, ErrNobody when there is none, and otherwise a
// *monitor.Problem.
func Send(dir string, word Word) error {
	conn, err := net.DialTimeout("unix", socketPath(dir), talkPatience)
	if err != nil {
		return ErrNobody
	}
	defer conn.Close()
	if err := say(conn.(*net.UnixConn), word); err != nil {
		return monitor.NewProblem("instance.silent").Because(err)
	}
	return nil
}

func say(conn *net.UnixConn, word Word) error {
	if err := conn.SetDeadline(time.Now().Add(2 * talkPatience)); err != nil {
		return err
	}
	if _, err := io.WriteString(conn, string(word)+"\n"); err != nil {
		return err
	}
	if err := conn.CloseWrite(); err != nil {
		return err
	}
	answer, err := io.ReadAll(io.LimitReader(conn, int64(len(taken))))
	if err == nil && string(answer) != taken {
		err = io.ErrUnexpectedEOF
	}
	return err
}
