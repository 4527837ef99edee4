package store

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"vigie/monitor"
)

func wantProblem(t *testing.T, err error, key string) {
	t.Helper()
	var p *monitor.Problem
	if !errors.As(err, &p) || p.Key != key {
		t.Errorf("error %v, want the problem %s", err, key)
	}
}

// execRaw changes a closed database behind our back.
func execRaw(t *testing.T, path string, statements string) {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(statements); err != nil {
		t.Fatal(err)
	}
}

func TestRefusedAndUnchanged(t *testing.T) {
	for _, c := range []struct{ name, statements, problem string }{
		{"a newer schema", "PRAGMA user_version = 1000", "database-newer"},
		{"another program's", "PRAGMA application_id = 1", "database-foreign"},
		{"nobody's", "PRAGMA application_id = 0; PRAGMA user_version = 0", "database-foreign"},
		{"nobody's, with a rollback journal", "PRAGMA journal_mode = DELETE; PRAGMA application_id = 0", "database-foreign"},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := house(t, true)
			path := filepath.Join(dir, databaseName)
			execRaw(t, path, c.statements)
			before, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			for _, suspected := range []bool{false, true} {
				if suspected {
					if err := os.WriteFile(path+markSuffix, nil, fileMode); err != nil {
						t.Fatal(err)
					}
				}
				_, err = open(context.Background(), dir, schemas(), today)
				wantProblem(t, err, c.problem)
			}
			after, err := os.ReadFile(path)
			if err != nil || !bytes.Equal(before, after) {
				t.Errorf("the refused database was changed: %v", err)
			}
			if aside, _ := filepath.Glob(path + asideSuffix + "*"); aside != nil {
				t.Errorf("the refused database was set aside: %v", aside)
			}
		})
	}
}

// nextSchemas are those of a program of tomorrow.
func nextSchemas() []string {
	return append(schemas(), "ALTER TABLE setting ADD COLUMN note TEXT NOT NULL DEFAULT ''; CREATE TABLE tomorrow (id INTEGER PRIMARY KEY) STRICT")
}

func TestMigration(t *testing.T) {
	dir := house(t, false)
	s, err := open(context.Background(), dir, nextSchemas(), today)
	if err != nil {
		t.Fatal(err)
	}
	defer closeStore(t, s)
	if err := s.Unlock(make([]byte, KeySize)); !errors.Is(err, monitor.ErrWrongKey) {
		t.Errorf("the seal did not survive: %v", err)
	}
	if _, err := s.writer.Exec("INSERT INTO tomorrow (id) VALUES (1)"); err != nil {
		t.Error("the migration did not run:", err)
	}
	if err := verify(context.Background(), s.reader); err != nil {
		t.Error("a column added later must not spoil the checksums:", err)
	}
	if !exists(s.backupPath(day)) {
		t.Error("no backup was made before the migration")
	}
	for _, leftover := range []string{newSuffix, asideSuffix, markSuffix} {
		if left, _ := filepath.Glob(filepath.Join(dir, databaseName+leftover+"*")); left != nil {
			t.Errorf("left behind: %v", left)
		}
	}
	// The program of today is told to leave it alone.
	_, err = Open(context.Background(), dir)
	wantProblem(t, err, "database-newer")
}

// TestMigrationFails asks for the old schema or the new one, never between.
func TestMigrationFails(t *testing.T) {
	dir := house(t, false)
	broken := append(schemas(), "CREATE TABLE tomorrow (id INTEGER PRIMARY KEY); INSERT INTO nowhere VALUES (1)")
	if _, err := open(context.Background(), dir, broken, today); err == nil {
		t.Fatal("a migration that fails was not told")
	}
	s := openUnlocked(t, dir)
	sample().check(t, s)
	var n int
	if err := s.reader.QueryRow("SELECT count(*) FROM sqlite_schema WHERE name = 'tomorrow'").Scan(&n); err != nil || n != 0 {
		t.Errorf("half a migration: %d, %v", n, err)
	}
}

func TestLock(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "lock")
	var locks [3]*lock
	for i := range locks {
		var err error
		if locks[i], err = newLock(ctx, path); err != nil {
			t.Fatal(err)
		}
		defer locks[i].close()
	}
	a, b, c := locks[0], locks[1], locks[2]
	for n, step := range []struct {
		do   func() error
		want error
	}{
		{func() error { return a.take(ctx, exclusive, 0) }, nil},
		{func() error { return b.take(ctx, shared, 0) }, errNotAlone},
		{func() error { return b.take(ctx, exclusive, 0) }, errNotAlone},
		{func() error { return b.take(ctx, shared, 0) }, errNotAlone},
		{a.release, nil},
		{func() error { return b.take(ctx, shared, 0) }, nil},
		{func() error { return c.take(ctx, shared, 0) }, nil},
		{func() error { return a.take(ctx, exclusive, 0) }, errNotAlone},
		{b.release, nil},
		{func() error { return a.take(ctx, exclusive, 0) }, errNotAlone},
		{c.close, nil},
		{func() error { return a.take(ctx, exclusive, 0) }, nil},
	} {
		if err := step.do(); !errors.Is(err, step.want) {
			t.Fatalf("step %d: %v, want %v", n, err, step.want)
		}
	}
}

// TestMigrationAlone refuses to change the schema under a running program.
func TestMigrationAlone(t *testing.T) {
	dir := house(t, false)
	agent := openUnlocked(t, dir)
	// It waits for the agent to end, here until its context does.
	ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
	defer cancel()
	if _, err := open(ctx, dir, nextSchemas(), today); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("open beside the agent: %v", err)
	}
	sample().check(t, agent)
	wantProblem(t, problem(errNotAlone), "database-in-use")
	closeStore(t, agent)
	s, err := open(context.Background(), dir, nextSchemas(), today)
	if err != nil {
		t.Fatal("open alone:", err)
	}
	closeStore(t, s)
}

// TestFirstStartTogether has several programs start on an empty directory.
func TestFirstStartTogether(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new", "data")
	var starting sync.WaitGroup
	stores := make([]*Store, 6)
	for n := range stores {
		starting.Go(func() {
			var err error
			if stores[n], err = open(context.Background(), dir, schemas(), today); err != nil {
				t.Error("open:", err)
			}
		})
	}
	starting.Wait()
	if t.Failed() {
		t.FailNow()
	}
	for n, s := range stores {
		putSetting(t, s, "n", string(rune('0'+n)))
	}
	for _, s := range stores {
		if n, err := s.Setting(context.Background(), "n"); n != "5" || err != nil {
			t.Errorf("one of them has a database of its own: %q, %v", n, err)
		}
		closeStore(t, s)
	}
	if left, _ := filepath.Glob(filepath.Join(dir, databaseName+newSuffix+"*")); left != nil {
		t.Errorf("left behind: %v", left)
	}
}

// TestUnfinishedCreation starts after a process died while it made the
// database or its replacement.
func TestUnfinishedCreation(t *testing.T) {
	dir := t.TempDir()
	for _, suffix := range []string{newSuffix, newSuffix + walSuffix, newSuffix + shmSuffix} {
		if err := os.WriteFile(filepath.Join(dir, databaseName+suffix), []byte("half"), fileMode); err != nil {
			t.Fatal(err)
		}
	}
	s := openUnlocked(t, dir)
	sample().put(t, s)
	sample().check(t, s)
	if i, err := s.Incident(context.Background()); i != nil || err != nil {
		t.Errorf("incident %+v, %v", i, err)
	}
}

func TestOddDirectories(t *testing.T) {
	for _, name := range []string{"with spaces", "Données à moi", "50% ?#&;=[x]", "%41", string(bytes.Repeat([]byte("n"), 255))} {
		dir := filepath.Join(t.TempDir(), name)
		s := openUnlocked(t, dir)
		sample().put(t, s)
		closeStore(t, s)
		sample().check(t, openUnlocked(t, dir))
		if !exists(filepath.Join(dir, databaseName)) {
			t.Errorf("%q: the database is elsewhere", name)
		}
	}
}

func TestDirectoryIsAFile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, fileMode); err != nil {
		t.Fatal(err)
	}
	_, err := Open(context.Background(), file)
	wantProblem(t, err, "database-access")
	_, err = Open(context.Background(), filepath.Join(file, "data"))
	wantProblem(t, err, "database-access")
}
