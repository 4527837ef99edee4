//go:build e2e && linux

package windowtest

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
	"syscall"
	"time"
)

// victim is a window that is going to be killed: testdata/blind, which is all of
// the window but what draws.
type victim struct {
	*life
	cmd     *exec.Cmd
	in      io.Writer
	screens chan []string // what it shows; closed when it has ended
	screen  []string      // the last that was read
	began   time.Time
}

// open starts a window.
func (l *life) open() *victim {
	l.t.Helper()
	cmd := exec.Command(l.blind, l.data)
	cmd.Env, cmd.Dir, cmd.Stderr = l.Env(), l.Path("home"), os.Stderr
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	in, err := cmd.StdinPipe()
	if err != nil {
		l.t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		l.t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		l.t.Fatal(err)
	}
	// Reading never waits for the test: the window must not either.
	v := &victim{life: l, cmd: cmd, in: in, screens: make(chan []string, 10_000), began: time.Now()}
	go func() {
		defer close(v.screens)
		const longest = 1 << 22
		lines := bufio.NewScanner(out)
		lines.Buffer(nil, longest)
		for lines.Scan() {
			var screen []string
			if json.Unmarshal(lines.Bytes(), &screen) == nil { // what a kill cut short was shown to nobody
				v.screens <- screen
			}
		}
	}()
	return v
}

// killAfter kills the window after a while, without looking at it.
func (v *victim) killAfter(while time.Duration) {
	time.Sleep(while)
	v.kill()
}

// kill is kill -9. What was shown before may still be read.
func (v *victim) kill() {
	_ = v.cmd.Process.Kill()
	_ = v.cmd.Wait()
}

// greet waits for the first screen of the household. None may tell of a problem:
// the window before left nothing that is in the way.
func (v *victim) greet() {
	v.t.Helper()
	shut := v.words.T("window.sealed.title")
	v.await(func(screen []string) bool { return len(screen) > 0 && !slices.Contains(screen, shut) }, patience)
	v.takes[starting] = time.Since(v.began)
	if problem := v.words.T("window.notice.problem"); slices.Contains(v.screen, problem) {
		v.t.Fatalf("the next window begins with a problem: %q", v.screen)
	}
}

// do goes to a place, does an edit there and waits until the screen shows that it
// is done, or kills the window after a while. It tells how long that took.
func (v *victim) do(e edit, while time.Duration) (took time.Duration, said bool) {
	v.t.Helper()
	v.tell("Go", map[string]any{"Place": e.place})
	if !v.await(func(screen []string) bool { return isAt(screen, e.place) }, patience) {
		v.t.Fatalf("the window does not go to %v", e.place)
	}
	before, began := count(v.screen, e.sign), time.Now()
	v.tell(e.intent, e.document)
	said = v.await(func(screen []string) bool { return e.shown(before, count(screen, e.sign)) }, while)
	if !said {
		v.kill()
		said = v.await(func(screen []string) bool { return e.shown(before, count(screen, e.sign)) }, patience)
	}
	return time.Since(began), said
}

// tell gives the window a line.
func (v *victim) tell(intent string, document any) {
	v.t.Helper()
	data, err := json.Marshal(document)
	if err != nil {
		v.t.Fatal(err)
	}
	if _, err := fmt.Fprintf(v.in, "%s %s\n", intent, data); err != nil {
		v.t.Fatal(err)
	}
}

// await reads what the window shows until a screen is the one, the time is over,
// or nothing comes any more.
func (v *victim) await(is func(screen []string) bool, while time.Duration) bool {
	limit := time.After(while)
	for {
		select {
		case screen, more := <-v.screens:
			if !more {
				return false
			}
			if v.screen = screen; is(screen) {
				return true
			}
		case <-limit:
			return false
		}
	}
}

// isAt reports whether a screen is that of a place: its name and what it is about
// are the first texts it has.
func isAt(screen []string, place map[string]string) bool {
	for i := range len(screen) - 2 {
		if screen[i] == place["Screen"] && screen[i+1] == place["Person"] && screen[i+2] == place["ID"] {
			return true
		}
	}
	return false
}

// count is how many texts of a screen hold a sign.
func count(screen []string, sign string) (n int) {
	for _, text := range screen {
		if strings.Contains(text, sign) {
			n++
		}
	}
	return n
}
