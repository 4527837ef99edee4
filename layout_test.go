package vigie

import (
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// The house: which package may import what, and why. A rule speaks of a package
// and of everything below it when its name ends in "/...". Imports are followed
// to the end: what a dependency of ours drags in counts too.
//
// There is no package besides this test at the root; go.mod needs one to hold
// the rules.
var denied = []struct{ from, to, why string }{
	{"vigie/assets/...", "vigie/monitor/...", "facts and words know nothing of the program"},
	{"vigie/monitor", "vigie/monitor/...", "the core knows storage, feeds and the key store as interfaces only"},
	{"vigie/monitor", "vigie/assets/...", "the core decides, it does not speak"},
	{"vigie/monitor", "net/http", "the core is pure"},
	{"vigie/monitor", "database/sql", "the core is pure"},
	{"vigie/monitor/...", "vigie/gui/...", "data goes one way: feeds, monitor, store, gui"},
	{"vigie/monitor/...", "vigie/checklist/...", "what to do follows from findings, never the reverse"},
	{"vigie/monitor/...", "vigie/cmd/...", "only the programs compose"},
	{"vigie/monitor/...", "fyne.io/fyne/...", "the core runs without a display; the tray is fyne.io/systray, which needs none"},
	{"vigie/monitor/store/...", "vigie/monitor/feeds/...", "only the programs wire feeds"},
	{"vigie/monitor/store/...", "vigie/monitor/egress", "storing needs no network"},
	{"vigie/monitor/feeds/...", "vigie/monitor/store/...", "feeds do not store"},
	{"vigie/monitor/feeds/...", "vigie/monitor/keychain", "feeds never see the key store"},
	{"vigie/monitor/keychain", "net/http", "secrets have no way out"},
	{"vigie/monitor/keychain", "vigie/monitor/store/...", "the key store does not know the database"},
	{"vigie/monitor/egress", "vigie/monitor/store/...", "the way out writes to the ledger it is given"},
	{"vigie/checklist/...", "vigie/gui/...", "data goes one way"},
	// Not net/http itself: x/net/publicsuffix imports it for one interface. That
	// nothing but egress uses it is TestOneWayOut's.
	{"vigie/checklist/...", "vigie/monitor/egress", "advice is worked out on this computer"},
	{"vigie/gui/...", "vigie/monitor/store/...", "the window reads through the core"},
	{"vigie/gui/...", "vigie/monitor/egress", "the window has no way out"}, // Fyne itself imports net/http, for addresses of pictures
	{"vigie/gui/...", "fyne.io/fyne/v2/app", "needs cgo and a display; only cmd/vigie starts it"},
	{"vigie/gui/view/...", "fyne.io/fyne/...", "what a screen says is tested without Fyne"},
	{"vigie/cmd/internal/window", "fyne.io/fyne/...", "all of the window but its drawing runs without a display"},
	{"vigie/cmd/vigie-agent", "fyne.io/fyne/...", "the agent is light and pure Go"},
	{"vigie/cmd/vigie-agent", "vigie/gui/...", "the agent is light"},
}

// allowed lists what a package may import directly besides the standard
// library: the table of the house. A package that is not here must be added,
// with its reason in CONTRIBUTING.md.
var allowed = map[string][]string{
	"vigie/assets":                    nil,
	"vigie/assets/words":              {"github.com/nicksnyder/go-i18n/v2/i18n", "github.com/pelletier/go-toml/v2", "golang.org/x/text/language"},
	"vigie/checklist":                 {"vigie/monitor", "vigie/monitor/directory", "vigie/monitor/explain", "vigie/assets", "vigie/assets/words", "github.com/pelletier/go-toml/v2"},
	"vigie/checklist/calendar":        {"vigie/monitor", "vigie/checklist", "vigie/assets/words", "github.com/arran4/golang-ical"},
	"vigie/checklist/letters":         {"vigie/monitor", "vigie/monitor/explain", "vigie/checklist/letters/...", "vigie/assets", "vigie/assets/words", "github.com/pelletier/go-toml/v2"},
	"vigie/checklist/letters/paper":   {"vigie/monitor", "vigie/assets", "codeberg.org/go-pdf/fpdf"},
	"vigie/checklist/letters/workday": {"vigie/monitor"},
	"vigie/checklist/message":         {"vigie/monitor", "vigie/monitor/directory", "vigie/monitor/identifier", "vigie/assets", "vigie/assets/words", "github.com/pelletier/go-toml/v2", "golang.org/x/net/...", "golang.org/x/text/..."},
	"vigie/checklist/notice":          {"github.com/ledongthuc/pdf", "vigie/monitor", "vigie/monitor/pattern", "vigie/monitor/directory", "vigie/assets", "vigie/assets/words", "github.com/pelletier/go-toml/v2", "golang.org/x/net/html/...", "golang.org/x/text/..."},
	"vigie/checklist/passwords":       {"vigie/monitor", "vigie/monitor/sites", "vigie/assets", "vigie/assets/words", "github.com/FastFilter/xorfilter", "golang.org/x/..."},
	"vigie/checklist/sheet":           {"vigie/monitor", "vigie/monitor/directory", "vigie/checklist/letters/paper", "vigie/assets/words"},
	"vigie/monitor":                   {"golang.org/x/text/..."},
	"vigie/monitor/catalogue":         {"vigie/monitor", "vigie/monitor/pattern", "github.com/go-json-experiment/json/...", "golang.org/x/text/..."},
	"vigie/monitor/desktop":           {"vigie/monitor", "vigie/monitor/explain", "vigie/assets", "vigie/assets/words", "fyne.io/systray", "github.com/godbus/dbus/v5/...", "github.com/gofrs/flock", "golang.org/x/sys/..."},
	"vigie/monitor/pattern":           nil,
	"vigie/monitor/schedule":          {"vigie/monitor", "vigie/monitor/pattern", "github.com/robfig/cron/v3"},
	"vigie/monitor/directory":         {"vigie/monitor", "github.com/go-json-experiment/json/...", "golang.org/x/text/..."},
	"vigie/monitor/egress":            {"vigie/monitor", "golang.org/x/time/rate"},
	"vigie/monitor/explain":           {"vigie/monitor", "vigie/assets/words"},
	"vigie/monitor/identifier":        {"vigie/monitor", "golang.org/x/net/idna", "golang.org/x/text/..."},
	"vigie/monitor/keychain":          {"vigie/monitor", "github.com/zalando/go-keyring", "github.com/godbus/dbus/v5", "github.com/gofrs/flock", "filippo.io/age/..."},
	"vigie/monitor/share":             {"vigie/monitor", "filippo.io/age/..."},
	"vigie/monitor/sites":             {"vigie/monitor", "vigie/monitor/identifier", "golang.org/x/net/...", "golang.org/x/text/..."},
	"vigie/monitor/store":             {"vigie/monitor", "github.com/go-json-experiment/json/...", "modernc.org/sqlite/...", "golang.org/x/crypto/...", "golang.org/x/sys/..."},
	"vigie/monitor/store/storetest":   {"vigie/monitor", "github.com/google/go-cmp/..."},
	"vigie/monitor/feeds/feedtest":    {"vigie/monitor", "vigie/monitor/egress"},
	"vigie/monitor/feeds/labels":      {"vigie/monitor", "github.com/pelletier/go-toml/v2", "golang.org/x/text/..."},
	"vigie/monitor/feeds/rss":         {"vigie/monitor", "vigie/monitor/egress", "github.com/mmcdole/gofeed/...", "golang.org/x/net/...", "golang.org/x/text/..."},
	"vigie/monitor/feeds/xposedornot": {"vigie/monitor", "vigie/monitor/egress", "github.com/go-json-experiment/json/...", "golang.org/x/net/..."},
	"vigie/monitor/feeds/...":         {"vigie/monitor", "vigie/monitor/pattern", "vigie/monitor/egress", "vigie/monitor/feeds/rss", "vigie/monitor/feeds/labels", "vigie/monitor/catalogue", "github.com/go-json-experiment/json/..."},
	"vigie/gui/view":                  {"vigie/monitor/...", "vigie/checklist/...", "vigie/assets/..."},
	"vigie/gui":                       {"vigie/gui/view", "vigie/assets/...", "fyne.io/fyne/v2/..."},
	"vigie/cmd/internal/desktoptest":  nil, // tests only
	"vigie/cmd/internal/endtoend":     nil, // tests only
	"vigie/cmd/internal/sessiontest":  nil, // tests only
	"vigie/cmd/internal/window":       {"vigie/..."},
	"vigie/cmd/internal/windowtest":   nil, // tests only
	"vigie/cmd/internal/installation": {"vigie/...", "github.com/pelletier/go-toml/v2"},
	"vigie/cmd/vigie":                 {"vigie/...", "fyne.io/fyne/v2/...", "github.com/go-gl/glfw/v3.4/glfw"},
	"vigie/cmd/vigie-agent":           {"vigie/...", "github.com/robfig/cron/v3", "github.com/spf13/cobra", "golang.org/x/term", "golang.org/x/sys/..."},
}

// clients are the packages that may use net/http's client: the one way out.
var clients = []string{"vigie/monitor/egress"}

type listed struct {
	ImportPath string
	Imports    []string
	Deps       []string
	Standard   bool
}

func list(t *testing.T) []listed {
	t.Helper()
	cmd := exec.Command("go", "list", "-json=ImportPath,Imports,Deps,Standard", "./...")
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	var all []listed
	d := json.NewDecoder(strings.NewReader(string(out)))
	for {
		var p listed
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			return all
		} else if err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
}

// under reports whether a package is what a pattern names.
func under(pattern, pkg string) bool {
	base, below := strings.CutSuffix(pattern, "/...")
	return pkg == base || below && strings.HasPrefix(pkg, base+"/")
}

func TestDeniedImports(t *testing.T) {
	for _, p := range list(t) {
		for _, rule := range denied {
			if !under(rule.from, p.ImportPath) {
				continue
			}
			for _, dep := range p.Deps {
				if under(rule.to, dep) && dep != p.ImportPath {
					t.Errorf("%s imports %s: %s", p.ImportPath, dep, rule.why)
				}
			}
		}
	}
}

func TestAllowedImports(t *testing.T) {
	for _, p := range list(t) {
		rules, ok := allowed[p.ImportPath]
		if !ok && under("vigie/monitor/feeds/...", p.ImportPath) {
			rules, ok = allowed["vigie/monitor/feeds/..."], true
		}
		if p.ImportPath == "vigie" {
			continue
		}
		if !ok {
			t.Errorf("%s has no place in the house: add it to the table with what it may import", p.ImportPath)
			continue
		}
		for _, dep := range p.Imports {
			standard := !strings.Contains(strings.Split(dep, "/")[0], ".") && !strings.HasPrefix(dep, "vigie")
			if !standard && !slices.ContainsFunc(rules, func(r string) bool { return under(r, dep) }) {
				t.Errorf("%s imports %s, which its row of the table does not allow", p.ImportPath, dep)
			}
		}
	}
}

// TestOneWayOut: nothing but package egress sends requests.
func TestOneWayOut(t *testing.T) {
	for _, p := range list(t) {
		for _, dep := range []string{"net/http", "net/rpc", "net/smtp"} {
			if slices.Contains(p.Imports, dep) && !slices.Contains(clients, p.ImportPath) && p.ImportPath != "vigie/monitor/feeds/feedtest" {
				t.Errorf("%s imports %s: all network goes through monitor/egress", p.ImportPath, dep)
			}
		}
	}
}

// TestTopLevel: the top of the repository holds what a newcomer looks for.
func TestTopLevel(t *testing.T) {
	known := []string{"cmd", "gui", "monitor", "checklist", "assets", "FyneApp.toml", "go.mod", "go.sum", "README.md", "Makefile",
		"LICENSE", "CONTRIBUTING.md", "CHANGELOG.md", "layout_test.go", "bin", "dist"}
	entries, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), ".") && !slices.Contains(known, e.Name()) {
			t.Errorf("%s has no place at the top of the repository", e.Name())
		}
	}
}

// TestPackageComments: every package tells a newcomer where to start.
func TestPackageComments(t *testing.T) {
	err := filepath.WalkDir(".", func(path string, d os.DirEntry, err error) error {
		if err != nil || !d.IsDir() || strings.HasPrefix(d.Name(), ".") && path != "." || d.Name() == "testdata" || path == "." {
			if d != nil && d.IsDir() && path != "." && (strings.HasPrefix(d.Name(), ".") || d.Name() == "testdata") {
				return filepath.SkipDir
			}
			return err
		}
		files, err := filepath.Glob(filepath.Join(path, "*.go"))
		if err != nil {
			return err
		}
		sources := slices.DeleteFunc(files, func(f string) bool { return strings.HasSuffix(f, "_test.go") })
		if len(sources) == 0 {
			return nil
		}
		for _, f := range sources {
			data, err := os.ReadFile(f)
			if err != nil {
				return err
			}
			if text := string(data); strings.HasPrefix(text, "// Package ") || strings.HasPrefix(text, "// Command ") ||
				strings.Contains(text, "\n// Package ") || strings.Contains(text, "\n// Command ") {
				return nil
			}
		}
		t.Errorf("%s has no package comment", path)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
