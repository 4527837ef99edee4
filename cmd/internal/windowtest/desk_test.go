//go:build e2e && linux

package windowtest

import (
	"context"
	"fmt"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"vigie/assets/words"
	"vigie/cmd/internal/sessiontest"
)

func TestMain(m *testing.M) {
	sessiontest.Main(m, map[string]string{
		"dbus-daemon": "dbus-daemon", "gnome-keyring-daemon": "gnome-keyring", "gcc": "gcc",
		"Xvfb": "xvfb", "openbox": "openbox", "xdotool": "xdotool", "xwininfo": "x11-utils", "import": "imagemagick", "tesseract": "tesseract-ocr tesseract-ocr-fra",
	})
}

// program is the window, agent the command line: not beside it, or the window
// would start it to watch.
var (
	program = sync.OnceValues(func() (string, error) {
		return sessiontest.Build("window/vigie", "vigie/cmd/vigie", "CGO_ENABLED=1", "-tags", "migrated_fynedo")
	})
	agent = sync.OnceValues(func() (string, error) {
		return sessiontest.Build("line/vigie-agent", "vigie/cmd/vigie-agent", "CGO_ENABLED=0")
	})
)

// desk is a session with a screen, and the window on it.
type desk struct {
	*sessiontest.Session
	t       *testing.T
	name    string // of its pictures
	lang    string
	words   *words.Words
	program string            // the window's
	window  *sessiontest.Part // nil before it is opened
	// manager is the window manager, which Alt+F4 goes to.
	manager *sessiontest.Part
	shots   int
	seen    reading // what was read last
}

// patience is how long a screen may take to say something. Nothing is measured:
// it only ends a test that would never end.
const patience = 4 * time.Minute

// soon is for what has nothing to wait for.
const soon = 20 * time.Second

// The screen, in pixels: the largest window that is tried, with its frame.
const screenWidth, screenHeight = 1300, 900

func newDesk(t *testing.T, name, lang string) *desk {
	t.Helper()
	w, err := words.Load(lang)
	if err != nil {
		t.Fatal(err)
	}
	path, err := program() // before the session begins, which would wait for a compiler
	if err != nil {
		t.Fatal(err)
	}
	d := &desk{Session: sessiontest.New(t), t: t, name: name, lang: lang, words: w, program: path}
	d.StartBus()
	d.StartKeyring()
	d.StartScreen(fmt.Sprintf("%dx%dx24", screenWidth, screenHeight))
	d.manager = d.Start(exec.Command("openbox"))
	d.aside()
	// With the first key that xdotool presses, the X server takes its keyboard for the
	// one in use and says so; openbox then lets go of its keys for a moment, and on a
	// busy machine the second half of Alt+F4 came in that moment, 6 times in 150.
	d.keys("Shift_L", 1)
	return d
}

// say is what the window says under a key, in the language of the desk.
func (d *desk) say(key string, pairs ...any) string { return d.words.T("window."+key, pairs...) }

// data is the folder the window and the command line share.
func (d *desk) data() string { return d.Path("data", "vigie") }

// open starts the window, without a network.
func (d *desk) open(args ...string) {
	d.t.Helper()
	d.window = d.Start(exec.Command(d.program, append([]string{"--data", d.data(), "--offline", "--lang", d.lang}, args...)...))
}

// agent carries a command out on the same data.
func (d *desk) agent(args ...string) {
	d.t.Helper()
	path, err := agent()
	if err != nil {
		d.t.Fatal(err)
	}
	d.run(path, append([]string{"--data", d.data(), "--offline"}, args...)...)
}

// run carries a program out on the desk.
func (d *desk) run(name string, args ...string) []byte {
	d.t.Helper()
	return d.feed(nil, name, args...)
}

// feed is run, with something to read. A program that does not end is ended: some
// wait for a window for ever, whatever became of it.
func (d *desk) feed(in []byte, name string, args ...string) []byte {
	d.t.Helper()
	var problem strings.Builder
	ctx, cancel := context.WithTimeout(d.t.Context(), patience)
	defer cancel()
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Env, cmd.Stdin, cmd.Stderr = d.Env("OMP_THREAD_LIMIT=1"), strings.NewReader(string(in)), &problem
	out, err := cmd.Output()
	if err != nil {
		d.fail("%s %v: %v %s", name, args, err, &problem)
	}
	return out
}

// close ends the window as the keyboard does, and waits for the program.
func (d *desk) close() {
	d.t.Helper()
	d.keys("alt+F4", 1)
	d.ended()
}

// ended waits until the program ends by itself, well.
func (d *desk) ended() {
	d.t.Helper()
	select {
	case <-d.window.Ended:
		if d.window.Err != nil {
			d.t.Errorf("the program ended with %v and says %s", d.window.Err, d.window.Said.Bytes())
		}
	case <-time.After(patience):
		d.fail("the program does not end")
	}
}

// fail ends the test. It tells what became of the window and of its manager, and
// leaves a picture of the whole screen: the window may have no part in it any more.
func (d *desk) fail(format string, args ...any) {
	d.t.Helper()
	why := fmt.Sprintf(format, args...)
	ctx, cancel := context.WithTimeout(d.t.Context(), soon)
	defer cancel()
	if file := d.file(d.name + "-failed"); file != "" {
		if err := exec.CommandContext(ctx, "import", "-display", d.Display, "-silent", "-window", "root", file).Run(); err != nil {
			why += fmt.Sprint("; there is no picture: ", err)
		}
	}
	if d.window != nil {
		why += "; the program " + fate(d.window, syscall.SIGABRT) // it says what each goroutine does
	}
	d.t.Fatalf("%s; the window manager %s", why, fate(d.manager, syscall.SIGKILL))
}

// fate tells how a part had ended, or that it ran, and ends it: only then may what
// it said be read.
func fate(p *sessiontest.Part, how syscall.Signal) string {
	state := "had ended"
	select {
	case <-p.Ended:
	default:
		state = "ran, and was ended"
		_ = syscall.Kill(p.PID(), how)
	}
	select {
	case <-p.Ended:
		return fmt.Sprintf("%s: %v; it says %s", state, p.Err, p.Said.Bytes())
	case <-time.After(soon):
		return "ran, and does not end when it is told to"
	}
}
