//go:build unix

package store

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"vigie/monitor"
)

// TestPrivate looks at the mode of every file, whatever the umask.
func TestPrivate(t *testing.T) {
	for _, umask := range []int{0o000, 0o022, 0o077, 0o277} {
		dir := filepath.Join(t.TempDir(), "deep", "data")
		old := syscall.Umask(umask)
		s := openUnlocked(t, dir)
		sample().put(t, s)
		err := s.Backup(context.Background(), day)
		syscall.Umask(old)
		if err != nil {
			t.Fatal(err)
		}
		checkModes(t, dir, 7) // the database, its two files, the lock, the backups, one backup, the directory
		closeStore(t, s)
	}
}

func checkModes(t *testing.T, dir string, atLeast int) {
	t.Helper()
	n := 0
	err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := e.Info()
		if err != nil {
			return err
		}
		want := fileMode
		if e.IsDir() {
			want = dirMode
		}
		if mode := info.Mode().Perm(); mode != want {
			t.Errorf("%s has mode %o", path, mode)
		}
		n++
		return nil
	})
	if err != nil || n < atLeast {
		t.Errorf("%d files and directories, %v", n, err)
	}
}

// TestTighten makes a database private that somebody copied back by hand, and
// leaves a directory of theirs as it is.
func TestTighten(t *testing.T) {
	dir := house(t, true)
	if err := os.Chmod(filepath.Join(dir, databaseName), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	s := openUnlocked(t, dir)
	putSetting(t, s, "lang", "fr")
	for _, name := range []string{databaseName, databaseName + walSuffix, databaseName + shmSuffix} {
		info, err := os.Stat(filepath.Join(dir, name))
		if err != nil || info.Mode().Perm() != fileMode {
			t.Errorf("%s: %v, %v", name, info, err)
		}
	}
	if info, err := os.Stat(dir); err != nil || info.Mode().Perm() != 0o755 {
		t.Errorf("the directory: %v, %v", info, err)
	}
}

// TestReplacementIsPrivate looks at what a restored backup and a set aside
// database leave to others.
func TestReplacementIsPrivate(t *testing.T) {
	dir := house(t, true)
	if err := os.WriteFile(filepath.Join(dir, databaseName), []byte("no database"), 0o644); err != nil {
		t.Fatal(err)
	}
	old := syscall.Umask(0)
	s := openUnlocked(t, dir)
	err := s.Update(context.Background(), func(tx monitor.Tx) error { return tx.PutSetting("lang", "fr") })
	syscall.Umask(old)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(dir, dirMode); err != nil { // the test's own directory
		t.Fatal(err)
	}
	checkModes(t, dir, 8)
}
