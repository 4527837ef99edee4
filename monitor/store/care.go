package store

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"
)

const (
	patience = 5 * time.Second // for others to end, the same as busy_timeout
	retry    = 20 * time.Millisecond
)

// open attaches to the database, after the care it may need.
//
// Verifying takes time that a command line does not have, so it is done when
// there is a reason: the write-ahead log was left behind by a program that
// died or a machine that lost power, damage was met in use, or the schema is
// about to change. [Store.Backup] verifies too, which makes it once a day.
func (s *Store) open(ctx context.Context) error {
	if !s.endedWell() {
		// Whoever has the database open keeps a log as well: then there is
		// nothing to care for.
		if err := s.alone(ctx); err != nil && !errors.Is(err, errNotAlone) {
			return err
		}
	}
	waiting, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	for {
		err := s.attach(ctx)
		if !errors.Is(err, errOlder) && !damaged(err) {
			return err
		}
		if err := s.alone(ctx); err == nil {
			return s.attach(ctx)
		} else if !errors.Is(err, errNotAlone) {
			return err
		}
		// Who is in the way may be doing the very same.
		select {
		case <-waiting.Done():
			return cmp.Or(ctx.Err(), errNotAlone)
		case <-time.After(retry):
		}
	}
}

// endedWell reports whether the last process that had the database open closed it.
func (s *Store) endedWell() bool {
	log, err := os.Stat(s.database() + walSuffix)
	return exists(s.database()) && !exists(s.database()+markSuffix) && (err != nil || log.Size() == 0)
}

// attach opens the database of today's schema for as long as the Store lives.
func (s *Store) attach(ctx context.Context) (err error) {
	if err := s.lock.take(ctx, shared, patience); err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, s.detach())
		}
	}()
	path := s.database()
	if err := present(path); err != nil {
		return err
	}
	if err := tighten(path, path+walSuffix, path+shmSuffix); err != nil {
		return err
	}
	if s.writer, err = connect(path); err != nil {
		return err
	}
	if err := identify(ctx, s.writer, len(s.schemas)); err != nil {
		return err
	}
	if s.reader, err = connectReading(path); err != nil {
		return err
	}
	_, err = s.writer.ExecContext(ctx, "PRAGMA journal_mode = WAL")
	return err
}

// detach gives up what attach took.
func (s *Store) detach() error {
	var errs []error
	for _, db := range []*sql.DB{s.reader, s.writer} { // the last to close empties the log
		if db != nil {
			errs = append(errs, db.Close())
		}
	}
	s.reader, s.writer = nil, nil
	return errors.Join(append(errs, s.lock.release())...)
}

// alone takes care of the database while no other process has it open.
func (s *Store) alone(ctx context.Context) error {
	if err := s.lock.take(ctx, exclusive, 0); err != nil {
		return err
	}
	return errors.Join(s.care(ctx), s.lock.release())
}

// care leaves a healthy database of today's schema, or an error and everything
// as it was.
func (s *Store) care(ctx context.Context) error {
	if s.isNew() {
		return s.create(ctx)
	}
	err := s.inspect(ctx)
	if errors.Is(err, errOlder) {
		err = s.upgrade(ctx)
	}
	switch {
	case err == nil:
		return s.forgetSuspicion()
	case damaged(err):
		return s.replace(ctx)
	}
	return err
}

// isNew reports whether the directory never held a database. One that is gone
// while its log, a backup or a damaged predecessor is there has been lost.
func (s *Store) isNew() bool {
	return !exists(s.database()) && !exists(s.database()+walSuffix) &&
		len(s.backupPaths()) == 0 && len(s.setAsidePaths()) == 0
}

// create makes the first database under another name: a process that dies in
// between leaves no half of it.
func (s *Store) create(ctx context.Context) error {
	if err := s.fresh(ctx, nil); err != nil {
		return err
	}
	return s.install()
}

// present asks for a database file before SQLite sees it: SQLite takes an empty
// file for a new database and removes the log that goes with it.
func present(path string) error {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("%w: it is gone", errDamaged)
	case err == nil && info.Size() == 0:
		return fmt.Errorf("%w: it is empty", errDamaged)
	}
	return err
}

// inspect verifies the database. It only reads: a connection that can write
// would move the log into a damaged database when it closes.
func (s *Store) inspect(ctx context.Context) (err error) {
	path := s.database()
	if err := present(path); err != nil {
		return err
	}
	db, err := connectReading(path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	return s.usable(ctx, db)
}

// usable identifies and verifies a database, or a backup. A healthy one of an
// older schema gives errOlder.
func (s *Store) usable(ctx context.Context, db *sql.DB) error {
	identity := identify(ctx, db, len(s.schemas))
	if identity != nil && !errors.Is(identity, errOlder) {
		return identity
	}
	if err := verify(ctx, db); err != nil {
		return err
	}
	return identity
}

// upgrade brings an older database to today's schema, after a copy of it was
// kept as the backup of the day.
func (s *Store) upgrade(ctx context.Context) (err error) {
	db, err := connect(s.database())
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if err := s.backUp(ctx, db, s.now()); err != nil {
		return err
	}
	return migrate(ctx, db, s.schemas)
}

// suspect makes the next Open verify the database. It is best effort: a disk
// that cannot be written is told by other errors.
func (s *Store) suspect() { _ = createFile(s.database()+markSuffix, nil) }

func (s *Store) forgetSuspicion() error {
	mark := s.database() + markSuffix
	if !exists(mark) { // on a disk that cannot be written Remove would fail for that
		return nil
	}
	return os.Remove(mark)
}
