package vigie

import (
	"crypto/ed25519"
	"encoding/json"
	"slices"

	"vigie/monitor"
	"vigie/monitor/egress"
)

// accepted is what is remembered of the newest catalogue that was accepted. It
// is the feed's cursor, so it is stored in the same transaction as the records.
type accepted struct {
	Version int          `json:"version"`
	Expires monitor.Date `json:"expires"`
	Signers []string     `json:"signers"` // KeyID of the trusted keys that signed it
	// The validators mean something to the address that gave them only.
	URL        string            `json:"url"`
	Validators egress.Validators `json:"validators"`
}

func (a accepted) encode() []byte {
	b, _ := json.Marshal(a) // strings and a number: it cannot fail
	return b
}

// decodeCursor reads a cursor; one that is not ours is as good as none.
func decodeCursor(cursor []byte) accepted {
	var a accepted
	if json.Unmarshal(cursor, &a) != nil {
		return accepted{}
	}
	return a
}

// newest chooses between the catalogue inside the program and the update that
// was accepted last: what this returns is the version that no answer may be
// older than, and monitor.Install makes the same choice for the records.
//
// An update that no trusted key signed any more is as if it had never been
// accepted, its version included: a stolen key that was taken away must not keep
// honest updates out (The Update Framework, section 5.3, step 11). That is
// revoked. Its records stay until a trusted catalogue takes their place, be it no
// newer than the program's: until then nobody we trust has said they are false.
func newest(embedded int, last accepted, keys []ed25519.PublicKey) (have accepted, revoked bool) {
	if last.Version < embedded {
		return accepted{Version: embedded}, false
	}
	trusted := func(id string) bool {
		return slices.ContainsFunc(keys, func(k ed25519.PublicKey) bool { return KeyID(k) == id })
	}
	if !slices.ContainsFunc(last.Signers, trusted) {
		return accepted{Version: embedded}, true
	}
	return last, false
}
