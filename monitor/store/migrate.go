package store

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"io/fs"
)

//go:embed schema/*.sql
var schemaFiles embed.FS

// schemas returns the script of every schema version, oldest first. Script n
// turns a database of version n-1 into one of version n; one that was released
// is never edited.
func schemas() []string {
	names, err := fs.Glob(schemaFiles, "schema/*.sql")
	if err != nil {
		panic(err) // the pattern is a constant
	}
	scripts := make([]string, len(names))
	for i, name := range names { // Glob sorts: 0001.sql, 0002.sql…
		script, err := schemaFiles.ReadFile(name)
		if err != nil {
			panic(err) // embedded
		}
		scripts[i] = string(script)
	}
	return scripts
}

// migrate runs the scripts that a database lacks, each in one transaction with
// the number of its version, so that it is of one version or the next and
// never between.
func migrate(ctx context.Context, db *sql.DB, schemas []string) error {
	_, version, _, err := versions(ctx, db)
	if err != nil {
		return err
	}
	for ; version < len(schemas); version++ {
		err := transact(ctx, db, func(t *sql.Tx) error {
			if _, err := t.ExecContext(ctx, schemas[version]); err != nil {
				return err
			}
			if _, err := t.ExecContext(ctx, fmt.Sprintf("PRAGMA user_version = %d", version+1)); err != nil {
				return err
			}
			_, sum, err := readSchema(ctx, t)
			if err != nil {
				return err
			}
			return (&sqlRows{ctx: ctx, tx: t}).putSetting(settingSchema, sum)
		})
		if err != nil {
			return fmt.Errorf("schema %d: %w", version+1, err)
		}
	}
	return nil
}
