package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"time"

	sqlite "modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"vigie/monitor"
)

// lock keeps apart the processes that have the directory open and the one that
// would pull the database from under them. It is an empty database of its own,
// for the sake of SQLite's file locks: where those do not work nothing here
// would, and they end with the process that holds them.
type lock struct {
	db   *sql.DB
	conn *sql.Conn
}

// What a lock is taken with. SQLite takes the file lock of a deferred
// transaction when it first reads; with its journal in memory an exclusive one
// writes nothing, so that it can be taken on a full disk.
const (
	shared    = "BEGIN; SELECT count(*) FROM sqlite_schema"
	exclusive = "PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE"
)

func newLock(ctx context.Context, path string) (*lock, error) {
	if err := createFile(path, nil); err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, err
	}
	db, err := connect(path)
	if err != nil {
		return nil, err
	}
	conn, err := db.Conn(ctx)
	if err != nil {
		return nil, errors.Join(lockProblem(err), db.Close())
	}
	return &lock{db, conn}, nil
}

// take takes the lock, or returns errNotAlone when others still have it after
// the wait.
func (l *lock) take(ctx context.Context, how string, wait time.Duration) error {
	_, err := l.conn.ExecContext(ctx, fmt.Sprintf("PRAGMA busy_timeout = %d; %s", wait.Milliseconds(), how))
	if err == nil {
		return nil
	}
	_ = l.release() // a shared lock may have begun its transaction
	var e *sqlite.Error
	if errors.As(err, &e) && e.Code()&primaryCode == sqlite3.SQLITE_BUSY {
		return errNotAlone
	}
	return lockProblem(err)
}

// lockProblem keeps a spoiled lock file from being taken for a damaged database.
func lockProblem(err error) error {
	if damaged(err) {
		return monitor.NewProblem("database-access").Because(err)
	}
	return err
}

func (l *lock) release() error {
	_, err := l.conn.ExecContext(context.Background(), "ROLLBACK")
	return err
}

// close releases what is held. Closing twice is no error.
func (l *lock) close() error {
	err := l.conn.Close()
	if errors.Is(err, sql.ErrConnDone) {
		err = nil
	}
	return errors.Join(err, l.db.Close())
}
