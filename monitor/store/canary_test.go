package store

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"

	"vigie/monitor"
)

// Words that no file may hold: all that people say about themselves.
const (
	canaryName         = "Zéphyrinette"
	canaryOrganisation = "Quincaillerie Brouillamini"
	canaryMasked       = "z•••@q•••.org"
	canaryIdentifier   = "identifier-carambouille"
	canaryBreach       = "breach-turlupinade-2026"
	canaryPerson       = "person-galimatias"
	canaryReason       = "reason-patatras"
)

func canaries() []string {
	return []string{canaryName, canaryOrganisation, canaryMasked, canaryIdentifier, canaryBreach, canaryPerson, canaryReason,
		string(monitor.SentPhone), "notice-received", "beneficiary", "2009-04"}
}

// publicWord stands in a public record: the search must find it.
const publicWord = "Bibliothèque Publique Témoin"

// plant writes the canaries everywhere they can be.
func plant(t *testing.T, s *Store) {
	t.Helper()
	ctx := context.Background()
	err := s.Update(ctx, func(tx monitor.Tx) error {
		c := content{
			Household: &monitor.Household{
				Persons:     []monitor.Person{{ID: canaryPerson, Name: canaryName}},
				Identifiers: []monitor.Identifier{{ID: canaryIdentifier, Person: canaryPerson, Kind: monitor.Email, Masked: canaryMasked}},
				Affiliations: []monitor.Affiliation{{ID: "a", Person: canaryPerson, Organisation: canaryOrganisation, Relation: "beneficiary",
					Period: monitor.Period{From: monitor.MustDate("2009-04")}}},
				Evidence: []monitor.Evidence{{ID: "e", Person: canaryPerson, Breach: canaryBreach, Kind: monitor.NoticeReceived, Reason: canaryReason}},
				Consents: []monitor.Consent{{Feed: monitor.FeedHIBP, Identifier: canaryIdentifier}},
			},
			Known:   []monitor.KnownFinding{{Person: canaryPerson, Breach: canaryBreach}},
			Alerts:  []monitor.Alert{{ID: "n", Person: canaryPerson, Breach: canaryBreach}},
			Records: []monitor.Record{{Feed: monitor.FeedCNIL, Key: "1", Facts: monitor.Facts{Organisation: publicWord}}},
			Lang:    "fr",
		}
		note := monitor.Document{Kind: "note", ID: "d", Person: canaryPerson, Body: []byte(`"` + canaryReason + `"`)}
		return errors.Join(c.write(tx), tx.PutDocument(note))
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range []monitor.LedgerEntry{
		{Feed: monitor.FeedXposedOrNot, Purpose: monitor.PurposeLookup, Sent: monitor.SentPhone, Identifier: canaryIdentifier},
		{Feed: monitor.FeedXposedOrNot, Purpose: monitor.PurposeLookup, Sent: monitor.SentNothing, Identifier: canaryIdentifier},
	} {
		if _, err := s.BeginRequest(ctx, e); err != nil {
			t.Fatal(err)
		}
	}
}

// forms are the ways in which a word could stand in a file.
func forms(word string) map[string][]byte {
	utf := utf16.Encode([]rune(word))
	little, big := make([]byte, 0, 2*len(utf)), make([]byte, 0, 2*len(utf))
	for _, u := range utf {
		little = append(little, byte(u), byte(u>>8))
		big = append(big, byte(u>>8), byte(u))
	}
	quoted, _ := json.Marshal(word) // a string always encodes
	all := map[string][]byte{
		"raw": []byte(word), "lower": []byte(strings.ToLower(word)), "upper": []byte(strings.ToUpper(word)),
		"json": bytes.Trim(quoted, `"`), "hex": []byte(hex.EncodeToString([]byte(word))), "utf-16le": little, "utf-16be": big,
	}
	for shift := range 3 { // base64 has three alignments; the ends depend on the neighbours
		encoded := base64.StdEncoding.EncodeToString(append(make([]byte, shift), word...))
		all["base64+"+string(rune('0'+shift))] = []byte(encoded[4 : len(encoded)-4])
	}
	return all
}

// findWord looks for every form of a word in every file of a directory, and
// in the names of the files.
func findWord(t *testing.T, dir, word string) (found []string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		data = append(data, path[len(dir):]...)
		for form, text := range forms(word) {
			if bytes.Contains(data, text) {
				found = append(found, form+" in "+filepath.Base(path))
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func checkCanaries(t *testing.T, dir string) {
	t.Helper()
	for _, word := range canaries() {
		for _, where := range findWord(t, dir, word) {
			t.Errorf("%q: %s", word, where)
		}
	}
}

func TestNothingPersonalOnDisk(t *testing.T) {
	dir := t.TempDir()
	s := openUnlocked(t, dir)
	plant(t, s)
	if err := s.Backup(context.Background(), day); err != nil {
		t.Fatal(err)
	}
	closeStore(t, s)
	checkCanaries(t, dir)
	if found := findWord(t, dir, publicWord); len(found) < 2 {
		t.Errorf("the public word was found %v: the search looks in the wrong place", found)
	}
}

// TestNothingPersonalInLog looks into the log that a killed process left.
func TestNothingPersonalInLog(t *testing.T) {
	dir := t.TempDir()
	crashOnce(t, dir, 40, acknowledged{})
	checkCanaries(t, dir)
	if !exists(filepath.Join(dir, databaseName+walSuffix)) {
		t.Error("the writer left no log")
	}
}

// TestDeletedBytesAreGone looks for the very bytes of sealed rows after their
// deletion: freed pages and the log keep them unless they are overwritten.
func TestDeletedBytesAreGone(t *testing.T) {
	dir := t.TempDir()
	s := openUnlocked(t, dir)
	plant(t, s)
	closeStore(t, s)

	s = openUnlocked(t, dir)
	sealed := make(map[string][]byte)
	for _, table := range []string{persons.name, identifiers.name, affiliations.name, evidence.name, consents.name, knownFindings.name, alerts.name, documents.name} {
		err := each(context.Background(), s.reader, "SELECT sealed FROM "+table, func(scan scanner) error {
			var b []byte
			err := scan(&b)
			sealed[table] = b
			return err
		})
		if err != nil || len(sealed[table]) == 0 {
			t.Fatalf("%s: %v", table, err)
		}
	}
	holds := func() (tables []string) {
		var all []byte
		for _, path := range s.Files() {
			data, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, data...)
		}
		for table, b := range sealed {
			if bytes.Contains(all, b[:32]) || bytes.Contains(all, b[len(b)-32:]) {
				tables = append(tables, table)
			}
		}
		return tables
	}
	if before := holds(); len(before) != len(sealed) {
		t.Fatalf("before the deletion only %v are found: the search looks in the wrong place", before)
	}
	if err := s.Update(context.Background(), func(tx monitor.Tx) error { return tx.DeletePerson(canaryPerson) }); err != nil {
		t.Fatal(err)
	}
	if after := holds(); after != nil {
		t.Errorf("bytes of %v remain while the store is open", after)
	}
}
