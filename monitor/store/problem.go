package store

import (
	"errors"
	"io/fs"
	"syscall"

	sqlite "modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"vigie/monitor"
)

var (
	// errOlder: the database is of an earlier schema.
	errOlder = errors.New("the database is of an older schema")
	// errNotAlone: another process has the directory open.
	errNotAlone = errors.New("the database is in use by another process")
	// errBusyLog: a reader keeps the write-ahead log from being emptied.
	errBusyLog = errors.New("the write-ahead log is being read")
)

// problem turns an error of the database into one for people. Any other error,
// those of the function given to Update among them, comes back as it is.
func problem(err error) error {
	if p := (*monitor.Problem)(nil); err == nil || errors.As(err, &p) {
		return err
	}
	if key := problemKey(err); key != "" {
		return monitor.NewProblem(key).Because(err)
	}
	return err
}

func problemKey(err error) string {
	switch {
	case damaged(err):
		return "database-damaged"
	case errors.Is(err, errNotAlone):
		return "database-in-use"
	case errors.Is(err, errWrongKey):
		return "database-other-key"
	}
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return ""
	}
	switch e.Code() & primaryCode {
	case sqlite3.SQLITE_FULL:
		return "disk-full"
	case sqlite3.SQLITE_IOERR:
		if e.Code() == sqlite3.SQLITE_IOERR_SHMSIZE {
			return "disk-full" // no room for the index of the log, which is made before the first read
		}
		return "disk-error"
	case sqlite3.SQLITE_READONLY:
		return "read-only"
	case sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM:
		return "database-access"
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PROTOCOL:
		return "database-busy"
	}
	return ""
}

// fileProblem is problem for work that handles files itself as well.
func fileProblem(err error) error {
	err = problem(err)
	var p *monitor.Problem
	switch {
	case err == nil || errors.As(err, &p):
		return err
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		return monitor.NewProblem("disk-full").Because(err)
	case errors.Is(err, syscall.EROFS):
		return monitor.NewProblem("read-only").Because(err)
	case errors.Is(err, fs.ErrPermission), errors.Is(err, fs.ErrNotExist), errors.Is(err, syscall.ENOTDIR), errors.Is(err, syscall.EMFILE), errors.Is(err, syscall.ENFILE):
		return monitor.NewProblem("database-access").Because(err)
	case errors.Is(err, syscall.EIO):
		return monitor.NewProblem("disk-error").Because(err)
	}
	return err
}
