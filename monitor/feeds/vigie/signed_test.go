package vigie

import (
	"bytes"
	"crypto/ed25519"
	"errors"
	"os"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"vigie/monitor"
)

// TestPublishedFile is a file as publishers put it on a server. Programs that
// are out there read it, so neither it nor this test may change: a new form of
// file needs a new format line.
func TestPublishedFile(t *testing.T) {
	file, err := os.ReadFile("testdata/two-keys.signed")
	if err != nil {
		t.Fatal(err)
	}
	payload, err := os.ReadFile("testdata/two-keys.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range []ed25519.PrivateKey{publisher, successor} {
		got, err := Verify(file, publics(key))
		if err != nil || !bytes.Equal(got, payload) {
			t.Errorf("key %s: %v", KeyID(publicOf(key)), err)
		}
	}
	if _, err := Verify(file, publics(stranger)); !errors.Is(err, ErrSignature) {
		t.Errorf("a key that did not sign: %v", err)
	}
	if again := sign(payload, []ed25519.PrivateKey{publisher, successor}); !bytes.Equal(again, file) {
		t.Error("signing the same list gives another file")
	}
	if !bytes.HasSuffix(file, payload) {
		t.Error("the list cannot be read in the file as it is")
	}
}

// Any bytes come back as they were, for each of the keys that signed them, and
// for no other.
func TestSignedBytesComeBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		payload := rapid.SliceOf(rapid.Byte()).Draw(t, "payload")
		numbers := rapid.SliceOfNDistinct(rapid.ByteRange(1, 20), 1, maxSignatures, rapid.ID[byte]).Draw(t, "keys")
		other := rapid.ByteRange(21, 40).Draw(t, "other key")
		var keys []ed25519.PrivateKey
		for _, n := range numbers {
			keys = append(keys, testKey(n))
		}
		file := sign(payload, keys)
		for _, k := range keys {
			got, signers, err := verify(file, publics(testKey(other), k))
			if err != nil || !bytes.Equal(got, payload) || !slices.Equal(signers, []string{KeyID(publicOf(k))}) {
				t.Fatalf("%v, signers %v, payload %q, want %q", err, signers, got, payload)
			}
		}
		if _, err := Verify(file, publics(testKey(other))); !errors.Is(err, ErrSignature) {
			t.Fatalf("another key: %v", err)
		}
		if _, err := Verify(file, nil); !errors.Is(err, ErrSignature) {
			t.Fatalf("no key: %v", err)
		}
	})
}

// Every byte counts: a file cut anywhere, or with one byte changed, added or
// missing, is refused.
func TestEveryByteCounts(t *testing.T) {
	file := signedList(t, list(2, later, "a"), publisher)
	refused := func(damaged []byte, how string, at int) {
		t.Helper()
		if _, err := Verify(damaged, publics(publisher)); !errors.Is(err, ErrFormat) && !errors.Is(err, ErrSignature) {
			t.Errorf("%s at %d: error %v", how, at, err)
		}
	}
	for i := range file {
		refused(file[:i], "cut", i)
		refused(file[i+1:], "start missing", i)
		refused(slices.Delete(slices.Clone(file), i, i+1), "byte missing", i)
		refused(slices.Insert(slices.Clone(file), i, ' '), "space added", i)
		for _, bit := range []byte{1, 0x20, 0x80} {
			damaged := slices.Clone(file)
			damaged[i] ^= bit
			refused(damaged, "byte changed", i)
		}
	}
	refused(append(slices.Clone(file), '\n'), "line added", len(file))
}

func TestVerifyRefuses(t *testing.T) {
	payload := list(2, later, "a")
	file := string(signedList(t, payload, publisher))
	line := "signature " + KeyID(publicOf(publisher)) + " "
	alien := string(header([]signature{{KeyID(publicOf(stranger)), make([]byte, ed25519.SignatureSize)}}))
	alien = strings.TrimSuffix(strings.TrimPrefix(alien, formatLine), "\n")
	for name, c := range map[string]struct {
		file string
		want error
	}{
		"nothing":             {"", ErrFormat},
		"a list not signed":   {string(payload), ErrFormat},
		"a page":              {"<!doctype html><title>Sign in</title>", ErrFormat},
		"format line only":    {formatLine, ErrFormat},
		"no empty line":       {strings.ReplaceAll(file, "\n\n", "\n"), ErrFormat},
		"byte order mark":     {"\ufeff" + file, ErrFormat},
		"lines of Windows":    {strings.ReplaceAll(file, "\n", "\r\n"), ErrFormat},
		"format 2":            {strings.Replace(file, " 1\n", " 2\n", 1), ErrFormat},
		"capitals":            {strings.Replace(file, line, strings.ToUpper(line), 1), ErrFormat},
		"another word":        {strings.Replace(file, "signature ", "comment ", 1), ErrFormat},
		"two spaces":          {strings.Replace(file, line, line+" ", 1), ErrFormat},
		"id too short":        {strings.Replace(file, line, line[:len(line)-2]+" ", 1), ErrFormat},
		"signature too short": {strings.Replace(file, "\n\n", "\n", 1)[:len(formatLine+line)+100] + "\n\n{}", ErrFormat},
		"too many signatures": {strings.Replace(file, line, strings.Repeat(alien, maxSignatures)+line, 1), ErrFormat},
		"endless header":      {formatLine + strings.Repeat(alien, 1<<14), ErrFormat},
		"endless line":        {formatLine + strings.Repeat("a", 1<<22), ErrFormat},
		"no signature":        {formatLine + "\n" + string(payload), ErrSignature},
		"of nobody we know":   {formatLine + alien + "\n" + string(payload), ErrSignature},
		"ours does not fit":   {strings.Replace(file, line, strings.ReplaceAll(alien, KeyID(publicOf(stranger)), KeyID(publicOf(publisher)))+line, 1), ErrSignature},
	} {
		t.Run(name, func(t *testing.T) {
			if c.file == file {
				t.Fatal("nothing is wrong with this file")
			}
			if _, err := Verify([]byte(c.file), publics(publisher)); !errors.Is(err, c.want) {
				t.Errorf("error %v, want %v", err, c.want)
			}
		})
	}
	t.Run("beside an unknown key", func(t *testing.T) {
		both := strings.Replace(file, line, alien+line, 1)
		if got, err := Verify([]byte(both), publics(publisher)); err != nil || !bytes.Equal(got, payload) {
			t.Errorf("a key we do not know is in the way: %v", err)
		}
	})
	t.Run("a key that is none", func(t *testing.T) {
		short := publicOf(publisher)[:5]
		forged := header([]signature{{KeyID(short), make([]byte, ed25519.SignatureSize)}})
		if _, err := Verify(forged, []ed25519.PublicKey{short}); !errors.Is(err, ErrSignature) {
			t.Errorf("error %v", err)
		}
	})
}

func TestSignRefuses(t *testing.T) {
	good := string(list(2, later, "a", "b"))
	many := make([]ed25519.PrivateKey, maxSignatures+1)
	for i := range many {
		many[i] = publisher
	}
	for name, c := range map[string]struct {
		payload string
		classes map[monitor.Class]bool
	}{
		"nothing":                 {"", testClasses},
		"a signed file":           {string(signedList(t, []byte(good), publisher)), testClasses},
		"cut":                     {good[:len(good)/2], testClasses},
		"no version":              {strings.Replace(good, `"version": 2`, `"version": 0`, 1), testClasses},
		"no expiry":               {strings.Replace(good, later, "", 1), testClasses},
		"a word nobody knows":     {strings.Replace(good, `"relation"`, `"relatoin"`, 1), testClasses},
		"a fault the linter sees": {strings.Replace(good, "Les clients de cette maison.", "Les clients !", 1), testClasses},
		"a class without words":   {good, nil},
	} {
		t.Run(name, func(t *testing.T) {
			if file, err := Sign([]byte(c.payload), c.classes, publisher); file != nil || !isProblem(err, "catalogue.not-signable") {
				t.Errorf("%d bytes, error %v", len(file), err)
			}
		})
	}
	for _, keys := range [][]ed25519.PrivateKey{nil, many} {
		if file, err := Sign([]byte(good), testClasses, keys...); file != nil || !errors.Is(err, errSigners) {
			t.Errorf("%d keys: %d bytes, error %v", len(keys), len(file), err)
		}
	}
	if longest := sign(nil, many[:maxSignatures]); len(longest) != maxHeader {
		t.Errorf("the longest header has %d bytes, want %d", len(longest), maxHeader)
	}
}

// FuzzVerify looks for a file that is believed although nobody signed it.
func FuzzVerify(f *testing.F) {
	ours := [][]byte{list(2, later, "a"), list(3, later, "a", "b"), []byte("\n"), nil}
	for _, p := range ours {
		f.Add(sign(p, []ed25519.PrivateKey{publisher}))
		f.Add(sign(p, []ed25519.PrivateKey{stranger, successor, publisher}))
	}
	trusted := publics(publisher, successor)
	f.Fuzz(func(t *testing.T, file []byte) {
		if signatures, payload, err := split(file); err == nil && !bytes.Equal(slices.Concat(header(signatures), payload), file) {
			t.Error("a header that can be written in two ways")
		}
		payload, err := Verify(file, trusted)
		switch {
		case err != nil && !errors.Is(err, ErrFormat) && !errors.Is(err, ErrSignature):
			t.Errorf("error %v", err)
		case err != nil && payload != nil:
			t.Error("a list comes with an error")
		case err == nil && !slices.ContainsFunc(ours, func(p []byte) bool { return bytes.Equal(p, payload) }):
			t.Errorf("believed, and nobody signed it: %q", payload)
		}
	})
}
