package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"hash/crc32"
	"slices"
	"strconv"

	sqlite "modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// errDamaged is what the database says when it does not hold what was written.
var errDamaged = errors.New("the database is damaged")

// damaged reports whether the error comes from damage to the database, found
// by us or by SQLite.
func damaged(err error) bool {
	if errors.Is(err, errDamaged) {
		return true
	}
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return false
	}
	code := e.Code() & primaryCode
	return code == sqlite3.SQLITE_CORRUPT || code == sqlite3.SQLITE_NOTADB
}

// badSchema is for queries with which nothing is wrong: SQLITE_ERROR then means
// that the schema is not what it was. It has no code of its own.
func badSchema(err error) error {
	if hasSQLError(err) {
		return fmt.Errorf("%w: %w", errDamaged, err)
	}
	return err
}

// hasSQLError reports whether SQLite did not understand what it was asked.
func hasSQLError(err error) bool {
	var e *sqlite.Error
	return errors.As(err, &e) && e.Code()&primaryCode == sqlite3.SQLITE_ERROR
}

// primaryCode masks the extended part of SQLite's result codes
// (sqlite.org/rescode.html).
const primaryCode = 0xff

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// checksum is the crc of a row with these columns: int64, string or []byte.
func checksum(columns ...any) int64 {
	h := crc32.New(castagnoli)
	for _, c := range columns {
		var b []byte
		switch c := c.(type) {
		case int64:
			b = strconv.AppendInt(nil, c, 10)
		case string:
			b = []byte(c)
		case []byte:
			b = c
		}
		_, _ = h.Write(append(b[:len(b):len(b)], 0)) // a hash never fails
	}
	return int64(h.Sum32())
}

// verify reads the whole database and returns errDamaged, or SQLite's own
// error, when it does not hold what was written. It needs no key and no
// knowledge of the schema, so that older databases and backups can be verified.
//
// quick_check looks at the structure and overlooks a flipped bit inside a
// value; the checksums find those.
func verify(ctx context.Context, q querier) error {
	var verdict string
	if err := q.QueryRowContext(ctx, "PRAGMA quick_check(1)").Scan(&verdict); err != nil {
		return err
	}
	if verdict != "ok" {
		return fmt.Errorf("%w: quick_check", errDamaged)
	}
	tables, sum, err := readSchema(ctx, q)
	if err != nil {
		return err
	}
	var kept string
	err = q.QueryRowContext(ctx, "SELECT value FROM setting WHERE key = ?", settingSchema).Scan(&kept)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return badSchema(err)
	}
	if kept != sum {
		return fmt.Errorf("%w: its schema", errDamaged)
	}
	for _, table := range tables {
		if err := verifyTable(ctx, q, table); err != nil {
			return badSchema(err)
		}
	}
	return nil
}

// settingSchema keeps the checksum of the schema, which SQLite stores as text:
// with one letter flipped it is another schema, and as good to quick_check.
const settingSchema = "store.schema"

// readSchema returns the names of the tables, and the checksum of all there is.
func readSchema(ctx context.Context, q querier) (tables []string, sum string, err error) {
	var all []any
	err = each(ctx, q, "SELECT type, name, coalesce(sql, '') FROM sqlite_schema ORDER BY type, name", func(scan scanner) error {
		var kind, name, text string
		err := scan(&kind, &name, &text)
		all = append(all, kind, name, text)
		if kind == "table" {
			tables = append(tables, name)
		}
		return err
	})
	return tables, strconv.FormatInt(checksum(all...), 10), badSchema(err)
}

// verifyTable compares the checksum of every row of a table that has them.
func verifyTable(ctx context.Context, q querier, table string) error {
	rows, err := q.QueryContext(ctx, `SELECT * FROM "`+table+`"`)
	if err != nil {
		return err
	}
	defer rows.Close()
	names, err := rows.Columns()
	if err != nil {
		return err
	}
	first, crc := slices.Index(names, "seq")+1, slices.Index(names, "crc")
	if crc < 0 {
		return nil
	}
	values := make([]any, len(names))
	into := make([]any, len(names))
	for i := range values {
		into[i] = &values[i]
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return err
		}
		if values[crc] != checksum(values[first:crc]...) {
			return fmt.Errorf("%w: a row of %s", errDamaged, table)
		}
	}
	return rows.Err()
}

// Verify reads the whole database and reports damage as a *[monitor.Problem];
// the next Open then puts the last healthy backup in its place. It takes as
// long as reading the file does.
func (s *Store) Verify(ctx context.Context) error {
	err := verify(ctx, s.reader)
	if damaged(err) {
		s.suspect()
	}
	return problem(err)
}
