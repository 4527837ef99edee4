package keychain

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// The index is the one item that says which others count. It holds the ids with
// the SHA-256 of each value, a nonce made once, and a generation that grows
// with each change. go-keyring cannot list items, and a key store may hold
// garbage under our names, or be set back to an earlier day: what the index
// does not vouch for is not ours.
//
// Each id has two places, so that a new value can be written while the old one
// is still there. An entry without a hash is a spare: a place that may hold
// something which does not count, because a change was cut short or because
// what was there could not be removed.
//
// An index too long for one item is split. The parts are written first, under
// names that alternate with the generation; then the root, which holds their
// hashes. Only the root decides.

// MaxValue is how long a secret may be, in bytes. Windows takes 2,560 bytes for
// an item (CRED_MAX_CREDENTIAL_BLOB_SIZE); macOS takes a command line of 4,096
// bytes from go-keyring, which holds the value in base64.
const MaxValue = 2000

const (
	nonceSize = 16
	maxParts  = 40 // whose hashes still fit a root
)

// indexID is the id under which the root is kept; nothing else may use it.
const indexID = "index"

var idPattern = regexp.MustCompile(`^[0-9a-z-]{1,64}$`)

func validID(id string) bool { return idPattern.MatchString(id) && id != indexID }

// index is never changed once it was read or written; next makes a draft.
type index struct {
	Nonce      []byte   `json:"nonce"`
	Generation uint64   `json:"generation"`
	Entries    []entry  `json:"entries,omitempty"` // in the order of first writing
	Parts      [][]byte `json:"parts,omitempty"`   // SHA-256 of each part, which then hold the entries
}

// entry is one place that may hold something.
type entry struct {
	ID     string `json:"id"`
	Second bool   `json:"second,omitempty"` // which of the id's two places
	Sum    []byte `json:"sum,omitempty"`    // SHA-256 of the value; none in a spare
}

// Names hold a dot where ids cannot, so no two things share one.

func (e entry) name(instance string) string {
	if e.Second {
		return instance + "-" + e.ID + ".2"
	}
	return instance + "-" + e.ID
}

func rootName(instance string) string { return instance + "-" + indexID }

func partName(instance string, generation uint64, n int) string {
	return fmt.Sprintf("%s-%s.%c%d", instance, indexID, "ab"[generation%2], n)
}

func newIndex() *index {
	nonce := make([]byte, nonceSize)
	rand.Read(nonce) // never fails: crypto/rand ends the program instead
	return &index{Nonce: nonce}
}

// next is a draft of the index that follows.
func (ix *index) next() *index {
	return &index{Nonce: ix.Nonce, Generation: ix.Generation + 1, Entries: slices.Clone(ix.Entries)}
}

func (ix *index) find(id string, want func(entry) bool) int {
	return slices.IndexFunc(ix.Entries, func(e entry) bool { return e.ID == id && want(e) })
}

func isLive(e entry) bool  { return e.Sum != nil }
func isSpare(e entry) bool { return e.Sum == nil }

// live is the entry that counts for an id.
func (ix *index) live(id string) (entry, bool) {
	if i := ix.find(id, isLive); i >= 0 {
		return ix.Entries[i], true
	}
	return entry{}, false
}

// first is the entry written first among those that count.
func (ix *index) first() (entry, bool) {
	if i := slices.IndexFunc(ix.Entries, isLive); i >= 0 {
		return ix.Entries[i], true
	}
	return entry{}, false
}

func (ix *index) ids() []string {
	var ids []string
	for _, e := range ix.Entries {
		if isLive(e) {
			ids = append(ids, e.ID)
		}
	}
	slices.Sort(ids)
	return ids
}

func (ix *index) spares() []entry {
	return slices.DeleteFunc(slices.Clone(ix.Entries), isLive)
}

// reserve gives the place for a new value of an id: a spare from now on.
func (ix *index) reserve(id string) entry {
	if i := ix.find(id, isSpare); i >= 0 {
		return ix.Entries[i]
	}
	current, taken := ix.live(id)
	e := entry{ID: id, Second: taken && !current.Second}
	ix.Entries = append(ix.Entries, e)
	return e
}

// promote makes a reserved place the one that counts, in the position of the
// place that counted before.
func (ix *index) promote(e entry, sum []byte) {
	spare := ix.find(e.ID, func(o entry) bool { return o.Second == e.Second })
	if old := ix.find(e.ID, isLive); old >= 0 {
		ix.Entries[old].Sum = nil
		ix.Entries[old], ix.Entries[spare] = ix.Entries[spare], ix.Entries[old]
		spare = old
	}
	ix.Entries[spare].Sum = sum
}

// demote makes the place of an id a spare. It reports whether there was one.
func (ix *index) demote(id string) bool {
	i := ix.find(id, isLive)
	if i >= 0 {
		ix.Entries[i].Sum = nil
	}
	return i >= 0
}

// drop forgets a spare that holds nothing any more.
func (ix *index) drop(e entry) {
	ix.Entries = slices.DeleteFunc(ix.Entries, func(o entry) bool {
		return isSpare(o) && o.ID == e.ID && o.Second == e.Second
	})
}

// mark is what the database remembers: which index, and how far it had come.
// The nonce itself stays in the key store.
func (ix *index) mark() string {
	sum := sha256.Sum256(ix.Nonce)
	return hex.EncodeToString(sum[:]) + "-" + strconv.FormatUint(ix.Generation, 10)
}

// fits reports whether the index is the one of the mark, at that time or later.
func (ix *index) fits(mark string) bool {
	if mark == "" {
		return true
	}
	nonce, number, _ := strings.Cut(mark, "-")
	own, _, _ := strings.Cut(ix.mark(), "-")
	generation, err := strconv.ParseUint(number, 10, 64)
	return err == nil && nonce == own && generation <= ix.Generation
}

// encode gives the items to write: the parts, then the root. It fills Parts.
func (ix *index) encode() (root string, parts []string, err error) {
	if root = marshal(ix); len(root) <= MaxValue {
		return root, nil, nil
	}
	head := &index{Nonce: ix.Nonce, Generation: ix.Generation}
	for rest := ix.Entries; len(rest) > 0; {
		part := ""
		n := 0
		for ; n < len(rest); n++ {
			longer := marshal(rest[:n+1])
			if len(longer) > MaxValue {
				break
			}
			part = longer
		}
		sum := sha256.Sum256([]byte(part))
		parts, head.Parts, rest = append(parts, part), append(head.Parts, sum[:]), rest[n:]
	}
	if len(parts) > maxParts {
		return "", nil, problemFull()
	}
	ix.Parts = head.Parts
	return marshal(head), parts, nil
}

// decodeRoot reads a root. Its parts, if any, are added after.
func decodeRoot(root string) (*index, bool) {
	ix := new(index)
	ok := unmarshal(root, ix) && len(ix.Parts) <= maxParts && (len(ix.Parts) == 0 || len(ix.Entries) == 0)
	return ix, ok
}

// addPart adds the entries of one part, and reports whether it is one.
func (ix *index) addPart(part string) bool {
	var entries []entry
	if !unmarshal(part, &entries) {
		return false
	}
	ix.Entries = append(ix.Entries, entries...)
	return true
}

// valid reports whether a whole index can have been written by us.
func (ix *index) valid() bool {
	places, live := make(map[entryKey]bool), make(map[string]bool)
	for _, e := range ix.Entries {
		key := entryKey{e.ID, e.Second}
		if !validID(e.ID) || places[key] || isLive(e) && (live[e.ID] || len(e.Sum) != sha256.Size) {
			return false
		}
		places[key] = true
		live[e.ID] = live[e.ID] || isLive(e)
	}
	return len(ix.Nonce) == nonceSize && ix.Generation > 0
}

type entryKey struct {
	id     string
	second bool
}

func marshal(v any) string {
	data, err := json.Marshal(v)
	if err != nil {
		panic(err) // an index holds nothing that JSON cannot
	}
	return string(data)
}

// unmarshal reads one JSON value and nothing else.
func unmarshal(s string, v any) bool {
	if len(s) > MaxValue {
		return false
	}
	d := json.NewDecoder(strings.NewReader(s))
	d.DisallowUnknownFields()
	if d.Decode(v) != nil {
		return false
	}
	_, err := d.Token()
	return err == io.EOF
}
