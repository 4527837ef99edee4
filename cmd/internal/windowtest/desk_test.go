//go:build e2e && linux

package windowtest

import (
	"bufio"
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// needed are the programs that play the real parts, by the Debian package that
// has them.
var needed = []struct{ program, of string }{
	{"Xvfb", "xvfb"}, {"openbox", "openbox"}, {"xdotool", "xdotool"}, {"import", "imagemagick"}, {"tesseract", "tesseract-ocr"},
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
		fmt.Fprintln(os.Stderr, "These tests never skip: please install, as root: apt-get install", missing, "tesseract-ocr-fra")
		os.Exit(1)
	}
	code := m.Run()
	_ = os.RemoveAll(built())
	os.Exit(code)
}

// built is the folder of the program under test.
var built = sync.OnceValue(func() string {
	dir, err := os.MkdirTemp("", "vigie-window-")
	if err != nil {
		panic(err)
	}
	return dir
})

var program = sync.OnceValues(func() (string, error) {
	path := filepath.Join(built(), "vigie")
	cmd := exec.Command("go", "build", "-tags", "migrated_fynedo", "-o", path, "vigie/cmd/vigie")
	cmd.Env = append(os.Environ(), "CGO_ENABLED=1")
	out, err := cmd.CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("%w: %s", err, out)
	}
	return path, nil
})

// desk is a screen, a session and the window on it.
type desk struct {
	t      *testing.T
	name   string // of its pictures
	lang   string
	dir    string
	env    []string
	window *exec.Cmd
	shots  int
}

// patience is how long a screen may take to say something. Nothing is measured:
// it only ends a test that would never end.
const patience = 30 * time.Second

func newDesk(t *testing.T, name, lang string) *desk {
	t.Helper()
	dir, err := os.MkdirTemp("", "vigie-desk-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	d := &desk{t: t, name: name, lang: lang, dir: dir}
	for _, sub := range []string{"home", "run", "data"} {
		if err := os.Mkdir(filepath.Join(dir, sub), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	d.env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + filepath.Join(dir, "home"), "XDG_RUNTIME_DIR=" + filepath.Join(dir, "run"), "LANG=C.UTF-8"}
	d.env = append(d.env, "DBUS_SESSION_BUS_ADDRESS="+d.startTelling("dbus-daemon", "--session", "--nofork", "--print-address=3"))
	d.env = append(d.env, "DISPLAY=:"+d.startTelling("Xvfb", "-displayfd", "3", "-screen", "0", "1300x900x24", "-nolisten", "tcp"))
	d.start(exec.Command("openbox"))
	keyring := exec.Command("gnome-keyring-daemon", "--unlock", "--components=secrets", "--foreground")
	keyring.Stdin = strings.NewReader("trousseau")
	d.start(keyring)
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

// open starts the window, without a network.
func (d *desk) open(args ...string) {
	d.t.Helper()
	path, err := program()
	if err != nil {
		d.t.Fatal(err)
	}
	d.window = exec.Command(path, append([]string{"--data", filepath.Join(d.dir, "data"), "--offline", "--lang", d.lang}, args...)...)
	d.window.Stderr = os.Stderr
	d.start(d.window)
}

// run carries a program out on the desk.
func (d *desk) run(name string, args ...string) []byte {
	d.t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Env = d.env
	out, err := cmd.Output()
	if err != nil {
		d.t.Fatalf("%s %v: %v", name, args, err)
	}
	return out
}

// word is what OCR reads, with the middle of where it stands.
type word struct {
	text string
	x, y int
}

// passes are two ways to read a screen: neither sees everything.
var passes = [][2][]string{
	{{"-colorspace", "gray"}, {"--psm", "6"}},
	{{"-colorspace", "gray", "-lat", "60x60-8%"}, {"--psm", "11"}},
}

// read reads a picture of the screen in one of the ways.
func (d *desk) read(shot string, pass [2][]string) []word {
	d.t.Helper()
	prepared := filepath.Join(d.dir, "prepared.png")
	lang := map[string]string{"fr": "fra", "en": "eng"}[d.lang]
	d.run("convert", slices.Concat([]string{shot, "-resize", "200%"}, pass[0], []string{prepared})...)
	var all []word
	for _, row := range bytes.Split(d.run("tesseract", slices.Concat([]string{prepared, "-", "-l", lang}, pass[1], []string{"tsv"})...), []byte("\n")) {
		f := strings.Split(string(row), "\t")
		if len(f) < 12 || plainWord(f[11]) == "" {
			continue
		}
		var box [4]int
		for i := range box {
			box[i], _ = strconv.Atoi(f[6+i])
		}
		all = append(all, word{plainWord(f[11]), (box[0] + box[2]/2) / 2, (box[1] + box[3]/2) / 2})
	}
	return all
}

// plainWord is a word without what OCR makes of edges and marks.
func plainWord(s string) string { return strings.ToLower(strings.Trim(s, " \r.,:;·|[]()!?")) }

// shot takes a picture of the screen.
func (d *desk) shot() string {
	path := filepath.Join(d.dir, "screen.png")
	d.run("import", "-window", "root", path)
	return path
}

// find is where some words stand beside one another; of several places, the one
// furthest to the left, where the navigation is.
func find(all []word, sentence string) (at word, ok bool) {
	want := strings.Fields(strings.ToLower(sentence))
	for i := range all {
		match := i+len(want) <= len(all)
		for j := 0; match && j < len(want); j++ {
			match = all[i+j].text == want[j]
		}
		if match && (!ok || all[i].x < at.x) {
			at, ok = all[i], true
		}
	}
	return at, ok
}

// see waits until the screen says something, and keeps the picture.
func (d *desk) see(sentence string) word {
	d.t.Helper()
	var said []string
	for end := time.Now().Add(patience); time.Now().Before(end); {
		said = nil
		shot := d.shot()
		for _, pass := range passes {
			all := d.read(shot, pass)
			if at, ok := find(all, sentence); ok {
				d.keep()
				return at
			}
			for _, w := range all {
				said = append(said, w.text)
			}
		}
	}
	d.keep()
	d.t.Fatalf("the screen does not say %q; it says: %s", sentence, strings.Join(said, " "))
	return word{}
}

// keep leaves the screen where somebody asked for it.
func (d *desk) keep() {
	if dir := os.Getenv("VIGIE_PICTURES"); dir != "" {
		d.shots++
		d.run("import", "-window", "root", filepath.Join(dir, fmt.Sprintf("%s-%02d.png", d.name, d.shots)))
	}
}

// click presses what says something.
func (d *desk) click(sentence string) {
	d.t.Helper()
	at := d.see(sentence)
	d.run("xdotool", "mousemove", strconv.Itoa(at.x), strconv.Itoa(at.y), "click", "1", "mousemove", "5", "5")
}

// action is the colour of the one filled button of a screen, in the light theme.
var action = color.RGBA{0x17, 0x61, 0x8F, 0xFF}

// primary presses that button: white on blue is what OCR reads worst.
func (d *desk) primary() {
	d.t.Helper()
	for end := time.Now().Add(patience); time.Now().Before(end); {
		f, err := os.Open(d.shot())
		if err != nil {
			d.t.Fatal(err)
		}
		img, err := png.Decode(f)
		_ = f.Close()
		if err != nil {
			d.t.Fatal(err)
		}
		if x, y, ok := widest(img, action); ok {
			d.run("xdotool", "mousemove", strconv.Itoa(x), strconv.Itoa(y+3), "click", "1", "mousemove", "5", "5")
			return
		}
	}
	d.t.Fatal("there is no filled button")
}

// widest is the middle of the first run of a colour as wide as a button.
func widest(img image.Image, c color.RGBA) (x, y int, ok bool) {
	const least = 50
	b := img.Bounds()
	for y := b.Min.Y; y < b.Max.Y; y++ {
		run := 0
		for x := b.Min.X; x < b.Max.X; x++ {
			if color.RGBAModel.Convert(img.At(x, y)) == c {
				run++
				continue
			}
			if run >= least {
				return x - run/2, y, true
			}
			run = 0
		}
	}
	return 0, 0, false
}

// down turns the wheel to the end of the page.
func (d *desk) down() {
	d.run("xdotool", "mousemove", "700", "500", "click", "--repeat", "60", "--delay", "15", "5")
}

func (d *desk) typed(text string) { d.run("xdotool", "type", "--delay", "40", text) }

// keys presses a key some times.
func (d *desk) keys(name string, times int) {
	d.run("xdotool", "key", "--delay", "60", "--repeat", strconv.Itoa(times), "--repeat-delay", "60", name)
}

// close ends the window as its button does, and waits for the program.
func (d *desk) close() {
	d.t.Helper()
	if err := d.window.Process.Signal(syscall.SIGTERM); err != nil {
		d.t.Fatal(err)
	}
	if err := d.window.Wait(); err != nil {
		d.t.Errorf("the program ended with %v", err)
	}
}
