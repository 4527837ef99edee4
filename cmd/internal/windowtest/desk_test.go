//go:build e2e && linux

package windowtest

import (
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
	t      *testing.T
	name   string // of its pictures
	lang   string
	words  *words.Words
	window *sessiontest.Part // nil before it is opened
	// manager is the window manager, which Alt+F4 goes to.
	manager *sessiontest.Part
	shots   int
	seen    reading // what was read last
}

// patience is how long a screen may take to say something. Nothing is measured:
// it only ends a test that would never end.
const patience = 4 * time.Minute

// The screen, in pixels: the largest window that is tried, with its frame.
const screenWidth, screenHeight = 1300, 900

func newDesk(t *testing.T, name, lang string) *desk {
	t.Helper()
	w, err := words.Load(lang)
	if err != nil {
		t.Fatal(err)
	}
	d := &desk{Session: sessiontest.New(t), t: t, name: name, lang: lang, words: w}
	d.StartBus()
	d.StartKeyring()
	d.StartScreen(fmt.Sprintf("%dx%dx24", screenWidth, screenHeight))
	d.manager = d.Start(exec.Command("openbox"))
	d.aside()
	return d
}

// say is what the window says under a key, in the language of the desk.
func (d *desk) say(key string, pairs ...any) string { return d.words.T("window."+key, pairs...) }

// data is the folder the window and the command line share.
func (d *desk) data() string { return d.Path("data", "vigie") }

// open starts the window, without a network.
func (d *desk) open(args ...string) {
	d.t.Helper()
	path, err := program()
	if err != nil {
		d.t.Fatal(err)
	}
	d.window = d.Start(exec.Command(path, append([]string{"--data", d.data(), "--offline", "--lang", d.lang}, args...)...))
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

// feed is run, with something to read.
func (d *desk) feed(in []byte, name string, args ...string) []byte {
	d.t.Helper()
	var problem strings.Builder
	cmd := exec.Command(name, args...)
	cmd.Env, cmd.Stdin, cmd.Stderr = d.Env("OMP_THREAD_LIMIT=1"), strings.NewReader(string(in)), &problem
	out, err := cmd.Output()
	if err != nil {
		d.t.Fatalf("%s %v: %v %s", name, args, err, &problem)
	}
	return out
}

// close ends the window as the keyboard does, and waits for the program. Once in
// some hundred times the keys do nothing, and why is not known: they are pressed
// again then, as people do, and who had the focus is noted.
func (d *desk) close() {
	d.t.Helper()
	const presses, again = 3, 20 * time.Second
	for range presses {
		d.keys("alt+F4", 1)
		select {
		case <-d.window.Ended:
			d.ended()
			return
		case <-time.After(again):
			d.t.Logf("Alt+F4 did nothing; the focus is at window %s, all are %s",
				d.run("sh", "-c", "xdotool getwindowfocus || true"), d.run("sh", "-c", "xdotool search --name . || true"))
		}
	}
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
		d.keep(d.name + "-failed")
		manager := "runs"
		select {
		case <-d.manager.Ended:
			manager = fmt.Sprint("ended: ", d.manager.Err)
		default:
		}
		_ = syscall.Kill(d.window.PID(), syscall.SIGABRT) // it says what each goroutine does
		<-d.window.Ended
		d.t.Errorf("the program does not end; the window manager %s; the program says %s", manager, d.window.Said.Bytes())
	}
}
