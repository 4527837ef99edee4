package vigie

import (
	"bytes"
	"crypto/ed25519"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"vigie/monitor"
)

// The lines are part of other people's configurations and of key files that
// must be read for years.
func TestKeyLines(t *testing.T) {
	const (
		public  = "vigie-public-1:34750f98bd59fcfc:8a88e3dd7409f195fd52db2d3cba5d72ca6709bf1d94121bf3748801b40f6f5c"
		private = "VIGIE-PRIVATE-1:34750f98bd59fcfc:0101010101010101010101010101010101010101010101010101010101010101"
	)
	if got := FormatPublicKey(publicOf(publisher)); got != public {
		t.Errorf("public key %s", got)
	}
	if got := formatPrivateKey(publisher); got != private {
		t.Errorf("private key %s", got)
	}
	if k, err := ParsePublicKey(" " + public + "\r\n"); err != nil || !k.Equal(publicOf(publisher)) {
		t.Errorf("public key read as %x, %v", k, err)
	}
	if k, err := ParsePrivateKey("\t" + private + "\n"); err != nil || !k.Equal(publisher) {
		t.Errorf("private key not read: %v", err)
	}
}

func TestWrongKeyLines(t *testing.T) {
	public, private := FormatPublicKey(publicOf(publisher)), formatPrivateKey(publisher)
	wrong := []string{"", ":", "::", "vigie-public-1", "ssh-ed25519 AAAA", strings.Repeat(":", 1<<16)}
	for _, line := range []string{public, private} {
		wrong = append(wrong, line[1:], line[:len(line)-1], line+"0", line+":", strings.ReplaceAll(line, ":", ": "),
			strings.Replace(line, "-1:", "-2:", 1), strings.ToUpper(line), line+"\n"+line)
		for i := range line { // one mistyped character anywhere
			wrong = append(wrong, line[:i]+string(mistype(line[i]))+line[i+1:])
		}
	}
	for _, line := range wrong {
		if _, err := ParsePublicKey(line); !isProblem(err, "catalogue.public-key") {
			t.Errorf("public key %q: %v", line, err)
		}
		if _, err := ParsePrivateKey(line); !isProblem(err, "catalogue.private-key") {
			t.Errorf("private key %q: %v", line, err)
		}
	}
	if _, err := ParsePublicKey(private); err == nil {
		t.Error("a private key is taken for a public one")
	}
	if _, err := ParsePrivateKey(public); err == nil {
		t.Error("a public key is taken for a private one")
	}
}

func mistype(b byte) byte {
	if b == '7' {
		return '1'
	}
	return '7'
}

func TestKeyFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "publisher.key")
	public, err := CreateKeyFile(path)
	if err != nil {
		t.Fatal(err)
	}
	private, err := ReadKeyFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !publicOf(private).Equal(public) {
		t.Error("the file holds another key")
	}
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("others can read the file: %v", info.Mode())
	}
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := CreateKeyFile(path); !isProblem(err, "catalogue.key-file-create") || !errors.Is(err, os.ErrExist) {
		t.Errorf("a second key in the same file: %v", err)
	}
	if after, err := os.ReadFile(path); err != nil || !bytes.Equal(before, after) {
		t.Errorf("the first key is gone: %v", err)
	}
	other, err := CreateKeyFile(filepath.Join(t.TempDir(), "k"))
	if err != nil || other.Equal(public) {
		t.Errorf("two keys are the same, %v", err)
	}
}

func TestCreateKeyFileLeavesNothingBehind(t *testing.T) {
	dir := t.TempDir()
	if _, err := CreateKeyFile(filepath.Join(dir, "missing", "k")); !isProblem(err, "catalogue.key-file-create") {
		t.Errorf("no such folder: %v", err)
	}
	if files, err := os.ReadDir(dir); err != nil || len(files) != 0 {
		t.Errorf("left behind: %v, %v", files, err)
	}
}

func TestReadKeyFile(t *testing.T) {
	dir := t.TempDir()
	for name, c := range map[string]struct{ content, problem string }{
		"as made":      {"# " + FormatPublicKey(publicOf(publisher)) + "\n" + formatPrivateKey(publisher) + "\n", ""},
		"by an editor": {"\r\n  " + formatPrivateKey(publisher) + "\r\n\r\n", ""},
		"empty":        {"", "catalogue.private-key"},
		"comment only": {"# " + formatPrivateKey(publisher), "catalogue.private-key"},
		"public":       {FormatPublicKey(publicOf(publisher)), "catalogue.private-key"},
		"huge":         {strings.Repeat("#\n", maxKeyFile) + formatPrivateKey(publisher), "catalogue.private-key"},
		"one line":     {strings.Repeat("x", 1<<20), "catalogue.private-key"},
		"binary":       {"\x00\xff\xfe\n\x00", "catalogue.private-key"},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(dir, strings.ReplaceAll(name, " ", "-"))
			if err := os.WriteFile(path, []byte(c.content), 0o600); err != nil {
				t.Fatal(err)
			}
			key, err := ReadKeyFile(path)
			switch {
			case c.problem == "" && (err != nil || !key.Equal(publisher)):
				t.Errorf("not read: %v", err)
			case c.problem != "" && !isProblem(err, c.problem):
				t.Errorf("error %v, want %s", err, c.problem)
			}
		})
	}
	if _, err := ReadKeyFile(filepath.Join(dir, "none")); !isProblem(err, "catalogue.key-file-read") || !errors.Is(err, os.ErrNotExist) {
		t.Errorf("no file: %v", err)
	}
}

// TestPrivateKeyIsNeverSaid damages a key in every way a hand can, and looks
// for what remains of it in the errors and in what is meant to be shown.
func TestPrivateKeyIsNeverSaid(t *testing.T) {
	seed := []byte("a seed that is easy to search for")[:ed25519.SeedSize]
	key := ed25519.NewKeyFromSeed(seed)
	line := formatPrivateKey(key)
	said := []string{FormatPublicKey(publicOf(key)), KeyID(publicOf(key)), string(signedList(t, list(2, later, "a"), key))}
	path := filepath.Join(t.TempDir(), "k")
	for i := range line {
		for _, damaged := range []string{line[:i], line[:i] + "z" + line[i+1:], line[:i] + ":" + line[i:], line[:i] + "\x00" + line[i:]} {
			_, err := ParsePrivateKey(damaged)
			said = append(said, fmt.Sprintf("%v %+v", err, err))
			if err := os.WriteFile(path, []byte(damaged), 0o600); err != nil {
				t.Fatal(err)
			}
			_, err = ReadKeyFile(path)
			said = append(said, fmt.Sprintf("%v %+v", err, err))
		}
	}
	for _, s := range said {
		for _, form := range []string{string(seed[:8]), hex.EncodeToString(seed)[:8], base64.StdEncoding.EncodeToString(seed)[:8]} {
			if strings.Contains(s, form) {
				t.Fatalf("%q says %q", s, form)
			}
		}
	}
	if !strings.Contains(line, hex.EncodeToString(seed)[:8]) {
		t.Error("the search finds nothing even where the key is")
	}
}

func isProblem(err error, key string) bool {
	var p *monitor.Problem
	return errors.As(err, &p) && p.Key == key
}
