//go:build e2e && linux

package windowtest

import (
	"encoding/binary"
	"hash/maphash"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"vigie/cmd/internal/sessiontest"
)

// screen is an X server of its own, whose pixels are read where it keeps them:
// Xvfb's -fbdir puts them in a file. Looking costs 0.1 ms, and nobody is asked.
type screen struct {
	display string
	pixels  []byte
	line    int     // bytes of a line of pixels
	empty   picture // without any window
}

func newScreen(t testing.TB, in *sessiontest.Session) *screen {
	t.Helper()
	dir := t.TempDir()
	_, number := in.StartSaying(exec.Command("Xvfb", "-displayfd", "3", "-screen", "0", "1300x900x24", "-nolisten", "tcp", "-noreset", "-nocursor", "-fbdir", dir))
	s := &screen{display: ":" + number}
	s.open(t, filepath.Join(dir, "Xvfb_screen0"))
	s.empty = s.picture()
	return s
}

// open maps the file. It is a picture of xwd: a header of big-endian words, among
// them its own size and the colours that follow it (X11/XWDFile.h).
func (s *screen) open(t testing.TB, path string) {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		t.Fatal(err)
	}
	data, err := syscall.Mmap(int(f.Fd()), 0, int(info.Size()), syscall.PROT_READ, syscall.MAP_SHARED)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = syscall.Munmap(data) })
	word := func(i int) int { return int(binary.BigEndian.Uint32(data[4*i:])) }
	const headerSize, height, bytesPerLine, colours, colourSize = 0, 5, 12, 19, 12
	begins := word(headerSize) + word(colours)*colourSize
	s.line = word(bytesPerLine)
	s.pixels = data[begins : begins+word(height)*s.line]
}

// picture is what the screen shows, in short: every fourth line of it.
type picture uint64

var seed = maphash.MakeSeed()

func (s *screen) picture() picture {
	var h maphash.Hash
	h.SetSeed(seed)
	for at := 0; at < len(s.pixels); at += 4 * s.line {
		_, _ = h.Write(s.pixels[at : at+s.line])
	}
	return picture(h.Sum64())
}

// change is a picture, and when it was first seen.
type change struct {
	at time.Time
	picture
}

// glance is how often the screen is looked at: what is measured is as exact.
const glance = 2 * time.Millisecond

// watch lists what the screen shows from now on, until done says so.
func (s *screen) watch(done func(seen []change) bool) (seen []change) {
	tick := time.NewTicker(glance)
	defer tick.Stop()
	seen = []change{{time.Now(), s.picture()}}
	for !done(seen) {
		<-tick.C
		if now := s.picture(); now != seen[len(seen)-1].picture {
			seen = append(seen, change{time.Now(), now})
		}
	}
	return seen
}

// calm is after how long without a change a screen is taken to stay as it is.
const calm = 2 * time.Second

// settle waits for a picture that stays, other than the one before, and tells
// when it was there first.
func (s *screen) settle(t testing.TB, before picture) time.Time {
	t.Helper()
	limit := time.Now().Add(patience)
	seen := s.watch(func(seen []change) bool {
		last := seen[len(seen)-1]
		return last.picture != before && time.Since(last.at) > calm || time.Now().After(limit)
	})
	for _, c := range seen {
		if c.picture == seen[len(seen)-1].picture && c.picture != before {
			return c.at
		}
	}
	t.Fatal("the screen shows nothing, or nothing that stays")
	return time.Time{}
}

// await waits until the screen shows a picture.
func (s *screen) await(t testing.TB, p picture) {
	t.Helper()
	sessiontest.Await(t, "the screen", func() bool { return s.picture() == p })
}
