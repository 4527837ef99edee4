package store

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

func TestBackup(t *testing.T) {
	ctx := context.Background()
	dir := t.TempDir()
	s := openUnlocked(t, dir)
	path := filepath.Join(dir, "backups", "vigie-2026-11-22.db")
	backedUp := func() []byte {
		t.Helper()
		if err := s.Backup(ctx, day); err != nil {
			t.Fatal(err)
		}
		copied, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		return copied
	}
	first := backedUp()
	if err := os.WriteFile(path, []byte("as it was"), fileMode); err != nil {
		t.Fatal(err)
	}
	if got := backedUp(); string(got) != "as it was" {
		t.Error("a second backup of the day was made of the same facts")
	}
	sample().put(t, s)
	copied := backedUp()
	if bytes.Equal(first, copied) {
		t.Error("what was written since has no backup")
	}

	// The copy is a store of its own, with the same key.
	other := t.TempDir()
	if err := os.WriteFile(filepath.Join(other, databaseName), copied, fileMode); err != nil {
		t.Fatal(err)
	}
	sample().check(t, openUnlocked(t, other))
}

func TestBackupWhileSealed(t *testing.T) {
	s := openOn(t, house(t, false))
	if err := s.Backup(context.Background(), day); err != nil || !exists(s.backupPath(day)) {
		t.Errorf("Backup: %v", err)
	}
}

func TestSevenBackups(t *testing.T) {
	ctx := context.Background()
	dir := t.TempDir()
	s := openOn(t, dir)
	for n := range 10 {
		if err := s.Backup(ctx, day.AddDate(0, 0, n)); err != nil {
			t.Fatal(err)
		}
	}
	var names []string
	for _, path := range s.backupPaths() {
		names = append(names, filepath.Base(path))
	}
	want := []string{"vigie-2026-12-01.db", "vigie-2026-11-30.db", "vigie-2026-11-29.db", "vigie-2026-11-28.db",
		"vigie-2026-11-27.db", "vigie-2026-11-26.db", "vigie-2026-11-25.db"}
	if !slices.Equal(names, want) {
		t.Errorf("backups %v, want %v", names, want)
	}
	all, err := os.ReadDir(s.backups())
	if err != nil || len(all) != backupsKept {
		t.Errorf("%d files beside %d backups, %v", len(all), backupsKept, err)
	}
}

// TestForeignFilesStay asks that only our own old copies go.
func TestForeignFilesStay(t *testing.T) {
	ctx := context.Background()
	s := openOn(t, t.TempDir())
	if err := makeDir(s.backups()); err != nil {
		t.Fatal(err)
	}
	stale, fresh, theirs := filepath.Join(s.backups(), "vigie-1.tmp"), filepath.Join(s.backups(), "vigie-2.tmp"), filepath.Join(s.backups(), "notes.txt")
	for path, age := range map[string]int{stale: -2, fresh: 0, theirs: -400} {
		if err := os.WriteFile(path, nil, fileMode); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(path, day.AddDate(0, 0, age), day.AddDate(0, 0, age)); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Backup(ctx, day); err != nil {
		t.Fatal(err)
	}
	if exists(stale) || !exists(fresh) || !exists(theirs) {
		t.Errorf("unfinished copy of a dead process: %v, of a living one: %v, another file: %v", exists(stale), exists(fresh), exists(theirs))
	}
}

func TestFiles(t *testing.T) {
	dir := house(t, true)
	if err := os.WriteFile(filepath.Join(dir, databaseName), nil, fileMode); err != nil {
		t.Fatal(err)
	}
	theirs := filepath.Join(dir, "feeds.toml")
	if err := os.WriteFile(theirs, nil, fileMode); err != nil {
		t.Fatal(err)
	}
	s := openUnlocked(t, dir)      // sets a damaged database aside
	putSetting(t, s, "lang", "en") // makes SQLite's own files
	listed := s.Files()
	if slices.Contains(listed, theirs) {
		t.Error("another program part's file is listed")
	}
	for _, name := range []string{"vigie.db", "vigie.db-wal", "vigie.db-shm", "vigie.db.lock", "vigie.db.damaged-20261122T091213Z",
		"backups/vigie-2026-11-21.db", "backups"} {
		if !slices.Contains(listed, filepath.Join(dir, filepath.FromSlash(name))) {
			t.Errorf("%s is not listed", name)
		}
	}
	closeStore(t, s)
	for _, path := range Files(dir) { // in this order
		if err := os.Remove(path); err != nil {
			t.Error(err)
		}
	}
	left, err := os.ReadDir(dir)
	if err != nil || len(left) != 1 {
		t.Errorf("left after removing everything: %v, %v", left, err)
	}
	// And a start after that is a first start.
	if i, err := openOn(t, dir).Incident(context.Background()); i != nil || err != nil {
		t.Errorf("incident %+v, %v", i, err)
	}
}
