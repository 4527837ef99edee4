package store

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"vigie/monitor"
)

const unclosedUpdates = 20

// unclosed makes a directory as a process leaves it that is killed: the sample
// is in the database, and updates lie in the log, each with a setting and a record.
func unclosed(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	s := openUnlocked(t, dir)
	c := sample()
	for n := range unclosedUpdates {
		if n == 1 {
			if err := checkpoint(context.Background(), s.writer); err != nil {
				t.Fatal(err)
			}
		}
		if n == 0 {
			c.Lang = "0"
			c.put(t, s)
			continue
		}
		err := s.Update(context.Background(), func(tx monitor.Tx) error {
			r := monitor.Record{Feed: monitor.FeedCNIL, Key: strconv.Itoa(n)}
			return errors.Join(tx.PutSetting("lang", strconv.Itoa(n)), tx.PutRecords([]monitor.Record{r}))
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	killed := t.TempDir()
	for _, name := range []string{databaseName, databaseName + walSuffix} {
		data, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil || len(data) == 0 {
			t.Fatalf("%s: %d bytes, %v", name, len(data), err)
		}
		if err := os.WriteFile(filepath.Join(killed, name), data, fileMode); err != nil {
			t.Fatal(err)
		}
	}
	return killed
}

// TestDamagedLog cuts, flips and removes the log of a killed process. SQLite
// takes a log up to its first bad frame, so later commits may be lost; what is
// left must be a whole past state, and no incident.
func TestDamagedLog(t *testing.T) {
	for name, spoil := range map[string]func(t *testing.T, path string){
		"missing": func(t *testing.T, path string) {
			if err := os.Remove(path); err != nil {
				t.Fatal(err)
			}
		},
		"cut": func(t *testing.T, path string) { rewrite(func(b []byte) []byte { return b[:len(b)*2/3] })(t, path) },
		"flipped": func(t *testing.T, path string) {
			rewrite(func(b []byte) []byte { b[len(b)/2] ^= 1; return b })(t, path)
		},
		"text": func(t *testing.T, path string) {
			rewrite(func([]byte) []byte { return []byte("not a log\n") })(t, path)
		},
	} {
		t.Run(name, func(t *testing.T) {
			dir := unclosed(t)
			spoil(t, filepath.Join(dir, databaseName+walSuffix))
			s := openUnlocked(t, dir)
			if i, err := s.Incident(context.Background()); i != nil || err != nil {
				t.Errorf("incident %+v, %v", i, err)
			}
			c := contentOf(t, s)
			if len(c.Household.Persons) != len(sample().Household.Persons) {
				t.Errorf("what was in the database is lost: %+v", c)
			}
			if n, err := strconv.Atoi(c.Lang); err != nil || n >= unclosedUpdates || n != len(c.Records)-1 {
				t.Errorf("no past state: setting %s, %d records", c.Lang, len(c.Records))
			}
		})
	}
}

// TestSetAsideWithLog asks that a damaged database and its log are kept byte by
// byte: looking at them must not merge the one into the other.
func TestSetAsideWithLog(t *testing.T) {
	dir := unclosed(t)
	path := filepath.Join(dir, databaseName)
	rewrite(func(b []byte) []byte {
		b[bytes.Index(b, []byte("lookup.example"))] ^= 1 // a page that no later one in the log replaces
		return b
	})(t, path)
	want := make(map[string][]byte)
	for _, suffix := range []string{"", walSuffix} {
		var err error
		if want[suffix], err = os.ReadFile(path + suffix); err != nil {
			t.Fatal(err)
		}
	}
	s := openOn(t, dir)
	if i, err := s.Incident(context.Background()); i == nil || err != nil {
		t.Fatalf("incident %+v, %v", i, err)
	}
	for suffix, data := range want {
		kept, err := os.ReadFile(path + ".damaged-20261122T091213Z" + suffix)
		if err != nil || !bytes.Equal(kept, data) {
			t.Errorf("the damaged file%s was not kept as it was: %v", suffix, err)
		}
	}
}

// TestLogWithoutDatabase sets an orphaned log aside: SQLite would delete it.
func TestLogWithoutDatabase(t *testing.T) {
	for name, spoil := range map[string]func(path string) error{
		"gone":  os.Remove,
		"empty": func(path string) error { return os.Truncate(path, 0) },
	} {
		t.Run(name, func(t *testing.T) {
			dir := unclosed(t)
			path := filepath.Join(dir, databaseName)
			log, err := os.ReadFile(path + walSuffix)
			if err != nil {
				t.Fatal(err)
			}
			if err := spoil(path); err != nil {
				t.Fatal(err)
			}
			s := openOn(t, dir)
			kept, err := os.ReadFile(filepath.Join(dir, "vigie.db.damaged-20261122T091213Z-wal"))
			if err != nil || !bytes.Equal(kept, log) {
				t.Errorf("the log was not kept: %v", err)
			}
			if i, err := s.Incident(context.Background()); i == nil || err != nil {
				t.Errorf("incident %+v, %v", i, err)
			}
		})
	}
}
