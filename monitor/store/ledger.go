package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"time"

	"vigie/monitor"
)

// personal is the sealed part of a ledger row.
type personal struct {
	Sent       monitor.Sent `json:"sent"`
	Identifier string       `json:"identifier,omitempty"`
}

// isPersonal reports whether the row tells something about somebody.
func (p personal) isPersonal() bool { return p.Sent != monitor.SentNothing || p.Identifier != "" }

const ledgerTable = "ledger"

// ledgerRow is one row as it is kept.
type ledgerRow struct {
	id                  int64
	at                  int64
	feed, host, purpose string
	sealed              []byte // a personal, or nil
	bytesOut, bytesIn   int64
	outcome             string
}

// ledgerColumns are those of ledgerRow, in the order of scan and checksum.
const ledgerColumns = "id, at, feed, host, purpose, sealed, bytes_out, bytes_in, outcome"

func (r *ledgerRow) checksum() int64 {
	return checksum(r.id, r.at, r.feed, r.host, r.purpose, r.sealed, r.bytesOut, r.bytesIn, r.outcome)
}

func (r *ledgerRow) scan(scan scanner) error {
	var crc int64
	err := scan(&crc, &r.id, &r.at, &r.feed, &r.host, &r.purpose, &r.sealed, &r.bytesOut, &r.bytesIn, &r.outcome)
	if err == nil && crc != r.checksum() {
		return fmt.Errorf("%w: a row of the ledger", errDamaged)
	}
	return err
}

// newEntry is an entry as it is first kept.
func newEntry(e monitor.LedgerEntry) monitor.LedgerEntry {
	e.At = seconds(e.At)
	if e.Outcome == "" {
		e.Outcome = monitor.OutcomePending
	}
	return e
}

// BeginRequest implements [monitor.Ledger]. An entry without an outcome is
// pending; one that has an outcome was refused before it left. What is said
// about a person can only be written while the store is unlocked.
func (s *Store) BeginRequest(ctx context.Context, e monitor.LedgerEntry) (int64, error) {
	e = newEntry(e)
	secret := personal{e.Sent, e.Identifier}
	sealer := s.sealer.Load()
	if secret.isPersonal() && sealer == nil {
		return 0, monitor.ErrSealed
	}
	row := ledgerRow{at: e.At.Unix(), feed: e.Feed, host: e.Host, purpose: string(e.Purpose),
		bytesOut: e.BytesOut, bytesIn: e.BytesIn, outcome: e.Outcome}
	err := s.write(ctx, func(t *sql.Tx) error {
		// The id comes first: it is authenticated with the sealed part.
		if err := t.QueryRowContext(ctx, "SELECT coalesce(max(id), 0) + 1 FROM ledger").Scan(&row.id); err != nil {
			return err
		}
		if secret.isPersonal() {
			doc, err := json.Marshal(secret)
			if err != nil {
				return err
			}
			row.sealed = sealer.seal(ledgerTable, strconv.FormatInt(row.id, 10), doc)
		}
		_, err := t.ExecContext(ctx, "INSERT INTO ledger (crc, "+ledgerColumns+") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
			row.checksum(), row.id, row.at, row.feed, row.host, row.purpose, row.sealed, row.bytesOut, row.bytesIn, row.outcome)
		return err
	})
	return row.id, err
}

// FinishRequest implements [monitor.Ledger]. A row is finished once: without a
// pending request of this id the error is [monitor.ErrNotFound].
func (s *Store) FinishRequest(ctx context.Context, id int64, outcome string, bytesOut, bytesIn int64) error {
	return s.write(ctx, func(t *sql.Tx) error {
		var row ledgerRow
		err := row.scan(t.QueryRowContext(ctx, "SELECT crc, "+ledgerColumns+" FROM ledger WHERE id = ?", id).Scan)
		if errors.Is(err, sql.ErrNoRows) || err == nil && row.outcome != monitor.OutcomePending {
			return fmt.Errorf("pending request: %w", monitor.ErrNotFound)
		}
		if err != nil {
			return err
		}
		row.outcome, row.bytesOut, row.bytesIn = outcome, bytesOut, bytesIn
		_, err = t.ExecContext(ctx, "UPDATE ledger SET outcome = ?, bytes_out = ?, bytes_in = ?, crc = ? WHERE id = ?",
			outcome, bytesOut, bytesIn, row.checksum(), id)
		return err
	})
}

// Requests implements [monitor.Ledger].
func (s *Store) Requests(ctx context.Context, since time.Time) (entries []monitor.LedgerEntry, err error) {
	sealer := s.sealer.Load()
	err = s.query(ctx, "SELECT crc, "+ledgerColumns+" FROM ledger WHERE at >= ? ORDER BY id", func(scan scanner) error {
		var row ledgerRow
		if err := row.scan(scan); err != nil {
			return err
		}
		secret, err := row.personal(sealer)
		entries = append(entries, monitor.LedgerEntry{
			ID: row.id, At: time.Unix(row.at, 0).UTC(), Feed: row.feed, Host: row.host, Purpose: monitor.Purpose(row.purpose),
			Sent: secret.Sent, Identifier: secret.Identifier, BytesOut: row.bytesOut, BytesIn: row.bytesIn, Outcome: row.outcome,
		})
		return err
	}, since.Unix())
	return entries, err
}

// personal opens the sealed part, and leaves it empty without a key.
func (r *ledgerRow) personal(s *sealer) (p personal, err error) {
	switch {
	case r.sealed == nil:
		return personal{Sent: monitor.SentNothing}, nil
	case s == nil:
		return personal{}, nil
	}
	doc, err := s.open(ledgerTable, strconv.FormatInt(r.id, 10), r.sealed)
	if err != nil {
		return personal{}, err
	}
	return p, json.Unmarshal(doc, &p)
}
