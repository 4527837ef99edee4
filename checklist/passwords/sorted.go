package passwords

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"io"
	"os"
	"strconv"

	"vigie/monitor"
)

// KnownBad are passwords that every list holds, to try one out with.
func KnownBad() []Secret {
	all := make([]Secret, len(knownBad))
	for i, p := range knownBad {
		all[i] = NewSecret([]byte(p))
	}
	return all
}

// Sorted is a downloaded list in one file, as the official downloader writes it
// (github.com/HaveIBeenPwned/PwnedPasswordsDownloader): rows "<40 digits>:<count>",
// ascending, with any end of line and a byte order mark where a range begins.
// Nothing leaves the computer to ask it.
type Sorted struct {
	file io.ReaderAt
	size int64
}

// lastBlock is when looking closer stops and reading begins: what one read of a
// disk brings anyway.
const lastBlock = 32 << 10

// longestRow is 40 digits, a count, a mark and ends of lines, and then some.
const longestRow = 96

// knownBad are passwords that every list holds: one that lacks any of them is
// none, or was cut short, and would call everything safe.
var knownBad = []string{"password", "123456", "azerty", "qwerty", "000000", "soleil", "princess", "iloveyou"}

// OpenSorted opens a list and tries it out. The caller closes the file. Errors
// are *[monitor.Problem].
func OpenSorted(file *os.File) (*Sorted, error) {
	info, err := file.Stat()
	if err != nil {
		return nil, monitor.NewProblem("passwords.list-unreadable").Because(err)
	}
	s := &Sorted{file, info.Size()}
	if err := s.sound(); err != nil {
		return nil, err
	}
	return s, nil
}

// sound refuses a list that is not what it should be.
func (s *Sorted) sound() error {
	head := make([]byte, longestRow)
	n, err := s.file.ReadAt(head, 0)
	if err != nil && err != io.EOF {
		return monitor.NewProblem("passwords.list-unreadable").Because(err)
	}
	first, _, _ := bytes.Cut(head[:n], []byte("\n"))
	if digits, _, ok := bytes.Cut(bytes.TrimPrefix(first, bom), []byte(":")); ok && len(digits) == 32 {
		return monitor.NewProblem("passwords.list-ntlm")
	}
	if _, _, err := parseRow(first); err != nil {
		return monitor.NewProblem("passwords.list-format")
	}
	tail := make([]byte, min(s.size, 2*longestRow))
	if _, err := s.file.ReadAt(tail, s.size-int64(len(tail))); err != nil && err != io.EOF {
		return monitor.NewProblem("passwords.list-unreadable").Because(err)
	}
	rows := bytes.Split(bytes.TrimRight(tail, "\r\n"), []byte("\n"))
	last, _, err := parseRow(rows[len(rows)-1])
	// Hashes are spread evenly: of n, the last is about one n-th from the end.
	if gap := float64(^key(last)) / (1 << 63) / 2; err != nil || gap*float64(s.size/44) > 64 {
		return monitor.NewProblem("passwords.list-cut")
	}
	for _, p := range knownBad {
		if n, err := s.count(NewSecret([]byte(p)).Hash()); err != nil || n == 0 {
			return monitor.NewProblem("passwords.list-cut").Because(err)
		}
	}
	return nil
}

// Counts is [Source.Counts].
func (s *Sorted) Counts(ctx context.Context, hashes []Hash, progress func(done int)) []Answer {
	answers := unasked(len(hashes))
	for i, h := range hashes {
		if err := ctx.Err(); err != nil {
			return failed(answers, err)
		}
		n, err := s.count(h)
		answers[i] = Answer{n, err}
		if progress != nil {
			progress(i + 1)
		}
	}
	return answers
}

var errRow = errors.New("a row is not a hash and a count")

// count looks a hash up. Hashes are spread evenly, so the place of one is near
// where its value says; every second step halves what is left, so that no file
// makes it slow.
func (s *Sorted) count(h Hash) (int, error) {
	lo, hi := int64(0), s.size // the row, if any, begins in here
	low, high := uint64(0), ^uint64(0)
	want := key(h)
	for step := 0; hi-lo > lastBlock; step++ {
		guess := lo + (hi-lo)/2
		if step%2 == 0 && high > low {
			share := float64(want-low) / float64(high-low)
			guess = min(max(lo+int64(share*float64(hi-lo))-longestRow, lo+1), hi-longestRow)
		}
		at, have, n, err := s.rowAfter(guess)
		if err != nil {
			return 0, err
		}
		switch c := bytes.Compare(h[:], have[:]); {
		case c == 0:
			return n, nil
		case at >= hi:
			hi = guess
		case c < 0:
			hi, high = at, key(have)
		default:
			lo, low = at, key(have)
		}
	}
	return s.scan(lo, hi, h)
}

// rowAfter reads the first row that begins after a place.
func (s *Sorted) rowAfter(place int64) (at int64, have Hash, n int, err error) {
	buf := make([]byte, 2*longestRow)
	read, err := s.file.ReadAt(buf, place)
	if err != nil && err != io.EOF {
		return 0, have, 0, err
	}
	skipped, rest, ok := bytes.Cut(buf[:read], []byte("\n"))
	if !ok {
		return 0, have, 0, errRow
	}
	row, _, _ := bytes.Cut(rest, []byte("\n"))
	have, n, err = parseRow(row)
	return place + int64(len(skipped)) + 1, have, n, err
}

// scan reads the rows that begin between two places.
func (s *Sorted) scan(lo, hi int64, h Hash) (int, error) {
	buf := make([]byte, min(hi-lo+longestRow, s.size-lo))
	if _, err := s.file.ReadAt(buf, lo); err != nil && err != io.EOF {
		return 0, err
	}
	for row := range bytes.Lines(buf) {
		if len(bytes.TrimSpace(row)) == 0 {
			continue
		}
		have, n, err := parseRow(row)
		if err != nil {
			return 0, err
		}
		if c := bytes.Compare(have[:], h[:]); c == 0 {
			return n, nil
		} else if c > 0 {
			break
		}
	}
	return 0, nil
}

var bom = []byte("\uFEFF")

// parseRow reads "<40 digits>:<count>".
func parseRow(row []byte) (h Hash, n int, err error) {
	digits, count, ok := bytes.Cut(bytes.TrimPrefix(bytes.TrimSpace(row), bom), []byte(":"))
	if !ok || len(digits) != 2*len(h) {
		return h, 0, errRow
	}
	if _, err := hex.Decode(h[:], digits); err != nil {
		return h, 0, errRow
	}
	n, err = strconv.Atoi(string(count))
	if err != nil || n < 0 {
		return h, 0, errRow
	}
	return h, n, nil
}

// key is the beginning of a hash as a number.
func key(h Hash) uint64 { return binary.BigEndian.Uint64(h[:8]) }
