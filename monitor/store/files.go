package store

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"
)

// The names in a data directory. Everything of the store but the directory of
// backups begins with databaseName.
const (
	databaseName = "vigie.db"
	walSuffix    = "-wal" // SQLite's write-ahead log
	shmSuffix    = "-shm" // SQLite's index of it
	lockSuffix   = ".lock"
	newSuffix    = ".new"     // a database being made, until it is renamed into place
	markSuffix   = ".suspect" // damage was met: verify before the next use
	asideSuffix  = ".damaged-"
	backupsName  = "backups"
)

func (s *Store) database() string { return filepath.Join(s.dir, databaseName) }
func (s *Store) backups() string  { return filepath.Join(s.dir, backupsName) }

// Files lists every path that the store owns, damaged databases that were set
// aside and backups included. Removing them in this order removes all of it.
func (s *Store) Files() []string { return Files(s.dir) }

// Files is [Store.Files] for a directory that cannot be opened, or need not be.
func Files(dir string) []string {
	paths := inside(dir, func(name string) bool { return strings.HasPrefix(name, databaseName) })
	backups := filepath.Join(dir, backupsName)
	if _, err := os.Lstat(backups); err == nil {
		paths = append(paths, inside(backups, func(string) bool { return true })...)
		paths = append(paths, backups)
	}
	return paths
}

// inside lists, sorted, the paths in a directory whose names are wanted. A
// directory that cannot be read has none.
func inside(dir string, wanted func(name string) bool) []string {
	var paths []string
	entries, _ := os.ReadDir(dir)
	for _, e := range entries {
		if wanted(e.Name()) {
			paths = append(paths, filepath.Join(dir, e.Name()))
		}
	}
	return paths
}

const (
	dirMode  fs.FileMode = 0o700
	fileMode fs.FileMode = 0o600
)

// makeDir makes a directory that only its owner may enter, whatever the umask.
// One that exists keeps its mode: it may hold other things.
func makeDir(dir string) error {
	if err := os.MkdirAll(filepath.Dir(dir), dirMode); err != nil {
		return err
	}
	switch err := os.Mkdir(dir, dirMode); {
	case errors.Is(err, fs.ErrExist):
		return nil
	case err != nil:
		return err
	}
	return os.Chmod(dir, dirMode)
}

// createFile makes a new, private file with this content.
func createFile(path string, content []byte) (err error) {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, fileMode)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	if err := f.Chmod(fileMode); err != nil {
		return err
	}
	if _, err := f.Write(content); err != nil {
		return err
	}
	return f.Sync()
}

// tighten makes files private that a person, or a program that restored them,
// left open to others. SQLite gives its two files the mode of the database.
func tighten(paths ...string) error {
	for _, path := range paths {
		info, err := os.Stat(path)
		if err != nil || info.Mode().Perm()&^fileMode == 0 {
			continue
		}
		if err := os.Chmod(path, fileMode); err != nil {
			return err
		}
	}
	return nil
}

// syncFile puts a file that SQLite has closed on the disk.
func syncFile(path string) (err error) {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	return f.Sync()
}

// syncDir makes renames in a directory last. Windows has no such call and
// needs none: NTFS journals its directories.
func syncDir(dir string) (err error) {
	if runtime.GOOS == "windows" {
		return nil
	}
	f, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	return f.Sync()
}

func exists(path string) bool {
	_, err := os.Lstat(path)
	return !errors.Is(err, fs.ErrNotExist)
}

// backupPath is the backup of a UTC day: names sort by age.
func (s *Store) backupPath(day time.Time) string {
	return filepath.Join(s.backups(), day.UTC().Format(backupLayout))
}

const backupLayout = "vigie-2006-01-02.db"

// backupPaths lists the backups, newest first.
func (s *Store) backupPaths() []string {
	paths := inside(s.backups(), func(name string) bool {
		_, err := time.Parse(backupLayout, name)
		return err == nil
	})
	slices.Reverse(paths)
	return paths
}

// setAsidePaths lists what was set aside.
func (s *Store) setAsidePaths() []string {
	return inside(s.dir, func(name string) bool { return strings.HasPrefix(name, databaseName+asideSuffix) })
}
