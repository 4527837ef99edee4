package store

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"time"
)

// backupsKept is how many daily backups stay.
const backupsKept = 7

// Backup keeps a copy of the database as it stands, one per UTC day: it does
// nothing when now's is there and this Store has written nothing since. The seven
// newest are kept. What is sealed stays sealed in them.
//
// The database is verified first, so that damage is not handed down; it is then
// told by a *[monitor.Problem], and the next Open puts the last healthy backup
// in the database's place.
//
// A row that was deleted stays, sealed, in the backups of the days before until
// their turn comes to go.
func (s *Store) Backup(ctx context.Context, now time.Time) error {
	changed := s.changed.Swap(false)
	if !changed && exists(s.backupPath(now)) {
		return nil
	}
	err := verify(ctx, s.reader)
	if err == nil {
		err = s.backUp(ctx, s.reader, now)
	}
	if err != nil && changed {
		s.changed.Store(true)
	}
	if damaged(err) {
		s.suspect()
	}
	return fileProblem(err)
}

// Changed reports whether this Store has written something since its last backup.
func (s *Store) Changed() bool { return s.changed.Load() }

// backUp makes the backup of a day, or renews it, and lets the oldest go.
func (s *Store) backUp(ctx context.Context, db *sql.DB, day time.Time) error {
	path := s.backupPath(day)
	if err := makeDir(s.backups()); err != nil {
		return err
	}
	// Two processes may do this at once: each has a name of its own, and both
	// copies are right.
	temp, err := os.CreateTemp(s.backups(), tempPattern)
	if err != nil {
		return err
	}
	defer os.Remove(temp.Name())
	if err := errors.Join(temp.Chmod(fileMode), temp.Close()); err != nil {
		return err
	}
	// VACUUM INTO accepts an empty file, which keeps its mode.
	if _, err := db.ExecContext(ctx, "VACUUM INTO ?", temp.Name()); err != nil {
		return err
	}
	if err := syncFile(temp.Name()); err != nil {
		return err
	}
	if err := os.Rename(temp.Name(), path); err != nil {
		return err
	}
	return errors.Join(syncDir(s.backups()), s.prune(day))
}

const tempPattern = "vigie-*.tmp"

// prune removes the backups beyond those kept, and copies that a process that
// died left unfinished.
func (s *Store) prune(now time.Time) error {
	var errs []error
	if all := s.backupPaths(); len(all) > backupsKept {
		for _, path := range all[backupsKept:] {
			errs = append(errs, os.Remove(path))
		}
	}
	unfinished := inside(s.backups(), func(name string) bool {
		ok, _ := filepath.Match(tempPattern, name)
		return ok
	})
	for _, path := range unfinished {
		if info, err := os.Stat(path); err == nil && now.Sub(info.ModTime()) > 24*time.Hour {
			errs = append(errs, os.Remove(path))
		}
	}
	return errors.Join(errs...)
}
