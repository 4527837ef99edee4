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

// Sorted is a downloaded list in one file, as the official downloader writes it
// (github.com/HaveIBeenPwned/PwnedPasswordsDownloader): rows "<40 digits>:<count>",
// ascending, with any end of line and a byte order mark where a range begins.
// Nothing leaves the computer to ask it.
type Sorted struct {
	file io.ReaderAt
	size int64
}

// blockSize is how much is read at once: a page, which any read brings anyway.
const blockSize = 4 << 10

// longestRow is 40 digits, a count, a mark and ends of lines, and then some.
const longestRow = 96

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
	if err := TryOut(context.Background(), s); err != nil {
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
// where its value says: mostly the second or third block read has it. Every other
// step halves what is left, so that no file makes it slow.
func (s *Sorted) count(h Hash) (int, error) {
	lo, hi := int64(0), s.size // the row, if any, begins in here; at lo one does
	low, high := uint64(0), ^uint64(0)
	for step := 0; lo < hi; step++ {
		from := lo
		if hi-lo > blockSize {
			share := 0.5
			if step%2 == 0 && low <= key(h) && key(h) < high {
				share = float64(key(h)-low) / float64(high-low)
			}
			from = min(max(lo, lo+int64(share*float64(hi-lo))-blockSize/2), hi-blockSize)
		}
		b, err := s.read(from, min(from+blockSize, hi), from > lo)
		if err != nil {
			return 0, err
		}
		first, last, err := b.ends()
		switch {
		case err != nil:
			return 0, err
		case bytes.Compare(h[:], first[:]) < 0:
			hi, high = b.at, key(first)
		case bytes.Compare(h[:], last[:]) > 0:
			lo, low = b.at+int64(len(b.rows)), key(last)
		default:
			return b.count(h)
		}
	}
	return 0, nil
}

// block is whole rows, and where they begin.
type block struct {
	at   int64
	rows []byte
}

// read reads the rows that begin between two places; inside says that the first
// place may lie within a row.
func (s *Sorted) read(from, to int64, inside bool) (b block, err error) {
	data := make([]byte, min(to-from+longestRow, s.size-from))
	if _, err := s.file.ReadAt(data, from); err != nil && err != io.EOF {
		return b, err
	}
	if inside {
		skipped := bytes.IndexByte(data, '\n') + 1
		data, from = data[skipped:], from+int64(skipped)
	}
	length := max(0, int(to-from))
	if length > 0 && length < len(data) && data[length-1] != '\n' { // the last row ends behind
		if n := bytes.IndexByte(data[length:], '\n'); n >= 0 {
			length += n + 1
		} else {
			length = len(data)
		}
	}
	return block{from, data[:min(length, len(data))]}, nil
}

// ends are the first and the last hash of a block.
func (b block) ends() (first, last Hash, err error) {
	rows := bytes.TrimSpace(b.rows)
	head, _, _ := bytes.Cut(rows, []byte("\n"))
	first, _, err = parseRow(head)
	if err == nil {
		last, _, err = parseRow(rows[bytes.LastIndexByte(rows, '\n')+1:])
	}
	return first, last, err
}

// count looks a hash up in a block.
func (b block) count(h Hash) (int, error) {
	for row := range bytes.Lines(b.rows) {
		if len(bytes.TrimSpace(row)) == 0 {
			continue
		}
		have, n, err := parseRow(row)
		if err != nil {
			return 0, err
		}
		if have == h {
			return n, nil
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
