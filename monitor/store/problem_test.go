package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"vigie/assets/words"
	"vigie/monitor"
)

// TestFullDisk bounds the number of pages, which SQLite reports as it does a
// full disk (SQLITE_FULL).
func TestFullDisk(t *testing.T) {
	s := openUnlocked(t, house(t, false))
	if _, err := s.writer.Exec("PRAGMA max_page_count = 1"); err != nil { // as many as there are
		t.Fatal(err)
	}
	big := strings.Repeat("x", 1<<20)
	err := s.Update(context.Background(), func(tx monitor.Tx) error {
		if err := tx.PutSetting("lang", "half"); err != nil {
			return err
		}
		return tx.PutSetting("big", big)
	})
	wantProblem(t, err, "disk-full")
	sample().check(t, s)

	if _, err := s.writer.Exec("PRAGMA max_page_count = 100000"); err != nil {
		t.Fatal(err)
	}
	putSetting(t, s, "big", big) // and it goes on once there is room
}

func TestReadOnlyDisk(t *testing.T) {
	s := openUnlocked(t, house(t, false))
	if _, err := s.writer.Exec("PRAGMA query_only = ON"); err != nil {
		t.Fatal(err)
	}
	wantProblem(t, s.Update(context.Background(), func(tx monitor.Tx) error { return tx.PutSetting("lang", "x") }), "read-only")
	_, err := s.BeginRequest(context.Background(), monitor.LedgerEntry{Sent: monitor.SentNothing})
	wantProblem(t, err, "read-only")
	sample().check(t, s)
}

// TestBusy holds the write lock for longer than a writer waits.
func TestBusy(t *testing.T) {
	dir := house(t, false)
	s, other := openUnlocked(t, dir), openUnlocked(t, dir)
	if _, err := s.writer.Exec("PRAGMA busy_timeout = 1"); err != nil {
		t.Fatal(err)
	}
	err := other.Update(context.Background(), func(monitor.Tx) error {
		wantProblem(t, s.Update(context.Background(), sample().write), "database-busy")
		sample().check(t, s) // readers are never kept waiting
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	putSetting(t, s, "lang", "after")
}

// TestCommitError has a commit fail: the next update works on a new connection.
func TestCommitError(t *testing.T) {
	s := openUnlocked(t, house(t, false))
	const mark = -1234
	if _, err := s.writer.Exec(fmt.Sprint("PRAGMA cache_size = ", mark)); err != nil {
		t.Fatal(err)
	}
	err := s.Update(context.Background(), func(tx monitor.Tx) error {
		if err := tx.PutSetting("lang", "half"); err != nil {
			return err
		}
		// A deferred constraint fails at COMMIT, and nowhere before.
		_, err := rawTx(tx).Exec(`CREATE TABLE a (id INTEGER PRIMARY KEY, a REFERENCES a DEFERRABLE INITIALLY DEFERRED);
			INSERT INTO a VALUES (1, 2)`)
		return err
	})
	if err == nil {
		t.Fatal("the commit did not fail")
	}
	sample().check(t, s)
	var size int
	if err := s.writer.QueryRow("PRAGMA cache_size").Scan(&size); err != nil || size == mark {
		t.Errorf("the connection stayed: cache_size %d, %v", size, err)
	}
	putSetting(t, s, "lang", "after")
	if lang := contentOf(t, s).Lang; lang != "after" {
		t.Errorf("lang %q", lang)
	}
}

func rawTx(t monitor.Tx) *sql.Tx { return t.(*tx).rows.(*sqlRows).tx }

// TestCallersErrorsStay: an error of the function given to Update is the
// caller's, even when it looks like one of ours.
func TestCallersErrorsStay(t *testing.T) {
	s := openOn(t, t.TempDir())
	theirs := fmt.Errorf("their file: %w", fs.ErrPermission)
	if err := s.Update(context.Background(), func(monitor.Tx) error { return theirs }); err != theirs {
		t.Errorf("error %v, want it as it was", err)
	}
}

func TestFileProblems(t *testing.T) {
	for _, c := range []struct {
		err error
		key string
	}{
		{syscall.ENOSPC, "disk-full"},
		{syscall.EDQUOT, "disk-full"},
		{syscall.EROFS, "read-only"},
		{syscall.EACCES, "database-access"},
		{syscall.EPERM, "database-access"},
		{syscall.ENOTDIR, "database-access"},
		{syscall.EMFILE, "database-access"},
		{syscall.ENFILE, "database-access"},
		{syscall.EIO, "disk-error"},
	} {
		wantProblem(t, fileProblem(&fs.PathError{Op: "open", Path: "x", Err: c.err}), c.key)
	}
	defect := errors.New("a defect")
	if err := fileProblem(defect); err != defect {
		t.Errorf("error %v, want it as it was", err)
	}
}

// TestSpoiledLockFile must not cost the database.
func TestSpoiledLockFile(t *testing.T) {
	dir := house(t, false)
	lock := filepath.Join(dir, databaseName+lockSuffix)
	if err := os.WriteFile(lock, []byte(strings.Repeat("not a lock\n", 500)), fileMode); err != nil {
		t.Fatal(err)
	}
	_, err := Open(context.Background(), dir)
	wantProblem(t, err, "database-access")
	if err := os.Remove(lock); err != nil {
		t.Fatal(err)
	}
	sample().check(t, openUnlocked(t, dir))
}

// TestWords asks that every problem can be told in both languages.
func TestWords(t *testing.T) {
	restored := &Incident{Backup: "x"}
	problems := []*monitor.Problem{restored.Problem("22 novembre 2026"), new(Incident).Problem("")}
	for _, key := range []string{"database-access", "database-busy", "database-damaged", "database-foreign", "database-in-use",
		"database-newer", "database-other-key", "disk-error", "disk-full", "read-only"} {
		problems = append(problems, monitor.NewProblem(key))
	}
	for _, lang := range words.Languages() {
		w, err := words.Load(lang)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range problems {
			for _, key := range []string{"problem." + p.Key, "problem." + p.Key + ".do"} {
				var pairs []any
				for name, value := range p.Args {
					pairs = append(pairs, name, value)
				}
				if text := w.T(key, pairs...); strings.ContainsAny(text, "⟨<") || strings.Contains(text, "\n") {
					t.Errorf("%s: %s is told as %q", lang, key, text)
				}
			}
		}
	}
}
