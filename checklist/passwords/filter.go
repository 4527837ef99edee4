package passwords

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"hash"
	"io"

	"github.com/FastFilter/xorfilter"

	"vigie/monitor"
)

// Filter is a list of leaked passwords pressed into nine bits each: what it does
// not hold is surely not in the list; of what is not in the list it holds one in
// 256 all the same. So a "no" is an answer and a "yes" is a question to put to
// another source.
//
// On disk it is a line of magic, 256 binary fuse filters (arxiv.org/abs/2201.01174),
// one for each first byte, with their lengths, and the SHA-256 of all that.
type Filter struct {
	shards [256]*xorfilter.BinaryFuse[uint8]
	Then   Source // asked about what the filter holds; may be nil
}

const (
	// FilterMagic is how the file begins.
	FilterMagic = "vigie passwords 1\n"
	// maxShard bounds a shard that is read: 50 million passwords, twelve times
	// those of 2026.
	maxShard = 64 << 20
)

// FalsePositives is how often a filter holds what its list does not: 2^-8.
const FalsePositives = 1.0 / 256

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

// ReadFilter reads what BuildFilter wrote, and refuses with a *[monitor.Problem]
// one that is damaged, cut short, or lacks a password that every list holds.
func ReadFilter(r io.Reader) (*Filter, error) {
	sum := sha256.New()
	f, err := readShards(io.TeeReader(r, sum))
	if err != nil {
		return nil, monitor.NewProblem("passwords.filter-damaged").Because(err)
	}
	if err := sameSum(r, sum); err != nil {
		return nil, monitor.NewProblem("passwords.filter-damaged").Because(err)
	}
	for _, p := range knownBad {
		if !f.holds(NewSecret([]byte(p)).Hash()) {
			return nil, monitor.NewProblem("passwords.list-cut")
		}
	}
	return f, nil
}

func readShards(r io.Reader) (*Filter, error) {
	head := make([]byte, len(FilterMagic))
	if _, err := io.ReadFull(r, head); err != nil || string(head) != FilterMagic {
		return nil, errors.New("no filter of ours")
	}
	var f Filter
	for i := range f.shards {
		var length [4]byte
		_, err := io.ReadFull(r, length[:])
		if err != nil {
			return nil, err
		}
		n := binary.BigEndian.Uint32(length[:])
		if n > maxShard {
			return nil, errors.New("a shard is too large")
		}
		if n == 0 {
			continue
		}
		body := make([]byte, n)
		if _, err := io.ReadFull(r, body); err != nil {
			return nil, err
		}
		if f.shards[i], err = loadShard(body); err != nil {
			return nil, err
		}
	}
	return &f, nil
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

// sameSum reads the checksum behind the shards, and that nothing follows.
func sameSum(r io.Reader, sum hash.Hash) error {
	rest, err := io.ReadAll(io.LimitReader(r, sha256.Size+1))
	if err == nil && !bytes.Equal(rest, sum.Sum(nil)) {
		err = errors.New("the checksum differs")
	}
	return err
}

func (f *Filter) holds(h Hash) bool {
	shard := f.shards[h[0]]
	return shard != nil && shard.Contains(key(h))
}

// Counts is [Source.Counts]. What the filter holds is asked of Then; without it,
// the answer is [ErrPerhaps].
func (f *Filter) Counts(ctx context.Context, hashes []Hash, progress func(done int)) []Answer {
	answers := make([]Answer, len(hashes))
	var held []Hash
	var places []int
	for i, h := range hashes {
		if f.holds(h) {
			held, places = append(held, h), append(places, i)
			answers[i].Err = ErrPerhaps
		}
	}
	sure := len(hashes) - len(held)
	if progress != nil {
		progress(sure)
	}
	if f.Then == nil || len(held) == 0 {
		return answers
	}
	for n, a := range f.Then.Counts(ctx, held, func(done int) {
		if progress != nil {
			progress(sure + done)
		}
	}) {
		answers[places[n]] = a
	}
	return answers
}
