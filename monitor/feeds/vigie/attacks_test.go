package vigie

// The attacks that The Update Framework names (theupdateframework.io, "Security"),
// one test each. Every one starts where an honest update was accepted, and asks
// three things: the attack changes nothing, the state of the feed says so, and
// the next honest update is accepted as if nothing had been.

import (
	"bytes"
	"crypto/ed25519"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"vigie/monitor"
)

// attacked is an installation that holds version 5 with the breaches a and b.
func attacked(t *testing.T) *installation {
	p := install(t, publisher)
	p.serves(signedList(t, list(5, later, "a", "b"), publisher))
	p.expect(monitor.StateOK, "", "a", "b")
	return p
}

// survives lets a server answer with a file, then with an honest update.
func (p *installation) survives(file []byte, state monitor.FeedState, reason monitor.Reason) {
	p.t.Helper()
	p.serves(file)
	p.expect(state, reason, "a", "b")
	p.expect(state, reason, "a", "b")
	p.start()
	p.has("a", "b")
	p.serves(signedList(p.t, list(6, later, "a", "b", "honest"), publisher))
	p.expect(monitor.StateOK, "", "a", "b", "honest")
}

func keysOf(keys ...ed25519.PrivateKey) []ed25519.PrivateKey { return keys }

func TestArbitraryFile(t *testing.T) {
	evil := list(9, later, "evil")
	for name, c := range map[string]struct {
		file   []byte
		reason monitor.Reason
	}{
		"a list without signature":  {evil, monitor.ReasonNotUnderstood},
		"another kind of file":      {bytes.Repeat([]byte("%PDF"), 1000), monitor.ReasonNotUnderstood},
		"signed by somebody":        {sign(evil, keysOf(stranger)), monitor.ReasonSignature},
		"signed in a trusted name":  {bytes.ReplaceAll(sign(evil, keysOf(stranger)), []byte(KeyID(publicOf(stranger))), []byte(KeyID(publicOf(publisher)))), monitor.ReasonSignature},
		"a signature of nothing":    {append(header([]signature{{KeyID(publicOf(publisher)), make([]byte, ed25519.SignatureSize)}}), evil...), monitor.ReasonSignature},
		"one bit of an honest file": {flip(signedList(t, list(6, later, "a", "b"), publisher)), monitor.ReasonSignature},
	} {
		t.Run(name, func(t *testing.T) { attacked(t).survives(c.file, monitor.StateFailed, c.reason) })
	}
}

func flip(file []byte) []byte {
	file[len(file)-10] ^= 1
	return file
}

func TestEndlessData(t *testing.T) {
	p := attacked(t)
	honest := signedList(t, list(6, later, "a", "b"), publisher)
	p.answers(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/plain")
		_, err := w.Write(honest)
		for chunk := bytes.Repeat([]byte{' '}, 1<<16); err == nil; {
			_, err = w.Write(chunk)
		}
	})
	p.expect(monitor.StateFailed, monitor.ReasonTooLarge, "a", "b")
	p.survives(append(honest, make([]byte, maxBytes)...), monitor.StateFailed, monitor.ReasonTooLarge)
}

// The server hands out a list that was good once, whole or as "not modified".
func TestFreeze(t *testing.T) {
	old := signedList(t, list(6, "2026-12-31", "a", "b"), publisher)
	for name, validators := range map[string]bool{"as a file": false, "as not modified": true} {
		t.Run(name, func(t *testing.T) {
			p := attacked(t)
			p.serves(old)
			p.expect(monitor.StateOK, "", "a", "b")
			if !validators {
				p.answers(func(w http.ResponseWriter, _ *http.Request) {
					w.Header().Set("Content-Type", "text/plain")
					_, _ = w.Write(old)
				})
			}
			p.now = p.now.AddDate(0, 3, 0)
			p.expect(monitor.StateHeld, monitor.ReasonExpired, "a", "b")
			p.serves(signedList(t, list(7, later, "a", "b", "honest"), publisher))
			p.expect(monitor.StateOK, "", "a", "b", "honest")
		})
	}
	t.Run("a newer list past its day", func(t *testing.T) {
		attacked(t).survives(signedList(t, list(6, "2026-11-21", "a", "evil"), publisher), monitor.StateHeld, monitor.ReasonExpired)
	})
}

// A server that says the same for years is found out on the day after the
// expiry and every day from then on, and what is known stays.
func TestIndefiniteFreezeShows(t *testing.T) {
	p := attacked(t) // the list is good until 2027-11-02
	last := monitor.MustDate(later).Last()
	before := p.check().CheckedAt
	for range 24 {
		p.now = p.now.AddDate(0, 1, 0)
		if monitor.Today(p.now) <= last {
			before = p.expect(monitor.StateUnchanged, "", "a", "b").CheckedAt
			continue
		}
		got := p.expect(monitor.StateHeld, monitor.ReasonExpired, "a", "b")
		if !got.CheckedAt.Equal(before) {
			t.Errorf("in %s the last good answer is said to be of %s", p.now, got.CheckedAt)
		}
	}
	if p.now.Year() != 2028 || before.Year() != 2027 {
		t.Errorf("from %s to %s the expiry was never met", before, p.now)
	}
}

func TestRollback(t *testing.T) {
	t.Run("below the update", func(t *testing.T) {
		attacked(t).survives(signedList(t, list(4, later, "a", "evil"), publisher), monitor.StateHeld, monitor.ReasonOlder)
	})
	t.Run("below the program", func(t *testing.T) {
		p := install(t, publisher)
		p.serves(signedList(t, list(2, later, "evil"), publisher))
		p.expect(monitor.StateHeld, monitor.ReasonOlder, "a")
	})
	t.Run("after an older program was put back", func(t *testing.T) {
		p := attacked(t)
		p.embedded = list(1, later, "a")
		p.start()
		p.survives(signedList(t, list(4, later, "a", "evil"), publisher), monitor.StateHeld, monitor.ReasonOlder)
	})
}

// Whoever holds a trusted key can publish, so a huge version cannot be told from
// an honest one. The step is bounded, and taking the key away undoes it.
func TestFastForward(t *testing.T) {
	t.Run("too far", func(t *testing.T) {
		attacked(t).survives(signedList(t, list(5+maxStep+1, later, "a", "b", "evil"), publisher), monitor.StateHeld, monitor.ReasonNotUnderstood)
	})
	t.Run("past any number", func(t *testing.T) {
		huge := bytes.Replace(list(5, later, "evil"), []byte(`"version": 5`), []byte(`"version": 9223372036854775808`), 1)
		attacked(t).survives(sign(huge, keysOf(publisher)), monitor.StateFailed, monitor.ReasonNotUnderstood)
	})
	t.Run("as far as it goes", func(t *testing.T) {
		p := attacked(t)
		p.serves(signedList(t, list(5+maxStep, later, "a", "b", "evil"), publisher))
		p.expect(monitor.StateOK, "", "a", "b", "evil")
		p.keys = publics(successor)
		p.serves(signedList(t, list(6, later, "a", "b", "honest"), successor))
		p.expect(monitor.StateOK, "", "a", "b", "honest")
		p.serves(signedList(t, list(7, later, "a", "b", "c", "honest"), successor))
		p.expect(monitor.StateOK, "", "a", "b", "c", "honest")
	})
}

// Parts of honest files do not make an honest file.
func TestMixAndMatch(t *testing.T) {
	five, six := list(5, later, "a", "b"), list(6, later, "a", "c")
	head := header([]signature{{KeyID(publicOf(publisher)), ed25519.Sign(publisher, signedBytes(five))}})
	half := slices.Concat(five[:len(five)/2], six[len(six)/2:])
	both := header([]signature{
		{KeyID(publicOf(publisher)), ed25519.Sign(publisher, signedBytes(five))},
		{KeyID(publicOf(publisher)), ed25519.Sign(publisher, signedBytes(six))},
	})
	for name, file := range map[string][]byte{
		"signature of another version": slices.Concat(head, six),
		"halves of two":                slices.Concat(head, half),
		"one after the other":          slices.Concat(head, five, six),
		"both signatures":              slices.Concat(both, six),
		"a file in a file":             sign(signedList(t, six, publisher), keysOf(stranger)),
	} {
		t.Run(name, func(t *testing.T) { attacked(t).survives(file, monitor.StateFailed, monitor.ReasonSignature) })
	}
}

// The publisher's key signed these bytes, as something else.
func TestWrongProduct(t *testing.T) {
	payload := list(6, later, "a", "evil")
	for _, prefix := range []string{"", "vigie-signed-release 1\n", "vigie-signed-catalogue 2\n", "vigie-signed-catalogue 1", strings.TrimSpace(formatLine) + "\r\n"} {
		t.Run(fmt.Sprintf("%q", prefix), func(t *testing.T) {
			s := ed25519.Sign(publisher, append([]byte(prefix), payload...))
			file := append(header([]signature{{KeyID(publicOf(publisher)), s}}), payload...)
			attacked(t).survives(file, monitor.StateFailed, monitor.ReasonSignature)
		})
	}
}

// A key was stolen and used, then taken out of the list of those trusted.
func TestKeyCompromise(t *testing.T) {
	stolen := func(t *testing.T) *installation {
		p := attacked(t)
		p.serves(signedList(t, list(900, later, "a", "b", "evil"), publisher))
		p.expect(monitor.StateOK, "", "a", "b", "evil")
		p.keys = publics(successor)
		return p
	}
	t.Run("its next files are refused", func(t *testing.T) {
		p := stolen(t)
		p.serves(signedList(t, list(901, later, "evil", "evil2"), publisher))
		p.expect(monitor.StateFailed, monitor.ReasonSignature, "a", "b", "evil")
	})
	t.Run("an honest list takes its place, whatever its version", func(t *testing.T) {
		for _, version := range []int{3, 4, 899, 900, 901} { // 3 is that of the program
			p := stolen(t)
			p.serves(signedList(t, list(version, later, "a", "b", "honest"), successor))
			p.expect(monitor.StateOK, "", "a", "b", "honest")
			p.expect(monitor.StateUnchanged, "", "a", "b", "honest")
		}
	})
	t.Run("older lists than the program's stay out", func(t *testing.T) {
		p := stolen(t)
		p.serves(signedList(t, list(2, later, "old"), successor))
		p.expect(monitor.StateHeld, monitor.ReasonOlder, "a", "b", "evil")
	})
	t.Run("a planned change of keys loses nothing", func(t *testing.T) {
		p := attacked(t)
		p.serves(signedList(t, list(6, later, "a", "b", "c"), publisher, successor)) // old programs, new programs
		p.expect(monitor.StateOK, "", "a", "b", "c")
		p.keys = publics(publisher, successor)
		p.expect(monitor.StateUnchanged, "", "a", "b", "c")
		p.keys = publics(successor)
		if got := p.expect(monitor.StateOK, "", "a", "b", "c"); got.New+got.Changed+got.Withdrawn != 0 {
			t.Errorf("the same list by another key changes %+v", got)
		}
		p.serves(signedList(t, list(7, later, "a", "b", "c", "d"), successor))
		p.expect(monitor.StateOK, "", "a", "b", "c", "d")
	})
}
