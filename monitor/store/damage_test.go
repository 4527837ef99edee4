package store

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"vigie/monitor"
)

// house makes a directory with the sample in it, closed, and a backup that is
// older by one setting.
func house(t testing.TB, withBackup bool) (dir string) {
	t.Helper()
	dir = t.TempDir()
	s := openUnlocked(t, dir)
	sample().put(t, s)
	if withBackup {
		putSetting(t, s, "lang", "of the backup")
		if err := s.Backup(context.Background(), day.AddDate(0, 0, -1)); err != nil {
			t.Fatal(err)
		}
		putSetting(t, s, "lang", sample().Lang)
	}
	closeStore(t, s)
	return dir
}

func putSetting(t testing.TB, s *Store, key, value string) {
	t.Helper()
	if err := s.Update(context.Background(), func(tx monitor.Tx) error { return tx.PutSetting(key, value) }); err != nil {
		t.Fatal(err)
	}
}

// damage is one way to spoil a database file.
type damage struct {
	name  string
	spoil func(t testing.TB, path string)
}

// rewrite spoils the bytes of a file.
func rewrite(f func([]byte) []byte) func(testing.TB, string) {
	return func(t testing.TB, path string) {
		t.Helper()
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, f(data), fileMode); err != nil {
			t.Fatal(err)
		}
	}
}

// plainDamage is noticed by every Open, whatever came before it.
var plainDamage = []damage{
	{"empty", rewrite(func([]byte) []byte { return nil })},
	{"text", rewrite(func([]byte) []byte { return []byte("Ceci n’est pas une base de données.\n") })},
	{"long text", rewrite(func([]byte) []byte { return bytes.Repeat([]byte("Ceci n’est pas une base de données.\n"), 1000) })},
	{"zeros", rewrite(func(b []byte) []byte { return make([]byte, len(b)) })},
	{"cut to a few bytes", rewrite(func(b []byte) []byte { return b[:10] })},
	{"cut inside the header", rewrite(func(b []byte) []byte { return b[:60] })},
	{"cut to a page", rewrite(func(b []byte) []byte { return b[:4096] })},
	{"cut in half", rewrite(func(b []byte) []byte { return b[:len(b)/2] })},
	{"magic", rewrite(func(b []byte) []byte { b[0] ^= 0x20; return b })},
	{"page size", rewrite(func(b []byte) []byte { b[16] ^= 0xff; return b })},
	{"no version", rewrite(func(b []byte) []byte { clear(b[60:64]); return b })},
	{"gone", func(t testing.TB, path string) {
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
	}},
}

func TestDamageIsSetAside(t *testing.T) {
	for _, d := range plainDamage {
		for _, withBackup := range []bool{true, false} {
			name := d.name + map[bool]string{true: ", with a backup", false: ", without a backup"}[withBackup]
			t.Run(name, func(t *testing.T) { checkSetAside(t, house(t, withBackup), d, withBackup) })
		}
	}
}

func checkSetAside(t *testing.T, dir string, d damage, withBackup bool) {
	path := filepath.Join(dir, databaseName)
	d.spoil(t, path)
	spoiled, err := os.ReadFile(path)
	gone := errors.Is(err, os.ErrNotExist)
	if gone && !withBackup {
		// Nothing tells a database that was removed, and all of its traces,
		// from one that never was.
		openOn(t, dir)
		return
	}
	s := openUnlocked(t, dir)
	i, err := s.Incident(context.Background())
	if i == nil || err != nil {
		t.Fatalf("incident %+v, %v", i, err)
	}
	if !i.At.Equal(day) {
		t.Errorf("incident at %v", i.At)
	}
	if !gone {
		kept, err := os.ReadFile(filepath.Join(dir, "vigie.db.damaged-20261122T091213Z"))
		if err != nil || !bytes.Equal(kept, spoiled) {
			t.Errorf("the damaged file was not kept as it was: %v", err)
		}
		if len(i.SetAside) == 0 || !slices.Contains(s.Files(), i.SetAside[0]) {
			t.Errorf("set aside: %v", i.SetAside)
		}
	}
	want := content{Household: &monitor.Household{}, Feeds: map[string]monitor.FeedStatus{}}
	if withBackup {
		want = sample()
		want.Lang = "of the backup"
		if i.Backup != filepath.Join(dir, "backups", "vigie-2026-11-21.db") || i.BackupAt.IsZero() {
			t.Errorf("incident %+v does not tell its backup", i)
		}
	} else if i.Backup != "" {
		t.Errorf("incident %+v tells a backup", i)
	}
	compareContent(t, contentOf(t, s), want)

	// The incident is told until it is acknowledged, and only once per damage.
	closeStore(t, s)
	s = openUnlocked(t, dir)
	if again, err := s.Incident(context.Background()); !reflect.DeepEqual(again, i) || err != nil {
		t.Errorf("at the next start: incident %+v, %v", again, err)
	}
	if err := s.AcknowledgeIncident(context.Background()); err != nil {
		t.Fatal(err)
	}
	if again, err := s.Incident(context.Background()); again != nil || err != nil {
		t.Errorf("after it was acknowledged: incident %+v, %v", again, err)
	}
}

// compareContent compares without telling empty from missing.
func compareContent(t *testing.T, got, want content) {
	t.Helper()
	for _, h := range []*monitor.Household{got.Household, want.Household} {
		h.Persons, h.Identifiers, h.Affiliations = nilIfEmpty(h.Persons), nilIfEmpty(h.Identifiers), nilIfEmpty(h.Affiliations)
		h.Evidence, h.Consents = nilIfEmpty(h.Evidence), nilIfEmpty(h.Consents)
	}
	got.Known, got.Alerts = nilIfEmpty(got.Known), nilIfEmpty(got.Alerts)
	if !reflect.DeepEqual(got, want) {
		t.Errorf("content:\n got %+v\nwant %+v", got, want)
	}
}

func nilIfEmpty[T any](all []T) []T {
	if len(all) == 0 {
		return nil
	}
	return all
}

// TestDamageTwiceInASecond asks that nothing set aside is ever overwritten.
func TestDamageTwiceInASecond(t *testing.T) {
	dir := house(t, true)
	for n := range 3 {
		text := []byte(strings.Repeat("x", n+1))
		if err := os.WriteFile(filepath.Join(dir, databaseName), text, fileMode); err != nil {
			t.Fatal(err)
		}
		closeStore(t, openOn(t, dir))
	}
	for n, suffix := range []string{"", "-2", "-3"} {
		kept, err := os.ReadFile(filepath.Join(dir, "vigie.db.damaged-20261122T091213Z"+suffix))
		if err != nil || len(kept) != n+1 {
			t.Errorf("damaged file %d: %q, %v", n, kept, err)
		}
	}
}

// TestBackupsDamagedToo asks for the newest backup that is healthy.
func TestBackupsDamagedToo(t *testing.T) {
	dir := house(t, true) // the good one is of the 21st
	backups := filepath.Join(dir, backupsName)
	good, err := os.ReadFile(filepath.Join(backups, "vigie-2026-11-21.db"))
	if err != nil {
		t.Fatal(err)
	}
	flipped := bytes.Clone(good)
	flipped[bytes.Index(flipped, []byte("France Travail"))] ^= 1 // quick_check does not see this
	newer := bytes.Clone(good)
	newer[63]++ // user_version, big-endian at offset 60 (sqlite.org/fileformat.html)
	for name, data := range map[string][]byte{"vigie-2026-11-25.db": newer, "vigie-2026-11-24.db": nil,
		"vigie-2026-11-23.db": good[:len(good)/2], "vigie-2026-11-22.db": flipped} {
		if err := os.WriteFile(filepath.Join(backups, name), data, fileMode); err != nil {
			t.Fatal(err)
		}
	}
	path := filepath.Join(dir, databaseName)
	if err := os.WriteFile(path, []byte("no database"), fileMode); err != nil {
		t.Fatal(err)
	}
	s := openUnlocked(t, dir)
	i, err := s.Incident(context.Background())
	if err != nil || i == nil || filepath.Base(i.Backup) != "vigie-2026-11-21.db" {
		t.Errorf("incident %+v, %v", i, err)
	}
	if lang := contentOf(t, s).Lang; lang != "of the backup" {
		t.Errorf("lang %q", lang)
	}
	// The others are kept out of the way of the backups to come.
	for _, name := range []string{"vigie-2026-11-25.db", "vigie-2026-11-24.db", "vigie-2026-11-23.db", "vigie-2026-11-22.db"} {
		aside := path + ".damaged-20261122T091213Z-" + name
		if !exists(aside) || !slices.Contains(i.SetAside, aside) || exists(filepath.Join(backups, name)) {
			t.Errorf("%s was not set aside", name)
		}
	}
}

// TestDamageMetInUse spoils a page that Open has no reason to read.
func TestDamageMetInUse(t *testing.T) {
	for name, spoil := range map[string]func([]byte) []byte{
		"a value": func(b []byte) []byte { b[bytes.Index(b, []byte("France Travail"))] ^= 1; return b },
		"a page": func(b []byte) []byte {
			page := bytes.Index(b, []byte("France Travail")) / 4096 * 4096
			clear(b[page : page+100])
			return b
		},
	} {
		t.Run(name, func(t *testing.T) {
			dir := house(t, true)
			rewrite(spoil)(t, filepath.Join(dir, databaseName))
			ctx := context.Background()

			s := openOn(t, dir)
			_, err := s.Records(ctx)
			wantProblem(t, err, "database-damaged")
			err = s.Backup(ctx, day)
			wantProblem(t, err, "database-damaged")
			if exists(s.backupPath(day)) {
				t.Error("the damage was handed down to a backup")
			}
			closeStore(t, s)

			s = openUnlocked(t, dir)
			if i, err := s.Incident(ctx); i == nil || err != nil {
				t.Errorf("at the next start: incident %+v, %v", i, err)
			}
			want := sample()
			want.Lang = "of the backup"
			want.check(t, s)

			// The suspicion went with the damaged file: what is written now stays.
			putSetting(t, s, "lang", "since")
			closeStore(t, s)
			if lang := contentOf(t, openUnlocked(t, dir)).Lang; lang != "since" {
				t.Errorf("lang %q: the replacement was replaced", lang)
			}
		})
	}
}

// TestSuspicionIsNotEnough keeps a database that turns out to be healthy.
func TestSuspicionIsNotEnough(t *testing.T) {
	dir := house(t, true)
	s := openOn(t, dir)
	s.suspect()
	closeStore(t, s)
	s = openUnlocked(t, dir)
	if i, err := s.Incident(context.Background()); i != nil || err != nil {
		t.Errorf("incident %+v, %v", i, err)
	}
	if exists(filepath.Join(dir, databaseName+markSuffix)) {
		t.Error("the suspicion stays")
	}
	sample().check(t, s)
}

// TestDamagedSchema flips a letter of a column's name: to SQLite it is another
// schema, in perfect health. Whoever meets it first makes the next Open replace it.
func TestDamagedSchema(t *testing.T) {
	ctx := context.Background()
	for name, meet := range map[string]func(*Store) error{
		"a query": func(s *Store) error { _, err := s.Requests(ctx, time.Time{}); return err },
		"Verify":  func(s *Store) error { return s.Verify(ctx) },
		"Backup":  func(s *Store) error { return s.Backup(ctx, day) },
	} {
		t.Run(name, func(t *testing.T) {
			dir := house(t, true)
			rewrite(func(b []byte) []byte {
				b[bytes.Index(b, []byte("purpose   TEXT"))] = 'q'
				return b
			})(t, filepath.Join(dir, databaseName))
			s := openOn(t, dir)
			if err := meet(s); err == nil {
				t.Error("the damage was not noticed")
			}
			closeStore(t, s)
			s = openUnlocked(t, dir)
			if i, err := s.Incident(ctx); i == nil || err != nil {
				t.Errorf("at the next start: incident %+v, %v", i, err)
			}
			if ledger := contentOf(t, s).Ledger; !reflect.DeepEqual(ledger, sample().Ledger) {
				t.Errorf("ledger %+v", ledger)
			}
		})
	}
}
