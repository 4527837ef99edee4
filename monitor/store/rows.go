package store

import (
	"encoding/json"
	"time"

	jsonv2 "github.com/go-json-experiment/json"

	"vigie/monitor"
)

// rows is what a transaction does with documents. The database does it with
// sealed rows, the memory with slices.
type rows interface {
	// list, insert, replace and remove work on the tables about people, and
	// return monitor.ErrSealed while there is no key. list keeps the order of
	// the insertions.
	list(table string) ([]row, error)
	insert(table string, doc []byte) (id string, err error)
	replace(table, id string, doc []byte) error
	remove(table, id string) error

	// putRecord keeps the first firstSeen that a record was written with.
	putRecord(storedRecord) error
	putFeed(name string, doc []byte) error
	putSetting(key, value string) error
}

// row is one document about people. Its id is the row's, not the document's.
type row struct {
	id  string
	doc []byte
}

// storedRecord is a [monitor.Record] as it is kept: the document without its
// FirstSeen, which stands beside it in seconds since 1970.
type storedRecord struct {
	feed, key string
	firstSeen int64
	doc       []byte
}

func encodeRecord(r monitor.Record, now time.Time) (storedRecord, error) {
	if r.FirstSeen.IsZero() {
		r.FirstSeen = now
	}
	s := storedRecord{feed: r.Feed, key: r.Key, firstSeen: r.FirstSeen.Unix()}
	r.FirstSeen = time.Time{}
	var err error
	s.doc, err = json.Marshal(r)
	return s, err
}

// decode reads with the second version of the JSON package: in half the time, and
// every start reads all records.
func (s storedRecord) decode() (r monitor.Record, err error) {
	err = jsonv2.Unmarshal(s.doc, &r)
	r.FirstSeen = time.Unix(s.firstSeen, 0).UTC()
	return r, err
}

func (s storedRecord) checksum() int64 { return checksum(s.feed, s.key, s.firstSeen, s.doc) }

// seconds is how times are kept: UTC, whole seconds.
func seconds(t time.Time) time.Time { return t.UTC().Truncate(time.Second) }
