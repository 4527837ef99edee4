package fuitesinfos

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"slices"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"vigie/monitor"
	"vigie/monitor/feeds/labels"
	"vigie/monitor/feeds/rss"
)

// What is wrong with a register. None of these says what stands in it.
var (
	errLine  = errors.New("a line of the register is not an event")
	errChain = errors.New("the register's chain of hashes is broken")
)

// event is one line of the register. Which fields it has depends on its type.
type event struct {
	Type      string `json:"type"` // ajout, correction, retrait, campagne
	Seq       int64  `json:"seq"`
	Reference string `json:"reference"` // of the entry
	Entity    string `json:"entite"`
	Of        string `json:"fiche_du"` // the entry's own day
	Date      string `json:"date"`     // of this change

	Field   string         `json:"champ"` // of a correction: status, name, records_count, data_types…
	Before  jsontext.Value `json:"avant"`
	After   jsontext.Value `json:"apres"`
	Added   []string       `json:"ajoutes"`
	Removed []string       `json:"retires"`
	Detail  []event        `json:"detail"` // of a campaign: corrections to many entries at once

	Hash     string `json:"empreinte"`
	Previous string `json:"empreinte_precedente"`
}

// Register is a register that was read whole and whose chain holds.
type Register struct {
	Records []monitor.Record
	Events  int    // lines
	Head    string // hash of the last line
	hashes  []string
}

// contains reports whether the register had this head once: it only grows.
func (r *Register) contains(events int, head string) bool {
	return events == 0 || events <= r.Events && r.hashes[events-1] == head
}

// ReadRegister reads the public register: one JSON object a line, each with the
// hash of the one before. A line that was changed, lost or moved breaks the
// chain, and nothing of the register is then taken.
//
// today bounds the days that are believed. The register names who and how sure;
// it gives kinds of data only where they were corrected.
func ReadRegister(data []byte, today monitor.Date) (*Register, error) {
	r := new(Register)
	book := newBook(today)
	previous := strings.Repeat("0", 2*sha256.Size)
	for line := range bytes.Lines(data) {
		if line = bytes.TrimSpace(line); len(line) == 0 {
			continue
		}
		var e event
		if err := json.Unmarshal(line, &e); err != nil || e.Type == "" {
			return nil, errLine
		}
		hash, err := hashOf(line)
		if err != nil {
			return nil, errLine
		}
		if e.Hash != hash || e.Previous != previous {
			return nil, errChain
		}
		previous = hash
		r.hashes = append(r.hashes, hash)
		book.apply(e)
	}
	r.Records, r.Events, r.Head = book.records(), len(r.hashes), previous
	return r, nil
}

// hashOf is the SHA-256 of an event without its own hash, written as JSON with
// sorted keys and no spaces. The register's own verifier does the same.
func hashOf(line []byte) (string, error) {
	var members map[string]jsontext.Value
	if err := json.Unmarshal(line, &members); err != nil {
		return "", err
	}
	delete(members, "empreinte")
	canonical, err := json.Marshal(members, json.Deterministic(true), jsontext.ReorderRawObjects(true))
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(canonical)
	return hex.EncodeToString(sum[:]), nil
}

// book is the state of every entry that the register speaks of.
type book struct {
	today   monitor.Date
	entries map[string]*entry
	order   []*entry // as they came
	ids     map[string]bool
}

// entry is one entry of the site.
type entry struct {
	id           string // from its first name: a corrected name is the same breach
	organisation string
	day          monitor.Date
	status       monitor.Status
	affected     int64
	kinds        []string
}

func newBook(today monitor.Date) *book {
	return &book{today: today, entries: make(map[string]*entry), ids: make(map[string]bool)}
}

// apply changes the entry that an event speaks of. Types and fields that say
// nothing about who, how sure or what are passed over.
func (b *book) apply(e event) {
	if e.Type == "campagne" {
		for _, d := range e.Detail {
			d.Type, d.Field = "correction", e.Field
			b.apply(d)
		}
		return
	}
	n := b.entry(e)
	if n == nil {
		return // corrected without ever having been named
	}
	switch e.Type {
	case "ajout":
		n.status = monitor.Claimed // new, or back after it was withdrawn
	case "retrait":
		n.status = monitor.Withdrawn
	case "correction":
		n.correct(e)
	}
}

// entry is the entry that an event speaks of, made when it is the first.
func (b *book) entry(e event) *entry {
	if n := b.entries[e.Reference]; n != nil {
		return n
	}
	name := rss.Plain(e.Entity, monitor.MaxName)
	if e.Reference == "" || name == "" || strings.ContainsRune(name, '\uFFFD') {
		return nil
	}
	first := name
	if before := text(e.Before); e.Field == "name" && before != "" {
		first = before
	}
	day, _ := monitor.ParseDate(e.Of) // not known when it is no date
	n := &entry{id: rss.ID(first, day, e.Reference), organisation: name, day: day, status: monitor.Claimed}
	if b.ids[n.id] {
		n.id = rss.ID(first, monitor.Date{}, e.Reference) // another entry about it on the same day
	}
	b.ids[n.id], b.entries[e.Reference], b.order = true, n, append(b.order, n)
	return n
}

func (n *entry) correct(e event) {
	switch e.Field {
	case "status":
		if n.status != monitor.Withdrawn {
			n.status = readStatus(text(e.After))
		}
	case "name":
		if after := text(e.After); after != "" {
			n.organisation = after
		}
	case "records_count":
		n.affected = 0
		var count int64
		if json.Unmarshal(e.After, &count) == nil && count > 0 {
			n.affected = count
		}
	case "data_types":
		n.kinds = slices.DeleteFunc(append(n.kinds, e.Added...), func(k string) bool { return slices.Contains(e.Removed, k) })
	}
}

// text is a JSON string, or "".
func text(v jsontext.Value) string {
	var s string
	if len(v) == 0 || json.Unmarshal(v, &s) != nil {
		return ""
	}
	return rss.Plain(s, monitor.MaxName)
}

func (b *book) records() []monitor.Record {
	var records []monitor.Record
	for _, n := range b.order {
		data := labels.Read(n.kinds...)
		facts := monitor.Facts{
			Organisation: n.organisation,
			Status:       n.status,
			Affected:     n.affected,
			Exposed:      data.Classes,
			NotConcerned: data.Absent,
			Passwords:    data.Passwords,
			References:   []monitor.Reference{{Title: n.organisation, Publisher: publisher, URL: "https://fuitesinfos.fr/"}},
		}
		facts.Aliases, facts.Domains = rss.Names(n.organisation)
		if n.day.First() <= b.today.Last()+1 {
			facts.DisclosedOn = n.day
		}
		records = append(records, monitor.Record{Feed: monitor.FeedFuitesInfos, Key: n.id, ID: n.id, Facts: facts})
	}
	return records
}
