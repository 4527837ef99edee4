package keychain

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"filippo.io/age"
	"filippo.io/age/armor"

	"vigie/monitor"
)

const testWorkFactor = 4 // a passphrase in no time

func newTestFile(path string) *File { return newFileWith(path, "correct horse") }

func newFileWith(path, passphrase string) *File {
	f := NewFile(path, func() (string, error) { return passphrase, nil })
	f.WorkFactor = testWorkFactor
	return f
}

func TestFileIsPrivate(t *testing.T) {
	path := filepath.Join(t.TempDir(), "vigie", "secrets.age")
	must(t, newTestFile(path).Set("name-of-item", "value of item"))
	data, err := os.ReadFile(path)
	must(t, err)
	for _, secret := range []string{"name-of-item", "value of item", "AGE-SECRET-KEY", "correct horse"} {
		if bytes.Contains(data, []byte(secret)) {
			t.Errorf("%q stands in the file", secret)
		}
	}
	if runtime.GOOS == "windows" { // where the rights of the folder are inherited
		return
	}
	for path, want := range map[string]fs.FileMode{path: 0o600, filepath.Dir(path): 0o700 | fs.ModeDir} {
		info, err := os.Stat(path)
		must(t, err)
		if info.Mode() != want {
			t.Errorf("%s has mode %v, want %v", filepath.Base(path), info.Mode(), want)
		}
	}
}

// TestFileNeedsNoVigie: age alone opens the file.
func TestFileNeedsNoVigie(t *testing.T) {
	path := filepath.Join(t.TempDir(), "secrets.age")
	must(t, newTestFile(path).Set("a", "b"))
	data, err := os.ReadFile(path)
	must(t, err)
	blocks := strings.SplitAfter(string(data), "-----END AGE ENCRYPTED FILE-----\n")
	if len(blocks) != 3 || blocks[2] != "" {
		t.Fatalf("%d blocks", len(blocks)-1)
	}
	key, err := age.NewScryptIdentity("correct horse")
	must(t, err)
	identity, err := decrypt([]byte(blocks[0]), key)
	must(t, err)
	identities, err := age.ParseIdentities(bytes.NewReader(identity))
	must(t, err)
	text, err := decrypt([]byte(blocks[1]), identities[0])
	if err != nil || string(text) != `{"a":"Yg=="}` {
		t.Errorf("items = %s, %v", text, err)
	}
}

// TestFileIsNeverWrittenOver: what cannot be opened is left as it is.
func TestFileIsNeverWrittenOver(t *testing.T) {
	path := filepath.Join(t.TempDir(), "secrets.age")
	k := open(t, newTestFile(path))
	put(t, k, "data-key", "key")
	then := mark(t, k)
	whole, err := os.ReadFile(path)
	must(t, err)
	second := bytes.Index(whole, []byte("END AGE")) + 200
	flip := func(at int) []byte {
		data := bytes.Clone(whole)
		data[at] ^= 1
		return data
	}
	refuses := func() (string, error) { return "", errors.New("nobody answers") }
	for _, c := range []struct {
		name    string
		data    []byte
		open    *File
		problem string
		state   monitor.KeychainState
	}{
		{"wrong passphrase", whole, newFileWith(path, "wrong"), "keychain-passphrase", monitor.KeychainLocked},
		{"empty passphrase", whole, newFileWith(path, ""), "keychain-passphrase", monitor.KeychainLocked},
		{"no passphrase", whole, NewFile(path, refuses), "keychain-passphrase", monitor.KeychainLocked},
		{"empty file", []byte{}, newTestFile(path), "keychain-damaged", monitor.KeychainChanged},
		{"half a file", whole[:len(whole)/2], newTestFile(path), "keychain-damaged", monitor.KeychainChanged},
		{"first part only", whole[:second-200], newTestFile(path), "keychain-damaged", monitor.KeychainChanged},
		{"header flipped", flip(3), newTestFile(path), "keychain-damaged", monitor.KeychainChanged},
		{"items flipped", flip(second), newTestFile(path), "keychain-damaged", monitor.KeychainChanged},
		{"end flipped", flip(len(whole) - 60), newTestFile(path), "keychain-damaged", monitor.KeychainChanged},
		{"more at the end", append(bytes.Clone(whole), "more"...), newTestFile(path), "keychain-damaged", monitor.KeychainChanged},
		{"too large", make([]byte, maxFileSize+1), newTestFile(path), "keychain-file", monitor.KeychainUnavailable},
	} {
		t.Run(c.name, func(t *testing.T) {
			must(t, os.WriteFile(path, c.data, 0o600))
			k := open(t, c.open)
			wantState(t, k, then, c.state)
			wantProblem(t, k.Put(t.Context(), items("0123", "x")), c.problem, nil)
			wantProblem(t, k.Delete(t.Context(), "data-key"), c.problem, nil)
			wantProblem(t, c.open.Set("x", "y"), c.problem, nil)
			wantProblem(t, c.open.Delete("x"), c.problem, nil)
			if data, err := os.ReadFile(path); err != nil || !bytes.Equal(data, c.data) {
				t.Error("the file was written over")
			}
		})
	}
	must(t, os.WriteFile(path, whole, 0o600))
	wantState(t, open(t, newTestFile(path)), then, monitor.KeychainOK)
}

// TestFileTwoPrograms: each sees what the other wrote, and what was interrupted
// in between does no harm.
func TestFileTwoPrograms(t *testing.T) {
	path := filepath.Join(t.TempDir(), "secrets.age")
	one, two := newTestFile(path), newTestFile(path)
	must(t, one.Set("a", "1"))
	must(t, two.Set("b", "2"))
	must(t, os.WriteFile(path+".new", []byte("cut short"), 0o600))
	must(t, one.Set("a", "3"))
	for name, want := range map[string]string{"a": "3", "b": "2"} {
		if got, err := two.Get(name); err != nil || got != want {
			t.Errorf("Get %s = %q, %v, want %q", name, got, err, want)
		}
	}
	must(t, one.Delete("a"))
	must(t, os.WriteFile(path+".new", []byte("cut short"), 0o600))
	must(t, two.Delete("b"))
	files, err := os.ReadDir(filepath.Dir(path))
	if err != nil || len(files) != 0 {
		t.Errorf("left after the last item: %v, %v", files, err)
	}
	must(t, newTestFile(path).Set("c", "4")) // a new file, with another identity
	if got, err := one.Get("c"); err != nil || got != "4" {
		t.Errorf("Get c = %q, %v", got, err)
	}
}

// TestFileTakesNoGigabytes: a file cannot make us work harder than we would.
func TestFileTakesNoGigabytes(t *testing.T) {
	path := filepath.Join(t.TempDir(), "secrets.age")
	must(t, newTestFile(path).Set("a", "b"))
	data, err := os.ReadFile(path)
	must(t, err)
	head, body, _ := split(data)
	plain, err := io.ReadAll(armor.NewReader(bytes.NewReader(head)))
	must(t, err)
	var heavy bytes.Buffer
	w := armor.NewWriter(&heavy)
	_, err = w.Write(bytes.Replace(plain, []byte(" 4\n"), []byte(" 19\n"), 1))
	must(t, errors.Join(err, w.Close()))
	must(t, os.WriteFile(path, append(heavy.Bytes(), body...), 0o600))
	_, err = newTestFile(path).Get("a")
	wantProblem(t, err, "keychain-damaged", monitor.ErrKeychainChanged)
}

func TestFilePassphraseOnce(t *testing.T) {
	path := filepath.Join(t.TempDir(), "secrets.age")
	asked := 0
	f := NewFile(path, func() (string, error) { asked++; return "correct horse", nil })
	f.WorkFactor = testWorkFactor
	if _, err := f.Get("a"); !errors.Is(err, monitor.ErrNotFound) || asked != 0 {
		t.Errorf("asked %d times for a file that is not there, %v", asked, err)
	}
	k := open(t, f)
	put(t, k, "data-key", "key")
	put(t, k, "0123", "value")
	_ = all(t, k)
	if asked != 1 {
		t.Errorf("asked %d times", asked)
	}
}

func TestFileCannotBeWritten(t *testing.T) {
	obstacle := filepath.Join(t.TempDir(), "file")
	must(t, os.WriteFile(obstacle, nil, 0o600))
	f := newTestFile(filepath.Join(obstacle, "secrets.age"))
	wantProblem(t, f.Set("a", "b"), "keychain-file", monitor.ErrKeychainUnavailable)
}
