package pwnedpasswords

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"hash/crc32"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"time"

	"vigie/monitor/egress"
)

// notes is what a download remembers of each range, in a file with a place for
// each: nothing of it stays in memory, and a run that is killed loses nothing.
// The place after the last range names the run that is not complete yet.
//
// Neither this file nor those of the list are forced to the disk: a note holds
// the checksum of what it is about, and one that does not fit counts for nothing.
type notes struct {
	file *os.File
	run  uint32 // drawn at random, never 0
}

const (
	notesName = "ranges" // of the file
	partName  = "part-"  // of files that are being written begins so
	noteSize  = 64
)

// httpDate is how egress writes dates (RFC 9110, section 5.6.7).
const httpDate = "Mon, 02 Jan 2006 15:04:05 GMT"

// note is about one range. Entity tags are longer nowhere; of one that is, the
// date alone is kept.
type note struct {
	CRC      uint32 // of the place and of what follows
	Run      uint32 // in which this was seen; 0 of no note
	Sum      [8]byte
	Modified int64 // Unix time; 0 is none
	ETag     [40]byte
}

// openNotes opens the notes in a download's own folder, making both, and clears
// away what a run that was killed was writing.
func openNotes(dir string) (*notes, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	there, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	for _, part := range there {
		if !strings.HasPrefix(part.Name(), partName) {
			continue
		}
		if err := os.Remove(filepath.Join(dir, part.Name())); err != nil {
			return nil, err
		}
	}
	f, err := os.OpenFile(filepath.Join(dir, notesName), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	s := &notes{file: f}
	if s.run = s.of(Ranges).Run; s.run == 0 {
		s.run = 1 + rand.Uint32N(math.MaxUint32)
		err = s.write(Ranges, note{Run: s.run})
	}
	if err != nil {
		_ = f.Close()
		return nil, err
	}
	return s, nil
}

func (s *notes) Close() error { return s.file.Close() }

// complete ends the run: the next one asks about every range again.
func (s *notes) complete() error { return s.write(Ranges, note{}) }

// of is the note about a range, the zero note where there is none.
func (s *notes) of(n int) (x note) {
	data := make([]byte, noteSize)
	if _, err := s.file.ReadAt(data, int64(n)*noteSize); err != nil {
		return note{}
	}
	if _, err := binary.Decode(data, binary.BigEndian, &x); err != nil || x.CRC != x.crc(n) {
		return note{}
	}
	return x
}

// put notes what a file holds, in this run, and its validators.
func (s *notes) put(n int, body []byte, v egress.Validators) error {
	x := note{Run: s.run, Sum: sumOf(body)}
	if len(v.ETag) <= len(x.ETag) {
		copy(x.ETag[:], v.ETag)
	}
	if t, err := time.Parse(httpDate, v.LastModified); err == nil {
		x.Modified = t.Unix()
	}
	return s.write(n, x)
}

func (s *notes) write(n int, x note) error {
	x.CRC = x.crc(n)
	_, err := s.file.WriteAt(x.bytes(), int64(n)*noteSize)
	return err
}

func (x note) bytes() []byte {
	data, err := binary.Append(nil, binary.BigEndian, x)
	if err != nil {
		panic(err) // every field has a fixed size
	}
	return data
}

// crc is the checksum of a note in its place.
func (x note) crc(n int) uint32 {
	x.CRC = uint32(n)
	return crc32.ChecksumIEEE(x.bytes())
}

// isOf reports whether the note is about what a file holds.
func (x note) isOf(body []byte) bool { return x.Run > 0 && x.Sum == sumOf(body) }

func sumOf(body []byte) (sum [8]byte) {
	whole := sha256.Sum256(body)
	return [8]byte(whole[:8])
}

func (x note) validators() (v egress.Validators) {
	v.ETag = string(bytes.TrimRight(x.ETag[:], "\x00"))
	if x.Modified != 0 {
		v.LastModified = time.Unix(x.Modified, 0).UTC().Format(httpDate)
	}
	return v
}
