// Package store keeps everything but identifiers' values: public facts in
// clear, everything about people sealed with a key from the key store.
//
// Start at [Open], then [Store.Unlock]. [NewMemory] is the same store without a
// disk. What a transaction may do is written once, in tx.go, over the few
// operations of [rows] that a database and a memory each have in their own way.
//
// A data directory holds vigie.db with SQLite's own two files beside it, a lock,
// the daily copies in backups, and whatever was set aside as damaged: [Files]
// lists them all. Several processes may have the directory open at once; what
// would pull it from under the others (creating, upgrading, replacing a damaged
// database) is done by one that is alone with it, and is the business of care.go.
package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"sync/atomic"
	"time"

	"vigie/monitor"
)

// Store is a [monitor.Store] in a directory. Its methods may be called from
// several goroutines, and several processes may open the same directory.
//
// A disk that is full, cannot be written or fails, a database in use for too
// long and a damaged one are told by a *[monitor.Problem]; what was being
// written is then not kept, and what was kept before stays.
type Store struct {
	dir     string
	now     func() time.Time
	schemas []string // of every version; the last one is today's

	lock   *lock   // shared while open, exclusive while replacing the database
	writer *sql.DB // one connection, whose transactions are immediate
	reader *sql.DB // cannot write

	sealer     atomic.Pointer[sealer] // nil while sealed
	unscrubbed atomic.Bool            // deleted rows may still be readable in the write-ahead log
	changed    atomic.Bool            // something was written since the last backup
}

var _ monitor.Store = (*Store)(nil)

// Open opens the database of a directory and makes both when they are missing.
// Facts about people stay sealed until Unlock.
//
// A damaged database is set aside and the newest healthy backup, or an empty
// database, takes its place: [Store.Incident] tells. A database of a newer
// version of the program, or a file that is not ours, is refused with a
// *[monitor.Problem] and stays as it is.
func Open(ctx context.Context, dir string) (*Store, error) {
	return open(ctx, dir, schemas(), time.Now)
}

func open(ctx context.Context, dir string, schemas []string, now func() time.Time) (*Store, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	s := &Store{dir: dir, now: now, schemas: schemas}
	if err := makeDir(dir); err != nil {
		return nil, fileProblem(err)
	}
	if s.lock, err = newLock(ctx, s.database()+lockSuffix); err != nil {
		return nil, fileProblem(err)
	}
	if err := s.open(ctx); err != nil {
		return nil, fileProblem(errors.Join(err, s.lock.close()))
	}
	return s, nil
}

// Close ends the use of the store. The write-ahead log is moved into the
// database and emptied, so that everything lies in one file.
func (s *Store) Close() error {
	err := s.reader.Close()
	// Were this to fail, nothing is lost: the log keeps what it holds.
	_ = checkpoint(context.Background(), s.writer)
	return errors.Join(err, s.writer.Close(), s.lock.close())
}

// Household implements [monitor.Store]. It is one consistent picture.
func (s *Store) Household(ctx context.Context) (h *monitor.Household, err error) {
	err = s.view(ctx, func(r *sqlRows) (err error) {
		h, err = household(r)
		return err
	})
	return h, err
}

// Known implements [monitor.Store].
func (s *Store) Known(ctx context.Context) (known []monitor.KnownFinding, err error) {
	err = s.view(ctx, func(r *sqlRows) (err error) {
		known, err = list(r, knownFindings)
		return err
	})
	return known, err
}

// Alerts implements [monitor.Store].
func (s *Store) Alerts(ctx context.Context) (all []monitor.Alert, err error) {
	err = s.view(ctx, func(r *sqlRows) (err error) {
		all, err = list(r, alerts)
		return err
	})
	return all, err
}

// Documents implements [monitor.Store].
func (s *Store) Documents(ctx context.Context, kind string) (all []monitor.Document, err error) {
	err = s.view(ctx, func(r *sqlRows) (err error) {
		all, err = documentsOf(r, kind)
		return err
	})
	return all, err
}

// Records implements [monitor.Store].
func (s *Store) Records(ctx context.Context) (records []monitor.Record, err error) {
	err = s.query(ctx, "SELECT feed, key, first_seen, doc, crc FROM record ORDER BY seq", func(scan scanner) error {
		var r storedRecord
		var crc int64
		if err := scan(&r.feed, &r.key, &r.firstSeen, &r.doc, &crc); err != nil {
			return err
		}
		if crc != r.checksum() {
			return fmt.Errorf("%w: a record", errDamaged)
		}
		record, err := r.decode()
		records = append(records, record)
		return err
	})
	return records, err
}

// FeedStatuses implements [monitor.Store].
func (s *Store) FeedStatuses(ctx context.Context) (map[string]monitor.FeedStatus, error) {
	all := make(map[string]monitor.FeedStatus)
	err := s.query(ctx, "SELECT name, doc, crc FROM feed", func(scan scanner) error {
		var name string
		var doc []byte
		var crc int64
		if err := scan(&name, &doc, &crc); err != nil {
			return err
		}
		if crc != checksum(name, doc) {
			return fmt.Errorf("%w: a feed's status", errDamaged)
		}
		var status monitor.FeedStatus
		err := json.Unmarshal(doc, &status)
		all[name] = status
		return err
	})
	return all, err
}

// Setting implements [monitor.Store]. Settings stand in clear on the disk.
func (s *Store) Setting(ctx context.Context, key string) (value string, err error) {
	err = s.query(ctx, "SELECT value, crc FROM setting WHERE key = ?", func(scan scanner) error {
		var crc int64
		if err := scan(&value, &crc); err != nil {
			return err
		}
		if crc != checksum(key, value) {
			return fmt.Errorf("%w: a setting", errDamaged)
		}
		return nil
	}, key)
	return value, err
}

// Update implements [monitor.Store]. Others wait while f runs, and f must not
// call a method that writes: it would wait for itself. The [monitor.Tx] ends with f.
func (s *Store) Update(ctx context.Context, f func(monitor.Tx) error) error {
	err := s.write(ctx, func(t *sql.Tx) error {
		r := &sqlRows{ctx: ctx, tx: t, sealer: s.sealer.Load(), removed: &s.unscrubbed}
		return f(newTx(r, s.now))
	})
	if err == nil && s.unscrubbed.Load() {
		s.scrub(context.WithoutCancel(ctx))
	}
	return err
}

// scrub overwrites what was deleted: secure_delete has zeroed it in the pages,
// and the older pages in the write-ahead log go with the log. When a reader
// holds them the next Update tries again, and Close at the latest.
func (s *Store) scrub(ctx context.Context) {
	if checkpoint(ctx, s.writer) == nil {
		s.unscrubbed.Store(false)
	}
}

// view runs f on the people tables as they stand at one moment.
func (s *Store) view(ctx context.Context, f func(*sqlRows) error) error {
	sealer := s.sealer.Load()
	if sealer == nil {
		return monitor.ErrSealed
	}
	t, err := s.reader.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return s.fail(err)
	}
	defer t.Rollback()
	return s.fail(f(&sqlRows{ctx: ctx, tx: t, sealer: sealer}))
}

type scanner func(dest ...any) error

// query calls f for every row of what is committed.
func (s *Store) query(ctx context.Context, query string, f func(scanner) error, args ...any) error {
	return s.fail(each(ctx, s.reader, query, f, args...))
}

// querier is a database, or a transaction in one.
type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// each calls f for every row of a query.
func each(ctx context.Context, q querier, query string, f func(scanner) error, args ...any) error {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := f(rows.Scan); err != nil {
			return err
		}
	}
	return rows.Err()
}

func (s *Store) write(ctx context.Context, f func(*sql.Tx) error) error {
	err := transact(ctx, s.writer, f)
	if err == nil {
		s.changed.Store(true)
	}
	return s.fail(err)
}

// transact runs f in a transaction: all of it is on the disk when transact
// returns nil.
func transact(ctx context.Context, db *sql.DB, f func(*sql.Tx) error) error {
	conn, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	t, err := conn.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer t.Rollback()
	if err := f(t); err != nil {
		return whyDone(ctx, err)
	}
	if err := t.Commit(); err != nil {
		// After a failed fsync neither the kernel's nor SQLite's idea of the
		// file can be trusted: the next transaction begins on a connection
		// that reads it afresh.
		_ = conn.Raw(func(any) error { return driver.ErrBadConn })
		return whyDone(ctx, err)
	}
	return nil
}

// whyDone names the reason when a transaction was ended by its context.
func whyDone(ctx context.Context, err error) error {
	if cause := ctx.Err(); cause != nil && errors.Is(err, sql.ErrTxDone) {
		return fmt.Errorf("%w: %w", cause, err)
	}
	return err
}

// fail turns an error into one for people and remembers what looks like damage
// for the next Open.
func (s *Store) fail(err error) error {
	if damaged(err) || hasSQLError(err) {
		s.suspect()
	}
	return problem(err)
}
