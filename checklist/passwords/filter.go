package passwords

import (
	"bufio"
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"io"

	"github.com/FastFilter/xorfilter"

	"vigie/monitor"
)

// Filter is a list of leaked passwords pressed into nine bits each: what it does
// not hold is surely not in the list; of what is not in the list it holds one in
// 256 all the same. So a "no" is an answer, and a "yes" a question that only the
// whole list can answer.
//
// On disk it is a line of magic, 256 binary fuse filters (arxiv.org/abs/2201.01174),
// one for each first byte, with their lengths, and the SHA-256 of all that. It is
// looked up in place, one of the 256 in memory at a time.
type Filter struct {
	file   io.ReaderAt
	shards [256]place
}

// place is where the bytes of a shard lie.
type place struct{ at, length int64 }

const (
	// FilterMagic is how the file begins.
	FilterMagic = "vigie passwords 1\n"
	// maxShard bounds a shard that is read: 50 million passwords, twelve times
	// those of 2026.
	maxShard = 64 << 20
)

// ErrPerhaps is why a password that the filter holds is not known for sure.
var ErrPerhaps = errors.New("the filter holds it, and is wrong once in 256 times")

// BuildFilter presses a sorted list. It holds one shard in memory at a time.
func BuildFilter(ctx context.Context, w io.Writer, list io.Reader, progress func(shard int)) error {
	sum := sha256.New()
	out := io.MultiWriter(w, sum)
	if _, err := io.WriteString(out, FilterMagic); err != nil {
		return err
	}
	rows := bufio.NewScanner(list)
	var keys []uint64
	next, shard := key(Hash{}), 0
	flush := func(until int) error {
		for ; shard < until; shard++ {
			if err := ctx.Err(); err != nil {
				return err
			}
			if err := writeShard(out, keys); err != nil {
				return err
			}
			keys = keys[:0]
			if progress != nil {
				progress(shard + 1)
			}
		}
		return nil
	}
	for rows.Scan() {
		if len(bytes.TrimSpace(rows.Bytes())) == 0 {
			continue
		}
		h, n, err := parseRow(rows.Bytes())
		if err != nil || key(h) < next {
			return monitor.NewProblem("passwords.list-format").Because(err)
		}
		if err := flush(int(h[0])); err != nil {
			return err
		}
		next = key(h)
		if n > 0 && (len(keys) == 0 || keys[len(keys)-1] != next) {
			keys = append(keys, next)
		}
	}
	if err := rows.Err(); err != nil {
		return monitor.NewProblem("passwords.list-unreadable").Because(err)
	}
	if err := flush(256); err != nil {
		return err
	}
	_, err := w.Write(sum.Sum(nil))
	return err
}

func writeShard(w io.Writer, keys []uint64) error {
	var body bytes.Buffer
	if len(keys) > 0 {
		filter, err := xorfilter.NewBinaryFuse[uint8](keys)
		if err != nil {
			return err
		}
		if err := filter.Save(&body); err != nil {
			return err
		}
	}
	var length [4]byte
	binary.BigEndian.PutUint32(length[:], uint32(body.Len()))
	if _, err := w.Write(length[:]); err != nil {
		return err
	}
	_, err := w.Write(body.Bytes())
	return err
}

// OpenFilter opens what BuildFilter wrote, and refuses with a *[monitor.Problem]
// what is damaged, cut short, or lacks a password that every list holds.
func OpenFilter(file io.ReaderAt, size int64) (*Filter, error) {
	f := &Filter{file: file}
	if err := f.whole(size); err != nil {
		return nil, monitor.NewProblem("passwords.filter-damaged").Because(err)
	}
	if err := TryOut(context.Background(), f); err != nil {
		return nil, err
	}
	return f, nil
}

// whole finds the shards, and compares the checksum behind them.
func (f *Filter) whole(size int64) error {
	if size < int64(len(FilterMagic))+sha256.Size {
		return errors.New("too short")
	}
	sum := sha256.New()
	r := bufio.NewReaderSize(io.TeeReader(io.NewSectionReader(f.file, 0, size-sha256.Size), sum), 1<<20)
	head := make([]byte, len(FilterMagic))
	if _, err := io.ReadFull(r, head); err != nil || string(head) != FilterMagic {
		return errors.New("no filter of ours")
	}
	at := int64(len(head))
	for i := range f.shards {
		var length [4]byte
		if _, err := io.ReadFull(r, length[:]); err != nil {
			return err
		}
		n := int64(binary.BigEndian.Uint32(length[:]))
		if n > maxShard {
			return errors.New("a shard is too large")
		}
		at += int64(len(length))
		f.shards[i] = place{at, n}
		if _, err := io.CopyN(io.Discard, r, n); err != nil {
			return err
		}
		at += n
	}
	if n, err := io.Copy(io.Discard, r); n > 0 || err != nil {
		return errors.Join(err, errors.New("something follows"))
	}
	have := make([]byte, sha256.Size)
	if _, err := f.file.ReadAt(have, size-sha256.Size); err != nil && err != io.EOF {
		return err
	}
	if !bytes.Equal(have, sum.Sum(nil)) {
		return errors.New("the checksum differs")
	}
	return nil
}

// shard reads one of the filters; nil holds nothing.
func (f *Filter) shard(first byte) (*xorfilter.BinaryFuse[uint8], error) {
	where := f.shards[first]
	if where.length == 0 {
		return nil, nil
	}
	body := make([]byte, where.length)
	if _, err := f.file.ReadAt(body, where.at); err != nil && err != io.EOF {
		return nil, err
	}
	return loadShard(body)
}

// shardHead is what the library writes before the fingerprints: a seed of eight
// bytes and five numbers of four, the last of them how many fingerprints follow.
const shardHead = 8 + 5*4

// loadShard reads one filter. The library trusts its sizes; here they must fit
// what is there, so that no look-up reaches beyond.
func loadShard(body []byte) (*xorfilter.BinaryFuse[uint8], error) {
	if len(body) < shardHead || int(binary.LittleEndian.Uint32(body[shardHead-4:])) != len(body)-shardHead {
		return nil, errShard
	}
	shard, err := xorfilter.LoadBinaryFuse[uint8](bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	length, count := uint64(shard.SegmentLength), uint64(shard.SegmentCount)
	if length == 0 || length&(length-1) != 0 || uint64(shard.SegmentLengthMask) != length-1 ||
		uint64(shard.SegmentCountLength) != count*length || (count+2)*length > uint64(len(shard.Fingerprints)) {
		return nil, errShard
	}
	return shard, nil
}

var errShard = errors.New("the sizes of a shard do not fit")

// Counts is [Source.Counts]. The answer of what the filter holds is [ErrPerhaps].
func (f *Filter) Counts(ctx context.Context, hashes []Hash, progress func(done int)) []Answer {
	answers := unasked(len(hashes))
	byFirst := make(map[byte][]int) // places in hashes
	for i, h := range hashes {
		byFirst[h[0]] = append(byFirst[h[0]], i)
	}
	done := 0
	for first, places := range byFirst {
		if err := ctx.Err(); err != nil {
			return failed(answers, err)
		}
		shard, err := f.shard(first)
		for _, i := range places {
			answers[i].Err = err
			if shard != nil && shard.Contains(key(hashes[i])) {
				answers[i].Err = ErrPerhaps
			}
		}
		if done += len(places); progress != nil {
			progress(done)
		}
	}
	return answers
}

// drawnInShard is how many hashes Measure draws in each shard.
const drawnInShard = 512

// Measure counts how many hashes the filter holds, out of how many that are drawn
// at random and stand in no list: how often it really errs.
func (f *Filter) Measure(ctx context.Context) (wrong, of int, err error) {
	for first := range len(f.shards) {
		shard, err := f.shard(byte(first))
		if err := errors.Join(err, ctx.Err()); err != nil {
			return 0, 0, err
		}
		for range drawnInShard {
			h := Hash{byte(first)}
			_, _ = rand.Read(h[1:]) // never fails
			if shard != nil && shard.Contains(key(h)) {
				wrong++
			}
		}
	}
	return wrong, drawnInShard * len(f.shards), nil
}
