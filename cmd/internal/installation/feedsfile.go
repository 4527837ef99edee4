package installation

import (
	"bytes"
	"crypto/ed25519"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/pelletier/go-toml/v2"

	"vigie/monitor"
	"vigie/monitor/egress"
	"vigie/monitor/feeds/vigie"
)

// maxFeedsFile is the largest feeds.toml that is read.
const maxFeedsFile = 1 << 20

// How often a feed may be asked: the sources are volunteers, and a schedule
// that never comes round is a mistake.
const (
	minEvery = 15 * time.Minute
	maxEvery = 31 * 24 * time.Hour
)

// feedSetting is what feeds.toml says about one feed. Nil means "not said".
type feedSetting struct {
	URL     *string  `toml:"url"`
	Enabled *bool    `toml:"enabled"`
	Every   *string  `toml:"every"`
	Keys    []string `toml:"publisher_keys"` // of vigie only: who may sign the catalogue

	every time.Duration
	keys  []ed25519.PublicKey
}

// readFeedsFile reads feeds.toml. A file that is not there says nothing. One
// that is damaged is a *monitor.Problem that names the line; it changes nothing.
func readFeedsFile(path string) (map[string]feedSetting, error) {
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, monitor.NewProblem("feeds-file.unreadable", "path", path).Because(err)
	}
	if info.Size() > maxFeedsFile {
		return nil, monitor.NewProblem("feeds-file.too-large", "path", path)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, monitor.NewProblem("feeds-file.unreadable", "path", path).Because(err)
	}
	settings, err := parseFeedsFile(data)
	var bad *lineError
	if errors.As(err, &bad) {
		return nil, monitor.NewProblem("feeds-file."+bad.what, "path", path, "line", strconv.Itoa(bad.line)).Because(err)
	}
	return settings, err
}

// lineError is something wrong on one line of feeds.toml. It quotes nothing: an
// address may hold a password.
type lineError struct {
	line int
	what string // key of the words
}

func (e *lineError) Error() string { return fmt.Sprintf("line %d: %s", e.line, e.what) }

func parseFeedsFile(data []byte) (map[string]feedSetting, error) {
	var file struct {
		Feed map[string]feedSetting `toml:"feed"`
	}
	d := toml.NewDecoder(bytes.NewReader(data)).DisallowUnknownFields()
	if err := d.Decode(&file); err != nil {
		return nil, tomlError(err)
	}
	var first *lineError
	for _, name := range slices.Sorted(maps.Keys(file.Feed)) {
		s := file.Feed[name]
		if what := s.check(name); what != "" {
			if line := lineOf(data, name, what); first == nil || line < first.line {
				first = &lineError{line, what}
			}
		}
		file.Feed[name] = s
	}
	if first != nil {
		return nil, first
	}
	return file.Feed, nil
}

func tomlError(err error) error {
	var strict *toml.StrictMissingError
	if errors.As(err, &strict) && len(strict.Errors) > 0 {
		line, _ := strict.Errors[0].Position()
		return &lineError{line, "unknown-key"}
	}
	var bad *toml.DecodeError
	if errors.As(err, &bad) {
		line, _ := bad.Position()
		return &lineError{line, "damaged"}
	}
	return &lineError{1, "damaged"}
}

// check validates what is said about one feed and returns the key of the words
// for what is wrong, or "".
func (s *feedSetting) check(name string) string {
	if !slices.Contains(monitor.FeedNames(), name) {
		return "unknown-feed"
	}
	if s.URL != nil && !goodAddress(*s.URL) {
		return "url"
	}
	if s.Every != nil {
		d, err := time.ParseDuration(*s.Every)
		if err != nil || d < minEvery || d > maxEvery {
			return "every"
		}
		s.every = d
	}
	if len(s.Keys) > 0 && name != monitor.FeedVigie {
		return "publisher_keys"
	}
	for _, k := range s.Keys {
		key, err := vigie.ParsePublicKey(k)
		if err != nil {
			return "publisher_keys"
		}
		s.keys = append(s.keys, key)
	}
	return ""
}

// goodAddress accepts what may be asked, without a fragment: the path that is
// added would be lost behind it.
func goodAddress(s string) bool { return egress.CheckURL(s) == nil && !strings.Contains(s, "#") }

// lineOf finds the line on which a setting of a feed stands, or else where the
// feed does. The decoder gives no position for a value it could read.
func lineOf(data []byte, feed, what string) int {
	at := 0
	var table []string
	for i, line := range strings.Split(string(data), "\n") {
		line = strings.TrimSpace(line)
		path := slices.Concat(table, keyOf(line))
		if strings.HasPrefix(line, "[") {
			table = keyOf(line[1:])
			path = table
		}
		switch {
		case len(path) < 2 || path[0] != "feed" || path[1] != feed:
		case len(path) > 2 && path[2] == what:
			return i + 1
		case at == 0:
			at = i + 1
		}
	}
	return max(at, 1)
}

// keyOf splits the dotted key at the beginning of a line, up to "=" or "]".
func keyOf(line string) []string {
	var key []string
	var part strings.Builder
	quote := rune(0)
	for _, r := range line {
		switch {
		case r == quote:
			quote = 0
		case quote == 0 && (r == '"' || r == '\''):
			quote = r
		case quote == 0 && (r == '=' || r == ']'):
			return append(key, part.String())
		case quote == 0 && r == '.':
			key = append(key, part.String())
			part.Reset()
		case quote != 0 || r != ' ' && r != '\t':
			part.WriteRune(r)
		}
	}
	return nil // no key: a comment, an empty line, part of a text
}
