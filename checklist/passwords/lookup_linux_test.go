package passwords

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"os"
	"testing"

	"golang.org/x/sys/unix"
)

// counted counts what is read of a list.
type counted struct {
	io.ReaderAt
	reads int
}

func (c *counted) ReadAt(p []byte, at int64) (int, error) {
	c.reads++
	return c.ReaderAt.ReadAt(p, at)
}

// binarySearch is the plain search that ours is measured against: halve until
// what is left is one read of a disk.
func binarySearch(s *Sorted, h Hash) (int, error) {
	lo, hi := int64(0), s.size
	for hi-lo > blockSize {
		middle := lo + (hi-lo)/2
		row := make([]byte, 2*longestRow)
		if _, err := s.file.ReadAt(row, middle); err != nil && err != io.EOF {
			return 0, err
		}
		skipped := bytes.IndexByte(row, '\n') + 1
		row, _, _ = bytes.Cut(row[skipped:], []byte("\n"))
		have, _, err := parseRow(row)
		if err != nil {
			return 0, err
		}
		if bytes.Compare(h[:], have[:]) < 0 {
			hi = middle + int64(skipped)
		} else {
			lo = middle + int64(skipped)
		}
	}
	b, err := s.read(lo, hi, false)
	if err != nil {
		return 0, err
	}
	return b.count(h)
}

// readOne is the least that any search has to do: one read of a disk.
func readOne(s *Sorted, _ Hash) (int, error) {
	buf := make([]byte, blockSize)
	_, err := s.file.ReadAt(buf, rand.Int64N(s.size-blockSize))
	return 0, err
}

var searches = []struct {
	name   string
	search func(*Sorted, Hash) (int, error)
}{{"ours", (*Sorted).count}, {"binary", binarySearch}, {"one-read", readOne}}

// TestBinarySearch: what is measured against gives the same answers.
func TestBinarySearch(t *testing.T) {
	text := list(1500)
	s, err := OpenSorted(onDisk(t, text))
	if err != nil {
		t.Fatal(err)
	}
	for row := range bytes.Lines([]byte(text)) {
		h, want, err := parseRow(row)
		if err != nil {
			t.Fatal(err)
		}
		if n, err := binarySearch(s, h); n != want || err != nil {
			t.Fatalf("%s: %d, %v", h.Digits(), n, err)
		}
		h[19] ^= 1
		if n, err := binarySearch(s, h); n != 0 || err != nil {
			t.Fatalf("%s: %d, %v", h.Digits(), n, err)
		}
	}
}

// BenchmarkLookup looks one password up: "cached" in a list of a million that the
// system has in memory, "disk" in the same one after the system was told to forget
// it, and "full" in one as long as that of 2026, which is not there but answers
// like a file.
func BenchmarkLookup(b *testing.B) {
	f := onDisk(b, list(1_000_000))
	onDisk, err := OpenSorted(f)
	if err != nil {
		b.Fatal(err)
	}
	forget := func() error { return nil }
	for _, c := range []struct {
		name   string
		list   *Sorted
		before func() error
	}{
		{"cached", onDisk, forget},
		{"disk", onDisk, func() error { return forgetFile(f) }},
		{"full", &Sorted{fullList{}, fullSize}, forget},
	} {
		for _, s := range searches {
			b.Run(c.name+"/"+s.name, func(b *testing.B) { lookUp(b, *c.list, s.search, c.before) })
		}
	}
}

func lookUp(b *testing.B, list Sorted, search func(*Sorted, Hash) (int, error), before func() error) {
	reads := &counted{ReaderAt: list.file}
	list.file = reads
	var h Hash
	for b.Loop() {
		b.StopTimer()
		for i := 0; i < len(h); i += 4 {
			binary.BigEndian.PutUint32(h[i:], rand.Uint32())
		}
		if err := before(); err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
		if n, err := search(&list, h); n != 0 || err != nil {
			b.Fatal(n, err)
		}
	}
	b.ReportMetric(float64(reads.reads)/float64(b.N), "reads/op")
}

// forgetFile has the system read a file from the disk again: posix_fadvise(2).
func forgetFile(f *os.File) error {
	if err := f.Sync(); err != nil {
		return err
	}
	return unix.Fadvise(int(f.Fd()), 0, 0, unix.FADV_DONTNEED)
}

// fullList is a list of two billion rows, worked out where it is read. Its hashes
// stray from an even spread by as much as those of chance do.
type fullList struct{}

const (
	fullRows = 2_000_000_000
	fullRow  = "%X:00001\r\n"
	fullSize = fullRows * rowLength
	// rowLength is 40 digits, a colon, a count and the end of a line.
	rowLength = 40 + 1 + 5 + 2
)

func (fullList) ReadAt(p []byte, at int64) (n int, err error) {
	for n < len(p) && at < fullSize {
		row := fmt.Sprintf(fullRow, fullHash(at/rowLength))
		written := copy(p[n:], row[at%rowLength:])
		n, at = n+written, at+int64(written)
	}
	if n < len(p) {
		err = io.EOF
	}
	return n, err
}

func fullHash(row int64) (h Hash) {
	place := (float64(row) + 0.5) / fullRows
	place += math.Sqrt(fullRows) / 2 / fullRows * math.Sin(2*math.Pi*37*place) // within what comes before and after
	binary.BigEndian.PutUint64(h[:], uint64(place*math.MaxUint64))
	return h
}

// TestFullList: the list that is not there is one.
func TestFullList(t *testing.T) {
	s := &Sorted{fullList{}, fullSize}
	for range 200 {
		h := fullHash(rand.Int64N(fullRows))
		for _, search := range searches[:2] {
			if n, err := search.search(s, h); n != 1 || err != nil {
				t.Fatalf("%s: %s: %d, %v", search.name, hex.EncodeToString(h[:]), n, err)
			}
		}
	}
}
