package main

import (
	"os"
	"path/filepath"
)

// stamp changes whenever the store is written to: by anyone, this process too.
// SQLite's own data_version needs a connection kept for it; the write-ahead log
// tells the same without one.
func (p *program) stamp() [2]int64 {
	info, err := os.Stat(filepath.Join(p.dir, "vigie.db-wal"))
	if err != nil {
		return [2]int64{}
	}
	return [2]int64{info.Size(), info.ModTime().UnixNano()}
}
