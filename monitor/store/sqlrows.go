package store

import (
	"bytes"
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"sync/atomic"

	"vigie/monitor"
)

// sqlRows is [rows] in one transaction of the database.
type sqlRows struct {
	ctx     context.Context
	tx      *sql.Tx
	sealer  *sealer      // nil while sealed
	removed *atomic.Bool // set when a row was removed
}

func (r *sqlRows) list(table string) ([]row, error) {
	if r.sealer == nil {
		return nil, monitor.ErrSealed
	}
	var all []row
	err := each(r.ctx, r.tx, "SELECT id, sealed FROM "+table+" ORDER BY seq", func(scan scanner) error {
		var id, sealed []byte
		if err := scan(&id, &sealed); err != nil {
			return err
		}
		doc, err := r.sealer.open(table, string(id), sealed)
		all = append(all, row{string(id), doc})
		return err
	})
	return all, err
}

// idSize makes row ids as unlikely to meet as random UUIDs. In bytes.
const idSize = 16

func (r *sqlRows) insert(table string, doc []byte) (string, error) {
	if r.sealer == nil {
		return "", monitor.ErrSealed
	}
	id := make([]byte, idSize)
	_, _ = rand.Read(id) // never fails
	sealed := r.sealer.seal(table, string(id), doc)
	return string(id), r.exec("INSERT INTO "+table+" (id, sealed, crc) VALUES (?, ?, ?)", id, sealed, checksum(id, sealed))
}

func (r *sqlRows) replace(table, id string, doc []byte) error {
	if r.sealer == nil {
		return monitor.ErrSealed
	}
	sealed := r.sealer.seal(table, id, doc)
	return r.exec("UPDATE "+table+" SET sealed = ?, crc = ? WHERE id = ?", sealed, checksum(id, sealed), []byte(id))
}

func (r *sqlRows) remove(table, id string) error {
	r.removed.Store(true)
	return r.exec("DELETE FROM "+table+" WHERE id = ?", []byte(id))
}

func (r *sqlRows) putRecord(s storedRecord) error {
	old := storedRecord{feed: s.feed, key: s.key}
	var crc int64
	err := r.tx.QueryRowContext(r.ctx, "SELECT first_seen, doc, crc FROM record WHERE feed = ? AND key = ?", s.feed, s.key).
		Scan(&old.firstSeen, &old.doc, &crc)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return r.exec("INSERT INTO record (feed, key, first_seen, doc, crc) VALUES (?, ?, ?, ?, ?)",
			s.feed, s.key, s.firstSeen, string(s.doc), s.checksum())
	case err != nil:
		return err
	case crc != old.checksum():
		// A wrong first_seen would be taken over, with a right checksum.
		return fmt.Errorf("%w: a record", errDamaged)
	case bytes.Equal(old.doc, s.doc):
		return nil
	}
	s.firstSeen = old.firstSeen
	return r.exec("UPDATE record SET doc = ?, crc = ? WHERE feed = ? AND key = ?", string(s.doc), s.checksum(), s.feed, s.key)
}

func (r *sqlRows) putFeed(name string, doc []byte) error {
	return r.exec("INSERT OR REPLACE INTO feed (name, doc, crc) VALUES (?, ?, ?)", name, string(doc), checksum(name, doc))
}

func (r *sqlRows) putSetting(key, value string) error {
	return r.exec("INSERT OR REPLACE INTO setting (key, value, crc) VALUES (?, ?, ?)", key, value, checksum(key, value))
}

func (r *sqlRows) exec(query string, args ...any) error {
	_, err := r.tx.ExecContext(r.ctx, query, args...)
	return err
}
