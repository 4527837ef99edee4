package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"time"

	"vigie/monitor"
)

// Incident is what was done about a database that Open found damaged, or gone.
type Incident struct {
	At       time.Time `json:"at"`
	SetAside []string  `json:"set_aside"` // paths of the damaged files, kept as they were; none when it was gone
	// Backup is the path of the backup that took the database's place, and
	// BackupAt when it was made: what was written since is not in it. They are
	// zero when there was no healthy backup: the household starts empty.
	Backup   string    `json:"backup,omitempty"`
	BackupAt time.Time `json:"backup_at,omitzero"`
}

// Problem says it in words. day is BackupAt as people write it.
func (i *Incident) Problem(day string) *monitor.Problem {
	if i.Backup == "" {
		return monitor.NewProblem("database-recreated")
	}
	return monitor.NewProblem("database-restored", "day", day)
}

// settingIncident remembers the last incident until it is acknowledged.
const settingIncident = "store.incident"

// Incident returns the last incident that nobody acknowledged, or nil.
func (s *Store) Incident(ctx context.Context) (*Incident, error) {
	text, err := s.Setting(ctx, settingIncident)
	if err != nil || text == "" {
		return nil, err
	}
	var i Incident
	if err := json.Unmarshal([]byte(text), &i); err != nil {
		return nil, fmt.Errorf("incident: %w", err)
	}
	return &i, nil
}

// AcknowledgeIncident forgets the incident. What was set aside stays.
func (s *Store) AcknowledgeIncident(ctx context.Context) error {
	return s.Update(ctx, func(t monitor.Tx) error { return t.PutSetting(settingIncident, "") })
}

// replace puts the newest healthy backup, or an empty database, in the place
// of a damaged one. The replacement is made first, so that a full disk changes
// nothing.
func (s *Store) replace(ctx context.Context) error {
	moves := s.setAsideMoves()
	incident := &Incident{At: seconds(s.now()), SetAside: make([]string, 0, len(moves))}
	for _, m := range moves {
		incident.SetAside = append(incident.SetAside, m.to)
	}
	unusable, err := s.rebuild(ctx, incident)
	if err != nil {
		return err
	}
	for _, m := range append(moves, unusable...) {
		if err := os.Rename(m.from, m.to); err != nil {
			return err
		}
	}
	return s.install()
}

type move struct{ from, to string }

// setAsideMoves gives the database and its log new names that no file has. They
// keep their suffixes, so that SQLite's tools still see that they belong together.
func (s *Store) setAsideMoves() []move {
	suffixes := []string{"", walSuffix, shmSuffix}
	base := s.asideName()
	free := base
	for n := 2; slices.ContainsFunc(suffixes, func(suffix string) bool { return exists(free + suffix) }); n++ {
		free = base + "-" + strconv.Itoa(n)
	}
	var moves []move
	for _, suffix := range suffixes {
		if from := s.database() + suffix; exists(from) {
			moves = append(moves, move{from, free + suffix})
		}
	}
	return moves
}

func (s *Store) asideName() string {
	return s.database() + asideSuffix + s.now().UTC().Format("20060102T150405Z")
}

// rebuild makes the replacement and completes the incident. Backups that cannot
// serve, damaged too or of a newer program, are to be set aside as well: the next
// backup of the day would take the place of one.
func (s *Store) rebuild(ctx context.Context, i *Incident) (unusable []move, err error) {
	for _, path := range s.backupPaths() {
		content, info, err := readBackup(path)
		if err != nil {
			continue // as good as none; what is set aside may still be read by other means
		}
		i.Backup, i.BackupAt = path, seconds(info.ModTime())
		err = s.build(ctx, content, i)
		if p := (*monitor.Problem)(nil); !damaged(err) && !errors.As(err, &p) {
			return unusable, err
		}
		aside := s.asideName() + "-" + filepath.Base(path)
		unusable = append(unusable, move{path, aside})
		i.SetAside = append(i.SetAside, aside)
	}
	i.Backup, i.BackupAt = "", time.Time{}
	return unusable, s.fresh(ctx, i)
}

func readBackup(path string) ([]byte, os.FileInfo, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, nil, err
	}
	content, err := os.ReadFile(path)
	return content, info, err
}

// fresh makes an empty database, to be installed.
func (s *Store) fresh(ctx context.Context, i *Incident) error { return s.build(ctx, nil, i) }

// build makes a database of today's schema from a backup or from nothing, to be
// installed. All of it lies in one file when it returns nil.
func (s *Store) build(ctx context.Context, backup []byte, i *Incident) (err error) {
	path := s.database() + newSuffix
	for _, leftover := range []string{path, path + walSuffix, path + shmSuffix} {
		_ = os.Remove(leftover) // of a process that died here; createFile tells if it stays
	}
	if err := createFile(path, backup); err != nil {
		return err
	}
	db, err := connect(path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if backup != nil {
		if err := s.usable(ctx, db); err != nil && !errors.Is(err, errOlder) {
			return err
		}
	}
	if _, err := db.ExecContext(ctx, "PRAGMA journal_mode = WAL"); err != nil {
		return err
	}
	if err := migrate(ctx, db, s.schemas); err != nil {
		return err
	}
	if i != nil {
		if err := transact(ctx, db, func(t *sql.Tx) error { return i.keep(ctx, t) }); err != nil {
			return err
		}
	}
	return checkpoint(ctx, db)
}

func (i *Incident) keep(ctx context.Context, t *sql.Tx) error {
	text, err := json.Marshal(i)
	if err != nil {
		return err
	}
	r := &sqlRows{ctx: ctx, tx: t}
	return r.putSetting(settingIncident, string(text))
}

// install renames what build made into place.
func (s *Store) install() error {
	if err := os.Rename(s.database()+newSuffix, s.database()); err != nil {
		return err
	}
	return syncDir(s.dir)
}
