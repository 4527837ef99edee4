package window

import (
	"os"
	"path/filepath"
	"time"
)

// refresh is how often the clock on the screens moves on.
const refresh = time.Minute

// rounding is what file systems may round the time of a write by, and more.
const rounding = 100 * time.Millisecond

// watch reads everything again when the agent, or a command, changed the store
// since it had a stamp.
func (p *Program) watch(last stamp) {
	ticker := time.NewTicker(p.look)
	defer ticker.Stop()
	drawn := time.Now()
	for {
		select {
		case <-p.ctx.Done():
			return
		case <-ticker.C:
		}
		now := stampOf(p.options.Dir)
		if now == last && time.Since(drawn) < refresh {
			continue
		}
		drawn = time.Now()
		if now == last {
			p.jobs.add(p.tick)
			continue
		}
		last = now
		if drawn.Sub(now.written) < rounding {
			last = stamp{} // another write just after would look the same
		}
		p.jobs.add(p.reload)
	}
}

// stamp changes whenever the store is written to: by anyone, this process too.
// SQLite's own data_version needs a connection kept for it; the write-ahead log
// tells the same without one.
type stamp struct {
	size    int64
	written time.Time
}

// stampOf is the stamp of the store in a folder; zero when there is none.
func stampOf(dir string) stamp {
	info, err := os.Stat(filepath.Join(dir, "vigie.db-wal"))
	if err != nil {
		return stamp{}
	}
	return stamp{info.Size(), info.ModTime()}
}
