package vigie

import (
	"crypto/ed25519"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"vigie/monitor"
	"vigie/monitor/egress"
)

func TestNewest(t *testing.T) {
	const embedded = 5
	id := func(k ed25519.PrivateKey) string { return KeyID(publicOf(k)) }
	update := func(version int, signers ...string) accepted {
		return accepted{version, monitor.MustDate(later), signers, "https://vigie.example/", egress.Validators{ETag: `"x"`}}
	}
	own := accepted{Version: embedded}
	for name, c := range map[string]struct {
		last    accepted
		keys    []ed25519.PublicKey
		have    accepted
		revoked bool
	}{
		"nothing accepted yet":           {accepted{}, publics(publisher), own, false},
		"update is newer":                {update(6, id(publisher)), publics(publisher), update(6, id(publisher)), false},
		"update is as new":               {update(5, id(publisher)), publics(publisher), update(5, id(publisher)), false},
		"program was upgraded past it":   {update(4, id(publisher)), publics(publisher), own, false},
		"the same, by a key taken away":  {update(4, id(stranger)), publics(publisher), own, false},
		"newer, by a key taken away":     {update(6, id(publisher)), publics(successor), own, true},
		"as new, by a key taken away":    {update(5, id(publisher)), publics(successor), own, true},
		"signed by both, one taken away": {update(6, id(publisher), id(successor)), publics(successor), update(6, id(publisher), id(successor)), false},
		"by nobody":                      {update(6), publics(publisher), own, true},
		"nobody is trusted":              {update(6, id(publisher)), nil, own, true},
		"huge, by a key taken away":      {update(1<<30, id(publisher)), publics(successor), own, true},
		"nonsense":                       {update(-1, "x"), publics(publisher), own, false},
	} {
		t.Run(name, func(t *testing.T) {
			have, revoked := newest(embedded, c.last, c.keys)
			if !reflect.DeepEqual(have, c.have) || revoked != c.revoked {
				t.Errorf("have %+v, revoked %t, want %+v, %t", have, revoked, c.have, c.revoked)
			}
		})
	}
}

// Whatever the cursor holds, nothing older than the program's own catalogue is
// ever the newest, and what is above it was signed by someone trusted.
func TestNewestIsNeverBelowTheProgram(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		embedded := rapid.IntRange(1, 20).Draw(t, "embedded")
		cursor := rapid.OneOf(rapid.SliceOf(rapid.Byte()), rapid.Custom(func(t *rapid.T) []byte {
			var signers []string
			for _, n := range rapid.SliceOf(rapid.ByteRange(1, 3)).Draw(t, "signers") {
				signers = append(signers, KeyID(publicOf(testKey(n))))
			}
			return accepted{Version: rapid.IntRange(-1, 30).Draw(t, "version"), Signers: signers}.encode()
		})).Draw(t, "cursor")
		last := decodeCursor(cursor)
		have, revoked := newest(embedded, last, publics(publisher))
		switch {
		case have.Version < embedded:
			t.Fatalf("version %d is older than the program's", have.Version)
		case have.Version > embedded && !slices.Contains(have.Signers, KeyID(publicOf(publisher))):
			t.Fatalf("version %d is signed by %v", have.Version, have.Signers)
		case revoked && (have.Version != embedded || last.Version < embedded):
			t.Fatalf("revoked, and version %d is kept of %d", have.Version, last.Version)
		}
	})
}

func TestCursorComesBack(t *testing.T) {
	want := accepted{7, monitor.MustDate(later), []string{"a", "b"}, "https://vigie.example/?a=1&b=<>",
		egress.Validators{ETag: `W/"x"`, LastModified: "Mon, 02 Nov 2026 00:00:00 GMT"}}
	if got := decodeCursor(want.encode()); !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v", got)
	}
	for _, cursor := range []string{"", "null", "7", "[]", `{"version":"7"}`, `{"version":1e99}`, `{"expires":"soon","version":7}`, "\xff"} {
		if got := decodeCursor([]byte(cursor)); !reflect.DeepEqual(got, accepted{}) {
			t.Errorf("cursor %q is read as %+v", cursor, got)
		}
	}
}
