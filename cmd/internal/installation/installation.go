// Package installation puts one installation of Vigie together: the folder its
// data lives in, the store, the key store, the way out and the feeds, joined in
// a [monitor.Monitor]. Both programs start with [Open]; nothing else composes.
package installation

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"vigie/assets"
	"vigie/monitor"
	"vigie/monitor/desktop"
	"vigie/monitor/egress"
	"vigie/monitor/feeds/vigie"
	"vigie/monitor/identifier"
	"vigie/monitor/keychain"
	"vigie/monitor/store"
)

// Version of the program. It stands in the User-Agent, the same for everybody.
const Version = "0.1.0"

// UserAgent names the program to the feeds, as their operators ask.
const UserAgent = "Vigie/" + Version

// The service under which the system's key store lists our items.
const service = "vigie"

// What stands in the data folder besides the store's own files.
const (
	feedsFileName = "feeds.toml"
	instanceName  = "instance"     // names this installation in the key store
	keyFileName   = "keychain.age" // there when the person chose a file instead of the key store
)

// What the agent writes in the data folder: what it did, and where it died if it
// did. Neither holds anything about a person.
const (
	LogName   = "agent.log"
	CrashName = "crash.txt"
)

// AgentFolder is where the agent listens to our other programs.
func (i *Installation) AgentFolder() string { return i.path("agent") }

// WindowFolder is where the window does.
func (i *Installation) WindowFolder() string { return i.path("window") }

// Options say how to open an installation.
type Options struct {
	Dir     string // the data folder; the system's usual place when empty
	Offline bool   // no network at all
	// Backend is another key store than the system's, for tests.
	Backend keychain.Backend
	Now     func() time.Time // nil: the wall clock
	Report  func(error)      // what goes wrong but stops nothing; may be nil
}

// Installation is an open installation.
type Installation struct {
	Dir      string
	Monitor  *monitor.Monitor
	Store    *store.Store
	Keychain *keychain.Keychain
	Egress   *egress.Client

	now            func() time.Time
	offline        bool   // whatever the settings say
	instanceID     string // see instance
	settings       map[string]feedSetting
	feedsStamp     fileStamp // of feeds.toml, once it was read again
	keychainConfig keychain.Config
	// The passphrase of the age file, once it was given.
	passphrase string
	// FeedsProblem is what is wrong with feeds.toml, nil when nothing is. Feeds
	// are then not to be asked: the file may have meant to keep them private.
	FeedsProblem error
}

// Open opens the installation in a folder, making it the first time. Its errors
// are *monitor.Problem unless they are defects.
func Open(ctx context.Context, o Options) (*Installation, error) {
	i := &Installation{Dir: o.Dir, now: o.Now, offline: o.Offline}
	if i.now == nil {
		i.now = time.Now
	}
	if i.Dir == "" {
		dir, err := desktop.DataDir()
		if err != nil {
			return nil, monitor.NewProblem("data.nowhere").Because(err)
		}
		i.Dir = dir
	}
	var err error
	if i.Dir, err = filepath.Abs(i.Dir); err != nil {
		return nil, err
	}
	if i.Store, err = store.Open(ctx, i.Dir); err != nil {
		return nil, err
	}
	if err := i.compose(ctx, o); err != nil {
		_ = i.Store.Close()
		return nil, err
	}
	return i, nil
}

func (i *Installation) compose(ctx context.Context, o Options) error {
	instance, err := i.named(ctx)
	if err != nil {
		return err
	}
	locks := desktop.NewLocks(i.Dir)
	i.keychainConfig = keychain.Config{Instance: instance, LockPath: locks.Path("keychain")}
	i.Keychain = keychain.New(i.backend(o.Backend), i.keychainConfig)
	i.settings, i.FeedsProblem = readFeedsFile(i.path(feedsFileName))
	baseline, err := vigie.Baseline(assets.Catalogue())
	if err != nil {
		return err
	}
	i.Egress = egress.New(egress.Config{
		Ledger: i.Store, UserAgent: UserAgent, Offline: o.Offline, Now: i.now,
		Allowed: func(feed, identifier string) bool { return i.allowed(ctx, feed, identifier) },
	})
	i.Monitor = &monitor.Monitor{
		Store: i.Store, Keychain: i.Keychain, Baseline: baseline,
		Sources: i.sources(i.Egress, baseline.Version),
		Now:     i.now, NewID: monitor.NewID, Decode: identifier.Decode,
		Lock: locks.Lock, Report: o.Report,
	}
	i.instanceID = instance
	if err := i.Monitor.Install(ctx); err != nil {
		return err
	}
	_, err = i.ApplySettings(ctx)
	return err
}

// allowed reports whether a consent is recorded. What cannot be read was not given.
func (i *Installation) allowed(ctx context.Context, feed, identifier string) bool {
	h, err := i.Store.Household(ctx)
	if err != nil {
		return false
	}
	for _, c := range h.Consents {
		if c.Feed == feed && c.Identifier == identifier {
			return true
		}
	}
	return false
}

// settingInstance keeps a second copy of the installation's name.
const settingInstance = "instance"

// named is the installation's name, also when its file was damaged or lost: the
// database has a copy. Without it nothing could find the values again, or erase
// them. A damaged file is set aside.
func (i *Installation) named(ctx context.Context) (string, error) {
	copied, err := i.Store.Setting(ctx, settingInstance)
	if err != nil {
		return "", err
	}
	path := i.path(instanceName)
	if data, err := os.ReadFile(path); isInstance(copied) && (errors.Is(err, fs.ErrNotExist) || err == nil && !isInstance(strings.TrimSpace(string(data)))) {
		if err == nil {
			if err := os.Rename(path, path+".damaged"); err != nil {
				return "", monitor.NewProblem("data.unwritable", "path", i.Dir).Because(err)
			}
		}
		if err := i.writeInstance(copied); err != nil && !errors.Is(err, fs.ErrExist) {
			return "", err
		}
	}
	id, err := i.instance()
	if err == nil {
		i.dropUnfinished()
	}
	if err != nil || id == copied {
		return id, err
	}
	return id, i.Store.Update(ctx, func(tx monitor.Tx) error { return tx.PutSetting(settingInstance, id) })
}

// instance is the random name of this installation in the key store. It stands
// in a file of its own, so that the values are found again when the database is
// set aside.
func (i *Installation) instance() (string, error) {
	path := i.path(instanceName)
	data, err := os.ReadFile(path)
	if err == nil {
		if id := strings.TrimSpace(string(data)); isInstance(id) {
			return id, nil
		}
		return "", monitor.NewProblem("data.instance", "path", path)
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return "", monitor.NewProblem("data.unreadable", "path", path).Because(err)
	}
	id := monitor.NewID()
	err = i.writeInstance(id)
	if errors.Is(err, fs.ErrExist) {
		return i.instance()
	}
	return id, err
}

// unfinished begins the name of the file in which the installation's is written.
const unfinished = instanceName + "-"

// dropUnfinished removes what programs that died left of writing the file that
// names the installation. It is there: nobody needs another.
func (i *Installation) dropUnfinished() {
	entries, _ := os.ReadDir(i.Dir)
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), unfinished) {
			_ = os.Remove(i.path(e.Name()))
		}
	}
}

// writeInstance writes the file that names the installation. Whoever came first
// keeps theirs: the error is then fs.ErrExist.
func (i *Installation) writeInstance(id string) error {
	path := i.path(instanceName)
	f, err := os.CreateTemp(i.Dir, unfinished+"*")
	if err != nil {
		return monitor.NewProblem("data.unwritable", "path", i.Dir).Because(err)
	}
	defer func() { _ = os.Remove(f.Name()) }()
	_, err = f.WriteString(id + "\n")
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return monitor.NewProblem("data.unwritable", "path", i.Dir).Because(err)
	}
	// Link, unlike rename, leaves the name of whoever came first. Not every file
	// system has it.
	err = os.Link(f.Name(), path)
	if err != nil && !errors.Is(err, fs.ErrExist) && !errors.Is(err, fs.ErrNotExist) {
		err = os.Rename(f.Name(), path)
	}
	if errors.Is(err, fs.ErrExist) || errors.Is(err, fs.ErrNotExist) { // dropped by whoever came first
		return fs.ErrExist
	}
	if err != nil {
		return monitor.NewProblem("data.unwritable", "path", i.Dir).Because(err)
	}
	return nil
}

func isInstance(s string) bool {
	return len(s) == 32 && strings.Trim(s, "0123456789abcdef") == ""
}

func (i *Installation) path(name string) string { return filepath.Join(i.Dir, name) }

// Close ends the use of the installation. What was changed is backed up first: a
// household just typed in is what nothing else could bring back.
func (i *Installation) Close() error {
	if i.Store.Changed() && !i.Gone() {
		if err := i.Store.Backup(context.Background(), i.now()); err != nil && i.Monitor.Report != nil {
			i.Monitor.Report(err)
		}
	}
	return i.Store.Close()
}
