package store

import (
	"context"
	"database/sql"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"vigie/monitor/store/storetest"
)

var writeSchema = flag.Bool("write-schema", false, "write testdata/schema-N.sql, a database of today's schema, when it is missing")

func schemaDump(version int) string {
	return filepath.Join("testdata", fmt.Sprintf("schema-%d.sql", version))
}

// TestUpgrade opens a database of every released schema. Each is kept as the
// text that makes it, sealed with storetest.Key; it is written once, before the
// schema is released, and never again.
func TestUpgrade(t *testing.T) {
	if today := schemaDump(len(schemas())); *writeSchema && !exists(today) {
		if err := os.WriteFile(today, []byte(dump(t, house(t, false))), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	for version := 1; version <= len(schemas()); version++ {
		t.Run(fmt.Sprint(version), func(t *testing.T) {
			text, err := os.ReadFile(schemaDump(version))
			if err != nil {
				t.Fatal(err)
			}
			dir := t.TempDir()
			execRaw(t, filepath.Join(dir, databaseName), string(text))
			s := openUnlocked(t, dir)
			sample().check(t, s)
			if err := s.Verify(context.Background()); err != nil {
				t.Error("Verify:", err)
			}
		})
	}
}

// TestDumpIsToday asks that the dump was written with the schema as it is: a
// released script that is edited would leave two kinds of version 1.
func TestDumpIsToday(t *testing.T) {
	dir, fromDump := t.TempDir(), t.TempDir()
	closeStore(t, openOn(t, dir))
	text, err := os.ReadFile(schemaDump(len(schemas())))
	if err != nil {
		t.Fatal(err)
	}
	execRaw(t, filepath.Join(fromDump, databaseName), string(text))
	if got, want := schemaOf(t, fromDump), schemaOf(t, dir); got != want {
		t.Errorf("schema of the dump:\n%s\nschema of today:\n%s", got, want)
	}
}

func schemaOf(t *testing.T, dir string) string {
	t.Helper()
	return strings.Join(column(t, openRaw(t, dir), "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name"), ";\n")
}

// dump is the SQL that makes the database of a closed store.
func dump(t *testing.T, dir string) string {
	t.Helper()
	db := openRaw(t, dir)
	var b strings.Builder
	fmt.Fprintf(&b, "-- A database of schema %d with the sample of store_test.go, sealed with the key of package storetest.\n", len(schemas()))
	for _, pragma := range []string{"application_id", "user_version"} {
		fmt.Fprintf(&b, "PRAGMA %s = %s;\n", pragma, column(t, db, "PRAGMA "+pragma)[0])
	}
	for _, statement := range column(t, db, "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY rowid") {
		fmt.Fprintf(&b, "%s;\n", statement)
	}
	for _, table := range column(t, db, "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY rowid") {
		columns := column(t, db, "SELECT name FROM pragma_table_info('"+table+"')")
		values := "quote(" + strings.Join(columns, ") || ', ' || quote(") + ")"
		for _, row := range column(t, db, "SELECT "+values+" FROM "+table+" ORDER BY rowid") {
			fmt.Fprintf(&b, "INSERT INTO %s (%s) VALUES (%s);\n", table, strings.Join(columns, ", "), row)
		}
	}
	return b.String()
}

func openRaw(t *testing.T, dir string) *sql.DB {
	t.Helper()
	db, err := connectReading(filepath.Join(dir, databaseName))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}

// column is the first column of a query.
func column(t *testing.T, db *sql.DB, query string) (all []string) {
	t.Helper()
	err := each(context.Background(), db, query, func(scan scanner) error {
		var s string
		err := scan(&s)
		all = append(all, s)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// TestKeyOfTheDumps: another key would make the dumps unreadable for ever.
func TestKeyOfTheDumps(t *testing.T) {
	if key := string(storetest.Key()); key != strings.Repeat("^", KeySize) {
		t.Error("storetest.Key has changed")
	}
}
