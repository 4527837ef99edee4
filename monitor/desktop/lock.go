package desktop

import (
	"context"
	"os"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"

	"vigie/monitor"
)

// lockPatience is how long one process waits for another: a check ends within a
// minute, whatever the feeds do.
const lockPatience = 70 * time.Second

// lockInterval is how often a waiting process looks again.
const lockInterval = 25 * time.Millisecond

// Locks gives locks that keep other processes out, as files in a folder. The
// files stay behind: removing one would let two processes hold "it".
type Locks struct{ dir string }

// NewLocks makes locks in a folder of the program's own.
func NewLocks(dir string) Locks { return Locks{dir} }

// Path is the file behind a lock.
func (l Locks) Path(what string) string { return filepath.Join(l.dir, what+".lock") }

// Lock waits until nobody else holds the lock, at most as long as a check may
// take. The system releases it when the process ends, however it ends.
func (l Locks) Lock(ctx context.Context, what string) (unlock func(), err error) {
	if err := os.MkdirAll(l.dir, 0o700); err != nil {
		return nil, monitor.NewProblem("data.unwritable", "path", l.dir).Because(err)
	}
	ctx, cancel := context.WithTimeout(ctx, lockPatience)
	defer cancel()
	f := flock.New(l.Path(what), flock.SetPermissions(0o600))
	ok, err := f.TryLockContext(ctx, lockInterval)
	if err != nil || !ok {
		return nil, monitor.NewProblem("lock." + what).Because(err)
	}
	return func() { _ = f.Unlock() }, nil
}
