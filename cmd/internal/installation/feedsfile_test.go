package installation

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"vigie/monitor"
	"vigie/monitor/egress"
)

func TestFeedsFile(t *testing.T) {
	settings, err := parseFeedsFile([]byte(`
# Ours
[feed.hibp]
url = "https://mirror.example/api/v3"
enabled = true
every = "24h"

[feed.cnil]
enabled = false

[feed."bonjourlafuite"]
url = "http://127.0.0.1:8080/feed.xml"

[feed.fuitesinfos]
url = "http://localhost/registre.jsonl"
every = "744h"

[feed.frenchbreaches]
url = "http://[::1]:9/feed.xml?format=rss"
every = "15m"
`))
	if err != nil {
		t.Fatal(err)
	}
	hibp := settings["hibp"]
	if len(settings) != 5 || *hibp.URL != "https://mirror.example/api/v3" || !*hibp.Enabled || hibp.every != 24*time.Hour {
		t.Errorf("hibp is %+v of %d", hibp, len(settings))
	}
	if cnil := settings["cnil"]; cnil.URL != nil || *cnil.Enabled || cnil.Every != nil {
		t.Errorf("cnil is %+v", cnil)
	}
}

// What is wrong is named with its line, in the words under problem.feeds-file.
func TestFeedsFileNamesTheLine(t *testing.T) {
	for _, c := range []struct {
		name string
		file string
		line int
		what string
	}{
		{"not TOML", "[feed.hibp]\nurl = \n", 2, "damaged"},
		{"text without end", "[feed.hibp]\n\nurl = \"https://mirror.example\nenabled = true\n", 3, "damaged"},
		{"table twice", "[feed.hibp]\nenabled = true\n[feed.hibp]\nenabled = false\n", 3, "damaged"},
		{"key twice", "[feed.hibp]\nenabled = true\nenabled = false\n", 3, "damaged"},
		{"another type", "[feed.hibp]\nenabled = true\nevery = 6\n", 3, "damaged"},
		{"a feed that is a text", "[feed]\nhibp = \"https://mirror.example\"\n", 2, "damaged"},
		{"not UTF-8", "[feed.hibp]\nurl = \"\xff\"\n", 2, "damaged"},

		{"another setting", "[feed.hibp]\nenabled = true\ninterval = \"6h\"\n", 3, "unknown-key"},
		{"another table", "[feeds.hibp]\nenabled = true\n", 1, "unknown-key"},
		{"outside of a feed", "enabled = true\n", 1, "unknown-key"},

		{"no such feed", "[feed.hibp]\nenabled = true\n\n[feed.hipb]\nenabled = true\n", 4, "unknown-feed"},
		{"no such feed, quoted", "\n[ feed . \"hipb\" ]\nenabled = true\n", 2, "unknown-feed"},
		{"no such feed, dotted", "[feed]\nhibp.enabled = true\nhipb.enabled = true\n", 3, "unknown-feed"},
		{"no such feed, inline", "[feed]\nhipb = { enabled = true }\n", 2, "unknown-feed"},
		{"case counts", "[feed.HIBP]\nenabled = true\n", 1, "unknown-feed"},

		{"http elsewhere", "[feed.hibp]\n# a mirror\nurl = \"http://mirror.example/api/v3\"\n", 3, "url"},
		{"http near by", "[feed.hibp]\nurl = \"http://192.168.1.10/api/v3\"\n", 2, "url"},
		{"another scheme", "[feed.hibp]\nurl = \"file:///etc/passwd\"\n", 2, "url"},
		{"no scheme", "[feed.hibp]\nurl = \"mirror.example/api/v3\"\n", 2, "url"},
		{"no host", "[feed.hibp]\nurl = \"https:///api/v3\"\n", 2, "url"},
		{"empty", "[feed.hibp]\nurl = \"\"\n", 2, "url"},
		{"a password", "[feed.hibp]\nurl = \"https://u:p@mirror.example/\"\n", 2, "url"},
		{"a fragment", "[feed.hibp]\nurl = \"https://mirror.example/#a\"\n", 2, "url"},
		{"a control character", "[feed.hibp]\nurl = \"https://mirror.example/\\u0001\"\n", 2, "url"},
		{"url of the second feed", "[feed.cnil]\nurl = \"https://mirror.example/a\"\n[feed.hibp]\nurl = \"x\"\n", 4, "url"},
		{"url, quoted", "[feed.hibp]\n\"url\" = \"x\"\n", 2, "url"},
		{"url, dotted", "feed.hibp.enabled = true\nfeed.hibp.url = \"x\"\n", 2, "url"},
		{"url, inline", "[feed]\ncnil = { enabled = true }\nhibp = { url = \"x\" }\n", 3, "url"},
		{"Windows line ends", "[feed.hibp]\r\nenabled = true\r\nurl = \"x\"\r\n", 3, "url"},

		{"too often", "[feed.hibp]\nevery = \"14m59s\"\n", 2, "every"},
		{"hardly ever", "[feed.hibp]\nevery = \"745h\"\n", 2, "every"},
		{"backwards", "[feed.hibp]\nevery = \"-24h\"\n", 2, "every"},
		{"no length of time", "[feed.hibp]\nevery = \"daily\"\n", 2, "every"},
		{"endless", "[feed.hibp]\nevery = \"99999999999h\"\n", 2, "every"},

		{"no key", "[feed.vigie]\npublisher_keys = [\"x\"]\n", 2, "publisher_keys"},
		{"keys of another feed", "[feed.hibp]\npublisher_keys = [\"x\"]\n", 2, "publisher_keys"},

		{"the first of two", "[feed.hibp]\nevery = \"1s\"\n[feed.cnil]\nurl = \"x\"\n", 2, "every"},
	} {
		t.Run(c.name, func(t *testing.T) {
			settings, err := parseFeedsFile([]byte(c.file))
			var bad *lineError
			if settings != nil || !errors.As(err, &bad) {
				t.Fatalf("got %v, %v", settings, err)
			}
			if bad.line != c.line || bad.what != c.what {
				t.Errorf("line %d: %s, want line %d: %s", bad.line, bad.what, c.line, c.what)
			}
		})
	}
}

// A file that is not there says nothing; one that cannot be read, or is far too
// large, is not taken for that.
func TestReadFeedsFile(t *testing.T) {
	dir := t.TempDir()
	if settings, err := readFeedsFile(filepath.Join(dir, "feeds.toml")); settings != nil || err != nil {
		t.Errorf("no file: %v, %v", settings, err)
	}
	large := filepath.Join(dir, "large.toml")
	if err := os.WriteFile(large, []byte(strings.Repeat("# \n", maxFeedsFile/3+1)), 0o600); err != nil {
		t.Fatal(err)
	}
	folder := filepath.Join(dir, "folder.toml")
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	wrong := filepath.Join(dir, "wrong.toml")
	if err := os.WriteFile(wrong, []byte("[feed.hibp]\nurl = \"https://someone:pa55@mirror.example/\"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for path, key := range map[string]string{large: "feeds-file.too-large", folder: "feeds-file.unreadable", wrong: "feeds-file.url"} {
		settings, err := readFeedsFile(path)
		var p *monitor.Problem
		if settings != nil || !errors.As(err, &p) || p.Key != key {
			t.Errorf("%s: %v, %v, want %s", path, settings, err, key)
		} else if strings.Contains(p.Error(), "pa55") {
			t.Errorf("%s: the error repeats the file: %v", path, p)
		}
	}
}

func FuzzFeedsFile(f *testing.F) {
	f.Add([]byte("[feed.hibp]\nurl = \"https://mirror.example/api/v3\"\nenabled = true\nevery = \"6h\"\n"))
	f.Add([]byte("[feed]\n'cnil'.url = \"\"\"\n[feed.hibp]\n\"\"\"\n"))
	f.Add([]byte("feed = { hibp = { url = \"http://localhost\" }, \"a.b\" = {} }"))
	f.Add([]byte("[feed.vigie]\npublisher_keys = [\"vigie-public-1 x\"]\r\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		settings, err := parseFeedsFile(data)
		if err != nil {
			var bad *lineError
			if settings != nil || !errors.As(err, &bad) {
				t.Fatalf("got %v, %v", settings, err)
			}
			if lines := strings.Count(string(data), "\n") + 1; bad.line < 1 || bad.line > lines {
				t.Fatalf("line %d of %d", bad.line, lines)
			}
			return
		}
		for name, s := range settings {
			switch {
			case !slices.Contains(monitor.FeedNames(), name):
				t.Fatalf("feed %q", name)
			case s.URL != nil && egress.CheckURL(*s.URL) != nil:
				t.Fatalf("%s at %q", name, *s.URL)
			case s.Every != nil && (s.every < minEvery || s.every > maxEvery):
				t.Fatalf("%s every %v", name, s.every)
			case len(s.keys) != len(s.Keys):
				t.Fatalf("%s has %d keys of %d", name, len(s.keys), len(s.Keys))
			}
		}
	})
}
