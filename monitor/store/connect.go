package store

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"path/filepath"
	"strings"

	_ "modernc.org/sqlite" // the driver "sqlite"

	"vigie/monitor"
)

// applicationID is the number that marks a database as ours, "VIGI" in ASCII.
// It is a part of schema 1.
const applicationID = 0x56494749

// pragmas are set on every connection. busy_timeout is in milliseconds.
//
// synchronous=FULL is what makes a commit survive a power cut: in WAL mode
// NORMAL "might roll back following a power loss" (sqlite.org/pragma.html).
// fullfsync asks macOS for the same. cell_size_check, trusted_schema and
// _defensive bound what a damaged or tampered file can do, and mmap_size=0
// keeps an I/O error an error instead of a signal.
var pragmas = []string{
	"busy_timeout(5000)",
	"cell_size_check(ON)",
	"checkpoint_fullfsync(ON)",
	"foreign_keys(ON)",
	"fullfsync(ON)",
	"mmap_size(0)",
	"secure_delete(ON)",
	"synchronous(FULL)",
	"temp_store(MEMORY)",
	"trusted_schema(OFF)",
}

// connect returns the only connection that writes to an existing database.
// Immediate transactions take the write lock when they begin: one that read
// first and wrote later would fail with SQLITE_BUSY whenever another wrote
// in between.
func connect(path string) (*sql.DB, error) {
	db, err := sql.Open("sqlite", dsn(path, url.Values{"mode": {"rw"}, "_txlock": {"immediate"}}))
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	return db, nil
}

// connectReading returns connections that cannot write. Two let the agent
// answer while a long read goes on; each costs a page cache.
func connectReading(path string) (*sql.DB, error) {
	db, err := sql.Open("sqlite", dsn(path, url.Values{"mode": {"ro"}}))
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(2)
	return db, nil
}

// dsn is a file: URI (sqlite.org/uri.html). mode is rw or ro, never rwc, so
// that SQLite creates no file: it would take its permissions from the umask.
func dsn(path string, query url.Values) string {
	query["_pragma"] = pragmas
	query.Set("_defensive", "1")
	slashed := filepath.ToSlash(path)
	if !strings.HasPrefix(slashed, "/") { // C:/… on Windows
		slashed = "/" + slashed
	}
	return (&url.URL{Scheme: "file", Path: slashed, RawQuery: query.Encode()}).String()
}

// identify tells whether a database is ours and of today's schema: nil,
// errOlder, errDamaged, a *[monitor.Problem] or an error of SQLite.
func identify(ctx context.Context, db *sql.DB, today int) error {
	application, version, tables, err := versions(ctx, db)
	switch {
	case err != nil:
		return err
	case application == 0 && version == 0 && tables == 0:
		return fmt.Errorf("%w: nothing is in it", errDamaged)
	case application != applicationID:
		return monitor.NewProblem("database-foreign")
	case version < 1:
		return fmt.Errorf("%w: ours, without a version", errDamaged)
	case version < today:
		return errOlder
	case version > today:
		return monitor.NewProblem("database-newer")
	}
	return nil
}

// versions reads what the header says, and how many tables there are.
func versions(ctx context.Context, db *sql.DB) (application, version, tables int, err error) {
	err = db.QueryRowContext(ctx, `SELECT application_id, user_version, (SELECT count(*) FROM sqlite_schema)
		FROM pragma_application_id, pragma_user_version`).Scan(&application, &version, &tables)
	return application, version, tables, badSchema(err)
}

// checkpoint moves the write-ahead log into the database and empties it.
func checkpoint(ctx context.Context, db *sql.DB) error {
	var busy, frames, moved int
	err := db.QueryRowContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)").Scan(&busy, &frames, &moved)
	if err == nil && busy != 0 {
		return errBusyLog
	}
	return err
}
