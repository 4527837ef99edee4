package desktop

import (
	"encoding/xml"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"

	"pgregory.net/rapid"
)

// kinds are the entries that are files, each with a reader of its own that
// follows the specification, not our code.
var kinds = []struct {
	name string
	make func(folder string, command []string) entryFile
	read func(content string) ([]string, error)
}{
	{"xdg", xdgAutostart, readDesktopExec},
	{"launchd", launchAgent, readArguments},
}

// awkward are commands that break careless quoting.
var awkward = [][]string{
	{"/usr/bin/vigie-agent"},
	{"/home/Mamie et Papi/Mes programmes/vigie-agent", "--data", "/home/Mamie et Papi/Données"},
	{`/opt/a"b/vigie`, `c:\d\`, "`id`", "$HOME", "$(id)", "100 %", "%f %%U", "'", "a=b", "", "é\u202f»", "<&>", "]]>", "[Desktop Entry]", "#", ";", "--"},
}

func TestAutostartRoundTrip(t *testing.T) {
	for _, k := range kinds {
		for _, command := range awkward {
			// The folder does not exist yet, and its name has a space.
			f := k.make(filepath.Join(t.TempDir(), "Auto start", "x"), command)
			for range 2 { // enabling twice changes nothing
				must(t, f.Enable())
				if on, err := f.Enabled(); err != nil || !on {
					t.Errorf("%s %q: enabled, but %v, %v", k.name, command, on, err)
				}
			}
			content, err := os.ReadFile(f.path)
			must(t, err)
			if got, err := k.read(string(content)); err != nil || !slices.Equal(got, command) {
				t.Errorf("%s: %q starts as %q, %v", k.name, command, got, err)
			}
			if files, _ := os.ReadDir(filepath.Dir(f.path)); len(files) != 1 {
				t.Errorf("%s: left behind %v", k.name, files)
			}
			for range 2 { // disabling twice is no error
				must(t, f.Disable())
				if on, err := f.Enabled(); err != nil || on {
					t.Errorf("%s %q: disabled, but %v, %v", k.name, command, on, err)
				}
			}
		}
	}
}

// TestAutostartQuoting: any command comes out of the entry as it went in.
func TestAutostartQuoting(t *testing.T) {
	word := rapid.StringOf(rapid.RuneFrom([]rune("ab \\\"'`$%&<>=é/"), unicode.L, unicode.P, unicode.S))
	for _, k := range kinds {
		t.Run(k.name, rapid.MakeCheck(func(t *rapid.T) {
			command := rapid.SliceOfN(word, 1, 5).Draw(t, "command")
			if got, err := k.read(k.make("/", command).content); err != nil || !slices.Equal(got, command) {
				t.Errorf("%q starts as %q, %v", command, got, err)
			}
		}))
	}
}

// TestAutostartSwitchedOff: what the person chose in the desktop's own settings
// counts, and so does an entry that starts something else.
func TestAutostartSwitchedOff(t *testing.T) {
	command := []string{"/opt/vigie agent", "--lang", "fr"}
	for _, k := range kinds {
		for name, edit := range map[string]func(string) string{
			"another copy": func(s string) string { return strings.ReplaceAll(s, "/opt/", "/old/") },
			"cut short":    func(s string) string { return s[:len(s)/2] },
			"empty":        func(string) string { return "" },
			"huge":         func(s string) string { return s + strings.Repeat("#\n", maxEntry) },
		} {
			if starts(t, k.make(t.TempDir(), command), edit) {
				t.Errorf("%s, %s: still enabled", k.name, name)
			}
		}
	}
	xdg := func() entryFile { return xdgAutostart(t.TempDir(), command) }
	for name, edit := range map[string]func(string) string{
		"by KDE or XFCE": func(s string) string { return s + "Hidden=true\n" },
		"with spaces":    func(s string) string { return s + "Hidden = true \n" },
		"by GNOME":       func(s string) string { return strings.ReplaceAll(s, "enabled=true", "enabled=false") },
		"another group":  func(s string) string { return strings.ReplaceAll(s, "[Desktop Entry]", "[Other]") },
	} {
		if starts(t, xdg(), edit) {
			t.Errorf("%s: still enabled", name)
		}
	}
	for name, edit := range map[string]func(string) string{
		"a comment":         func(s string) string { return "# mine\n\n" + s + "X-KDE-autostart-after=panel\n" },
		"an action":         func(s string) string { return s + "[Desktop Action x]\nExec=/bin/true\nHidden=true\n" },
		"switched on again": func(s string) string { return s + "Hidden=false\n" },
	} {
		if !starts(t, xdg(), edit) {
			t.Errorf("%s: not enabled any more", name)
		}
	}
}

// starts reports whether an entry still counts as enabled after an edit.
func starts(t *testing.T, f entryFile, edit func(string) string) bool {
	t.Helper()
	must(t, f.Enable())
	must(t, os.WriteFile(f.path, []byte(edit(f.content)), 0o600))
	on, err := f.Enabled()
	must(t, err)
	return on
}

// TestAutostartFails: errors are for people, and nothing is left half-done.
func TestAutostartFails(t *testing.T) {
	blocked := filepath.Join(t.TempDir(), "file")
	must(t, os.WriteFile(blocked, nil, 0o600))
	f := xdgAutostart(filepath.Join(blocked, "autostart"), awkward[0])
	if key := problem(t, f.Enable()); key != "autostart.unwritable" {
		t.Error(key)
	}
	if _, err := f.Enabled(); problem(t, err) != "autostart.unreadable" {
		t.Error(err)
	}
	folder := xdgAutostart(t.TempDir(), awkward[0])
	must(t, os.MkdirAll(filepath.Join(folder.path, "in the way"), 0o700))
	if on, err := folder.Enabled(); on || err != nil {
		t.Error(on, err)
	}
	if key := problem(t, folder.Enable()); key != "autostart.unwritable" {
		t.Error(key)
	}
	if key := problem(t, folder.Disable()); key != "autostart.unwritable" {
		t.Error(key)
	}
	if files, _ := os.ReadDir(filepath.Dir(folder.path)); len(files) != 1 {
		t.Errorf("left behind %v", files)
	}
}

func TestAutostartRefuses(t *testing.T) {
	for _, command := range [][]string{nil, {""}, {"vigie-agent"}, {"./vigie-agent"}, {"/opt/vigie\nHidden=true"}, {"/opt/vigie", "a\x00b"}} {
		if a, err := NewAutostart(command...); problem(t, err) != "autostart.command" {
			t.Errorf("%q: %v, %v", command, a, err)
		}
	}
}

// readDesktopExec reads Exec as the Desktop Entry Specification says: escapes
// of a value, then words and quotes, then field codes.
func readDesktopExec(content string) ([]string, error) {
	_, rest, found := strings.Cut(content, "\nExec=")
	value, _, whole := strings.Cut(rest, "\n")
	if !found || !whole {
		return nil, errors.New("no Exec")
	}
	value, err := unescape(value, `\snrt`)
	if err != nil {
		return nil, err
	}
	var words []string
	for value != "" {
		if value[0] != '"' {
			return nil, errors.New("an unquoted word")
		}
		end := 1
		for end < len(value) && value[end] != '"' {
			if value[end] == '\\' {
				end++
			}
			end++
		}
		if end >= len(value) {
			return nil, errors.New("no end quote")
		}
		if strings.ContainsAny(strings.NewReplacer("\\`", "", `\$`, "", `\\`, "").Replace(value[1:end]), "`$") {
			return nil, errors.New("a shell would run this")
		}
		word, err := unescape(value[1:end], "\\\"`$")
		if err != nil {
			return nil, err
		}
		if strings.Contains(strings.ReplaceAll(word, "%%", ""), "%") {
			return nil, errors.New("a field code")
		}
		words = append(words, strings.ReplaceAll(word, "%%", "%"))
		value = strings.TrimPrefix(value[end+1:], " ")
	}
	return words, nil
}

// unescape takes away the backslash before each of some characters; before
// another it is an error.
func unescape(s, some string) (string, error) {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' {
			if i++; i == len(s) || !strings.Contains(some, s[i:i+1]) {
				return "", errors.New("a backslash before something else")
			}
		}
		b.WriteByte(s[i])
	}
	return b.String(), nil
}

// readArguments reads ProgramArguments of a property list.
func readArguments(content string) ([]string, error) {
	var list struct {
		Dict struct {
			Keys  []string `xml:"key"`
			Array struct {
				Words []string `xml:"string"`
			} `xml:"array"`
		} `xml:"dict"`
	}
	if err := xml.Unmarshal([]byte(content), &list); err != nil {
		return nil, err
	}
	if !slices.Contains(list.Dict.Keys, "RunAtLoad") || !slices.Contains(list.Dict.Keys, "Label") {
		return nil, errors.New("nothing starts it")
	}
	return list.Dict.Array.Words, nil
}
