package window

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"filippo.io/age"
	"filippo.io/age/armor"

	"vigie/gui/view"
	"vigie/monitor"
	"vigie/monitor/keychain"
	"vigie/monitor/share"
)

const phrase = "cinq mots sans aucun rapport"

// cheap is how much work a passphrase is here: the usual one takes minutes with
// the race detector.
const cheap = 4

// TestSealedFile: a file with a passphrase stands in for the key store, which is
// asked for each time and not remembered.
func TestSealedFile(t *testing.T) {
	why := monitor.ErrKeychainUnavailable
	home := newPlace(t)
	home.keys = refusing{home.keys, &why}
	s := home.open(t)
	if s.state().Keychain != monitor.KeychainUnavailable || !s.state().Settings.VaultUnused {
		t.Fatalf("%q, %+v", s.state().Keychain, s.state().Settings)
	}
	s.send(view.KeepInFile{Passphrase: view.Secret("court")})
	if p := s.p.ui.Errors["vault.passphrase"]; p == nil || p.Key != "passphrase.short" {
		t.Fatalf("a short passphrase: %v", s.p.ui.Errors)
	}
	s.end()

	file := keychain.NewFile(filepath.Join(home.dir, "keychain.age"), func() (string, error) { return phrase, nil })
	file.WorkFactor = cheap
	if err := file.Set("made", "by a test"); err != nil {
		t.Fatal(err)
	}
	unlock := func() {
		t.Helper()
		if s.state().Keychain != monitor.KeychainLocked || !s.state().Settings.VaultFile {
			t.Fatalf("%q, %+v", s.state().Keychain, s.state().Settings)
		}
		s.send(view.TypeSecret{Field: "unlock.passphrase", Value: view.Secret("pas celle-là")})
		s.send(view.Submit{Form: view.FormUnlock})
		if s.p.ui.Errors["unlock.passphrase"] == nil {
			t.Fatalf("a wrong passphrase: %+v", s.p.ui)
		}
		s.send(view.TypeSecret{Field: "unlock.passphrase", Value: view.Secret(phrase)})
		s.send(view.Submit{Form: view.FormUnlock})
		s.fine()
		if len(s.p.ui.Hidden) != 0 {
			t.Errorf("remembered: %v", s.p.ui.Hidden)
		}
	}
	s = home.open(t)
	unlock()
	s.claire()
	s.end()
	s = home.open(t)
	unlock()
	if len(s.state().Household.Persons) != 1 {
		t.Error("the household does not come back")
	}
}

// sealed is a file as Backup writes it, of a household of one.
func sealed(t *testing.T) string {
	t.Helper()
	person := monitor.Person{ID: monitor.NewID(), Name: "Claire", Role: monitor.Adult}
	text, err := json.Marshal(share.Copy{Version: 1, Persons: []monitor.Person{person}})
	if err != nil {
		t.Fatal(err)
	}
	to, err := age.NewScryptRecipient(phrase)
	if err != nil {
		t.Fatal(err)
	}
	to.SetWorkFactor(cheap)
	var b bytes.Buffer
	armored := armor.NewWriter(&b)
	w, err := age.Encrypt(armored, to)
	if err != nil {
		t.Fatal(err)
	}
	_, err = w.Write(text)
	if err := errors.Join(err, w.Close(), armored.Close()); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "vigie.age")
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestRestore: what is sealed is added to the household; a wrong passphrase is
// told where it was typed, and adds nothing.
func TestRestore(t *testing.T) {
	s := newPlace(t).open(t)
	s.send(view.AddPerson{Name: "Mehdi", Role: monitor.Adult})
	path := sealed(t)
	s.send(view.Restore{Path: path, Passphrase: view.Secret("une autre phrase que la sienne")})
	if s.p.ui.Errors["restore.passphrase"] == nil || len(s.state().Household.Persons) != 1 {
		t.Fatalf("a wrong passphrase: %v", s.p.ui.Errors)
	}
	s.send(view.Restore{Path: path, Passphrase: view.Secret(phrase)})
	if n := len(s.state().Household.Persons); n != 2 || s.state().FirstStart != view.StepDone {
		t.Errorf("%d persons, first start at %s", n, s.state().FirstStart)
	}
}

// TestLostKeyStore: a sealed file takes the place of what the key store no longer
// opens. A wrong passphrase erases nothing.
func TestLostKeyStore(t *testing.T) {
	home := newPlace(t)
	s := home.open(t)
	s.send(view.AddPerson{Name: "Mehdi", Role: monitor.Adult})
	s.end()
	kept := home.keys
	home.keys = keychain.NewMemory()
	s = home.open(t)
	if s.state().Keychain != monitor.KeychainLost {
		t.Fatalf("the key store is %q", s.state().Keychain)
	}
	path := sealed(t)
	s.send(view.Restore{Path: path, Passphrase: view.Secret("une autre phrase que la sienne")})
	if s.p.ui.Errors["restore.passphrase"] == nil {
		t.Fatalf("a wrong passphrase: %v", s.p.ui)
	}
	s.end()
	home.keys = kept
	s = home.open(t)
	if h := s.state().Household; len(h.Persons) != 1 || h.Persons[0].Name != "Mehdi" {
		t.Fatalf("after a wrong passphrase: %+v", h)
	}
	s.end()
	home.keys = keychain.NewMemory()
	s = home.open(t)
	s.send(view.Restore{Path: path, Passphrase: view.Secret(phrase)})
	if h := s.state().Household; s.state().Keychain != monitor.KeychainOK || len(h.Persons) != 1 || h.Persons[0].Name != "Claire" {
		t.Errorf("%q, %+v", s.state().Keychain, h)
	}
}

// TestBackup: a passphrase that is too short writes nothing, and is told where it
// was typed; one that is not writes a file that only its owner reads.
func TestBackup(t *testing.T) {
	s := newPlace(t).open(t)
	s.claire()
	path := filepath.Join(t.TempDir(), "vigie.age")
	s.send(view.Backup{Path: path, Passphrase: view.Secret("court")})
	if p := s.p.ui.Errors["backup.passphrase"]; p == nil || p.Key != "passphrase.short" {
		t.Fatalf("a short passphrase: %v", s.p.ui.Errors)
	}
	if _, err := os.Stat(path); err == nil {
		t.Error("it was written")
	}
	s.p.ui = view.UI{}
	s.send(view.Backup{Path: path, Passphrase: view.Secret(phrase)})
	s.fine()
	data, err := os.ReadFile(path)
	if err != nil || !bytes.HasPrefix(data, []byte(armor.Header)) || bytes.Contains(data, []byte("Claire")) {
		t.Errorf("%d bytes, %v", len(data), err)
	}
}
