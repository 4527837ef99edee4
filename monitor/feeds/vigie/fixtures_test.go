package vigie

import (
	"bytes"
	"crypto/ed25519"
	"fmt"
	"strings"
	"testing"

	"vigie/monitor"
)

// Keys for tests only: their seeds are written here.
var (
	publisher = testKey(1)
	successor = testKey(2)
	stranger  = testKey(3)
)

func testKey(n byte) ed25519.PrivateKey {
	return ed25519.NewKeyFromSeed(bytes.Repeat([]byte{n}, ed25519.SeedSize))
}

func publics(keys ...ed25519.PrivateKey) []ed25519.PublicKey {
	var all []ed25519.PublicKey
	for _, k := range keys {
		all = append(all, publicOf(k))
	}
	return all
}

var testClasses = map[monitor.Class]bool{monitor.ClassNames: true}

// list is a catalogue of made-up breaches that has no fault. Ids are in
// alphabetical order.
func list(version int, expires string, ids ...string) []byte {
	var breaches []string
	for _, id := range ids {
		breaches = append(breaches, fmt.Sprintf(`{
   "id": %q, "organisation": "Maison %s", "disclosed_on": "2026-03-02",
   "criteria": [{"relation": "customer"}], "exposed": ["Names"], "status": "confirmed",
   "population": {"fr": "Les clients de cette maison.", "en": "The customers of this house."},
   "references": [{"title": "Annonce", "publisher": "Maison %s", "url": "https://%s.example/"}]
  }`, id, id, id, id))
	}
	return fmt.Appendf(nil, `{
 "schema": 1, "version": %d, "published": "2026-11-02", "expires": %q,
 "breaches": [
  %s
 ]
}
`, version, expires, strings.Join(breaches, ",\n  "))
}

const later = "2027-11-02" // after every clock of these tests

// signedList signs a list that has no fault.
func signedList(t testing.TB, payload []byte, keys ...ed25519.PrivateKey) []byte {
	t.Helper()
	file, err := Sign(payload, testClasses, keys...)
	if err != nil {
		t.Fatal(err)
	}
	return file
}
