package installation

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"vigie/monitor"
	"vigie/monitor/desktop"
)

// File is a place on disk that the program writes to, or reads.
type File struct {
	Path   string
	What   string // key of the words: files.<What>
	Exists bool
}

// Files lists every place the program uses, whether it is there or not.
func (i *Installation) Files() []File {
	files := []File{{Path: i.Dir, What: "data"}}
	for _, path := range i.Store.Files() {
		files = append(files, File{Path: path, What: "store"})
	}
	files = append(files,
		File{Path: i.path(feedsFileName), What: "feeds"},
		File{Path: i.path(instanceName), What: "instance"}, File{Path: i.path(instanceName + ".damaged"), What: "instance"},
		File{Path: i.path(keyFileName), What: "keychain-file"},
		File{Path: i.path(LogName), What: "log"}, File{Path: i.path(LogName + ".1"), What: "log"},
		File{Path: i.path(CrashName), What: "crash"}, File{Path: i.path(CrashName + ".1"), What: "crash"})
	for _, folder := range []string{i.AgentFolder(), i.WindowFolder()} {
		for _, name := range []string{"", "lock", "socket", "alert"} {
			files = append(files, File{Path: filepath.Join(folder, name), What: "instance-folder"})
		}
	}
	for _, name := range []string{"keychain", "household", "check", AgentLock} {
		files = append(files, File{Path: desktop.NewLocks(i.Dir).Path(name), What: "lock"})
	}
	for n := range files {
		_, err := os.Lstat(files[n].Path)
		files[n].Exists = err == nil
	}
	return files
}

// Gone reports whether the data folder no longer holds this installation: it was
// erased, by another program.
func (i *Installation) Gone() bool {
	name, err := os.ReadFile(i.path(instanceName))
	return errors.Is(err, os.ErrNotExist) || err == nil && strings.TrimSpace(string(name)) != i.instanceID
}

// Erase removes everything that was kept: first in the key store, then on disk.
// It closes the installation. What the program did not write is left, and
// listed: the person put it there.
func (i *Installation) Erase(ctx context.Context) (left []string, err error) {
	if err := i.eraseSecrets(ctx); err != nil {
		return nil, err
	}
	files := i.Files()
	if err := i.Store.Close(); err != nil {
		return nil, err
	}
	// Deepest first, so that folders are empty when their turn comes.
	slices.SortFunc(files, func(a, b File) int { return len(b.Path) - len(a.Path) })
	for _, f := range files {
		if f.What == "feeds" { // written by the person
			if f.Exists {
				left = append(left, f.Path)
			}
			continue
		}
		if err := os.Remove(f.Path); err != nil && !errors.Is(err, os.ErrNotExist) {
			if _, gone := os.Lstat(f.Path); gone == nil {
				left = append(left, f.Path)
			}
		}
	}
	return left, nil
}

// eraseSecrets removes what the key store keeps for this installation. A store
// that no longer knows what it keeps is told the ids the database remembers. One
// that is locked or not there cannot be erased: then nothing is, so that erasing
// again finishes the work.
func (i *Installation) eraseSecrets(ctx context.Context) error {
	if i.UsesFile() {
		return nil // it goes with the other files, passphrase or not
	}
	var ids []string
	if err := i.Monitor.Unlock(ctx); err == nil {
		if ids, err = i.Keychain.IDs(ctx); err != nil {
			return err
		}
	}
	mark, err := i.Monitor.KeychainMark(ctx)
	if err != nil {
		return err
	}
	if mark == "" && len(ids) == 0 {
		return nil
	}
	return i.Keychain.Erase(ctx, ids...)
}

// Ailment is one thing that was looked at, and what is wrong with it, if anything.
type Ailment struct {
	Name string // key of the words: doctor.ok.<Name>
	Err  error
}

// Examine looks at everything the program relies on.
func (i *Installation) Examine(ctx context.Context) []Ailment {
	return []Ailment{
		{"folder", i.private()},
		{"store", i.Store.Verify(ctx)},
		{"keychain", i.Unlock(ctx)},
		{"feeds-file", i.FeedsProblem},
		{"clock", i.clock()},
	}
}

// private refuses a data folder that others can look into.
func (i *Installation) private() error {
	info, err := os.Stat(i.Dir)
	if err != nil {
		return monitor.NewProblem("data.unreadable", "path", i.Dir).Because(err)
	}
	if othersCanRead(info) {
		return monitor.NewProblem("data.not-private", "path", i.Dir)
	}
	return nil
}

// clock refuses a date before the catalogue inside the program was published:
// periods, certificates and schedules all rest on the date.
func (i *Installation) clock() error {
	if i.Monitor.Baseline.Published.First() > monitor.Today(i.now()) {
		return monitor.NewProblem("clock.behind")
	}
	return nil
}
