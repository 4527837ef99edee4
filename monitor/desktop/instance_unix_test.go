//go:build !windows

package desktop

import (
	"os"
	"testing"
)

// TestFolderIsPrivate: other users cannot reach the socket, whoever made the
// folder and however.
func TestFolderIsPrivate(t *testing.T) {
	for _, mode := range []os.FileMode{0, 0o755, 0o777} { // 0: there is none yet
		dir := shortDir(t)
		if mode != 0 {
			must(t, os.MkdirAll(dir, 0o700))
			must(t, os.Chmod(dir, mode))
		}
		listening(t, dir)
		info, err := os.Stat(dir)
		must(t, err)
		if got := info.Mode().Perm(); got != 0o700 {
			t.Errorf("%o became %o", mode, got)
		}
	}
}
