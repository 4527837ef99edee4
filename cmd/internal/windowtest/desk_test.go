//go:build e2e && linux

package windowtest

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"vigie/assets/words"
)

// needed are the programs that play the real parts, by the Debian package that
// has them.
var needed = []struct{ program, of string }{
	{"Xvfb", "xvfb"}, {"openbox", "openbox"}, {"xdotool", "xdotool"}, {"import", "imagemagick"}, {"tesseract", "tesseract-ocr tesseract-ocr-fra"},
	{"dbus-daemon", "dbus"}, {"gnome-keyring-daemon", "gnome-keyring"}, {"gcc", "gcc"},
}

func TestMain(m *testing.M) {
	var missing []string
	for _, n := range needed {
		if _, err := exec.LookPath(n.program); err != nil {
			missing = append(missing, n.of)
		}
	}
	if len(missing) > 0 {
		fmt.Fprintln(os.Stderr, "These tests never skip: please install, as root: apt-get install", strings.Join(missing, " "))
		os.Exit(1)
	}
	code := m.Run()
	_ = os.RemoveAll(built())
	os.Exit(code)
}

// built is the folder of the programs under test.
var built = sync.OnceValue(func() string {
	dir, err := os.MkdirTemp("", "vigie-window-")
	if err != nil {
		panic(err)
	}
	return dir
})

// program is the window, agent the command line: not beside it, or the window
// would start it to watch.
var (
	program = sync.OnceValues(func() (string, error) { return build("vigie", "1") })
	agent   = sync.OnceValues(func() (string, error) { return build("vigie-agent", "0") })
)

func build(name, cgo string) (string, error) {
	path := filepath.Join(built(), "of-"+name, name)
	cmd := exec.Command("go", "build", "-tags", "migrated_fynedo", "-o", path, "vigie/cmd/"+name)
	cmd.Env = append(os.Environ(), "CGO_ENABLED="+cgo)
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("%w: %s", err, out)
	}
	return path, nil
}

// desk is a screen, a session and the window on it.
type desk struct {
	t      *testing.T
	name   string // of its pictures
	lang   string
	words  *words.Words
	dir    string
	env    []string
	window *exec.Cmd
	shots  int
	seen   reading // what was read last
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
	dir, err := os.MkdirTemp("", "vigie-desk-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	d := &desk{t: t, name: name, lang: lang, words: w, dir: dir}
	for _, sub := range []string{"home", "run", "data"} {
		if err := os.Mkdir(filepath.Join(dir, sub), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	d.env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + filepath.Join(dir, "home"), "XDG_RUNTIME_DIR=" + filepath.Join(dir, "run"), "LANG=C.UTF-8", "OMP_THREAD_LIMIT=1"}
	d.env = append(d.env, "DBUS_SESSION_BUS_ADDRESS="+d.startTelling("dbus-daemon", "--session", "--nofork", "--print-address=3"))
	d.env = append(d.env, "DISPLAY=:"+d.startTelling("Xvfb", "-displayfd", "3", "-screen", "0", fmt.Sprintf("%dx%dx24", screenWidth, screenHeight), "-nolisten", "tcp"))
	d.start(exec.Command("openbox"))
	keyring := exec.Command("gnome-keyring-daemon", "--unlock", "--components=secrets", "--foreground")
	keyring.Stdin = strings.NewReader("trousseau")
	d.start(keyring)
	d.aside()
	return d
}

// start runs a program of the desk until the test ends.
func (d *desk) start(cmd *exec.Cmd) {
	d.t.Helper()
	cmd.Env = d.env
	if err := cmd.Start(); err != nil {
		d.t.Fatal(err)
	}
	d.t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
}

// startTelling runs a program that says on descriptor 3 where it is.
func (d *desk) startTelling(name string, args ...string) string {
	d.t.Helper()
	r, w, err := os.Pipe()
	if err != nil {
		d.t.Fatal(err)
	}
	cmd := exec.Command(name, args...)
	cmd.ExtraFiles = []*os.File{w}
	d.start(cmd)
	_ = w.Close()
	line, err := bufio.NewReader(r).ReadString('\n')
	if err != nil {
		d.t.Fatalf("%s: %v", name, err)
	}
	return strings.TrimSpace(line)
}

// say is what the window says under a key, in the language of the desk.
func (d *desk) say(key string, pairs ...any) string { return d.words.T("window."+key, pairs...) }

// data is the folder the window and the command line share.
func (d *desk) data() string { return filepath.Join(d.dir, "data") }

// open starts the window, without a network.
func (d *desk) open(args ...string) {
	d.t.Helper()
	path, err := program()
	if err != nil {
		d.t.Fatal(err)
	}
	d.window = exec.Command(path, append([]string{"--data", d.data(), "--offline", "--lang", d.lang}, args...)...)
	d.window.Stderr = os.Stderr
	d.start(d.window)
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
	cmd.Env, cmd.Stdin, cmd.Stderr = d.env, strings.NewReader(string(in)), &problem
	out, err := cmd.Output()
	if err != nil {
		d.t.Fatalf("%s %v: %v %s", name, args, err, &problem)
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
	ended := make(chan error, 1)
	go func() { ended <- d.window.Wait() }()
	select {
	case err := <-ended:
		if err != nil {
			d.t.Errorf("the program ended with %v", err)
		}
	case <-time.After(patience):
		d.t.Error("the program does not end")
	}
}
