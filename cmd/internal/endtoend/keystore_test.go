//go:build e2e && linux

package endtoend

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"vigie/assets/words"
)

// settled is a session in which someone lives: a person, two identifiers, and an
// affiliation.
func settled(t *testing.T) *session {
	t.Helper()
	s := newSession(t)
	s.do("person", "add", household[0])
	s.enter(identifiers[0].text, "identifier", "add", "--person", household[0], "--kind", identifiers[0].kind)
	s.enter(identifiers[1].text, "identifier", "add", "--person", household[0], "--kind", identifiers[1].kind)
	s.do("affiliation", "add", "--person", household[0], "--organisation", freeName)
	return s
}

// complete fails unless all of it is still there.
func (s *session) complete() {
	s.t.Helper()
	if state := ask[standing](s, "status").Keychain; state != "ok" {
		s.t.Errorf("the key store is %s", state)
	}
	var have []string
	for _, i := range ask[[]identifier](s, "identifier", "list", "--reveal") {
		have = append(have, i.Value)
	}
	if want := []string{identifiers[0].kept, identifiers[1].kept}; !slices.Equal(have, want) {
		s.t.Errorf("identifiers: %v", have)
	}
	if a := ask[[]affiliation](s, "affiliation", "list"); len(a) != 1 || a[0].Organisation != freeName {
		s.t.Errorf("affiliations: %v", a)
	}
	if kept := s.kept(s.data()); len(kept) != 2 {
		s.t.Errorf("the key store has %v", kept)
	}
}

// needKeyStore are commands that cannot work without what the key store keeps:
// one that reads, one that writes, one that would send.
var needKeyStore = []command{
	{args: []string{"findings"}},
	{args: []string{"person", "add", household[1]}},
	{args: []string{"identifier", "add", "--person", household[0], "--kind", "phone"}, typed: "0199001234"},
	{args: []string{"check"}},
}

// refused fails unless the status names a state and every command that needs the
// key store says it in words, in both languages.
func (s *session) refused(state string, env ...string) {
	s.t.Helper()
	r := s.must(command{args: []string{"status", "--json"}, env: env}, done)
	if got := read[standing](s, r).Keychain; got != state {
		s.t.Errorf("the key store is %s, want %s", got, state)
	}
	for _, lang := range words.Languages() {
		var asked []command
		for _, c := range needKeyStore {
			asked = append(asked, command{append(slices.Clip(c.args), "--lang", lang), c.typed, env})
		}
		said := explanation(s.t, lang, "keychain-"+state)
		for _, r := range s.runAll(asked...) {
			if r.status != problem || r.out != "" || r.err != said {
				s.t.Errorf("not in the words for %s: %v", state, r)
			}
		}
	}
}

// explanation is what the program says of a problem: what happened, what to do.
func explanation(t testing.TB, lang, key string) string {
	t.Helper()
	w, err := words.Load(lang)
	if err != nil {
		t.Fatal(err)
	}
	if !w.Has("problem." + key) {
		t.Fatal("no words for problem ", key)
	}
	return w.T("problem."+key) + "\n" + w.T("problem."+key+".do") + "\n"
}

// TestLocked: the screen is locked and the key store with it.
func TestLocked(t *testing.T) {
	t.Parallel()
	s := settled(t)
	s.Lock()
	s.refused("locked")
	s.Unlock()
	s.complete()
}

// TestHanging: the key store listens and does not answer. Every command returns
// all the same; runAll fails on one that does not.
func TestHanging(t *testing.T) {
	t.Parallel()
	s := settled(t)
	thaw := s.Keyring.Freeze()
	s.refused("locked")
	thaw()
	s.complete()
}

// TestEmptied: someone removed our items.
func TestEmptied(t *testing.T) {
	t.Parallel()
	s := settled(t)
	s.secretTool("clear", "service", "vigie")
	s.refused("lost")
	if kept := s.secretToolFinds(); kept {
		t.Error("something was made anew in the key store, silently")
	}
}

// secretToolFinds reports whether the key store has anything of ours.
func (s *session) secretToolFinds() bool {
	s.t.Helper()
	return strings.Contains(s.secretTool("search", "--all", "service", "vigie"), "attribute.username")
}

// TestOldKeyringRestored: a backup of the key store from before the last
// identifier was put back.
func TestOldKeyringRestored(t *testing.T) {
	t.Parallel()
	s := newSession(t)
	s.do("person", "add", household[0])
	s.enter(identifiers[0].text, "identifier", "add", "--person", household[0], "--kind", identifiers[0].kind)
	old := s.keyringFile()
	s.enter(identifiers[1].text, "identifier", "add", "--person", household[0], "--kind", identifiers[1].kind)
	s.do("affiliation", "add", "--person", household[0], "--organisation", freeName)
	recent := s.keyringFile()

	s.restore(old)
	s.refused("changed")
	s.restore(recent)
	s.complete()
}

// keyringPath is where gnome-keyring keeps what it keeps.
func (s *session) keyringPath() string { return s.Path("data", "keyrings", "login.keyring") }

func (s *session) keyringFile() []byte {
	s.t.Helper()
	content, err := os.ReadFile(s.keyringPath())
	if err != nil {
		s.t.Fatal(err)
	}
	return content
}

// restore puts a backup of the key store back, while nobody is logged in.
func (s *session) restore(content []byte) {
	s.t.Helper()
	s.Keyring.Kill()
	if err := os.WriteFile(s.keyringPath(), content, 0o600); err != nil {
		s.t.Fatal(err)
	}
	s.StartKeyring()
}

// nowhere is the environment of a session without a bus. godbus looks into
// /run/user whatever the environment says, so on a desktop, where the person's
// own bus is there, a variable has to lead away from it.
func nowhere() []string {
	if _, err := os.Stat(fmt.Sprintf("/run/user/%d/bus", os.Getuid())); err == nil {
		return []string{"DBUS_SESSION_BUS_ADDRESS=unix:path=/nowhere"}
	}
	return []string{"DBUS_SESSION_BUS_ADDRESS="}
}

// TestNoKeyStore: no bus at all, as on a server. The commands say so, and a file
// with a passphrase stands in when the person asks for it.
func TestNoKeyStore(t *testing.T) {
	t.Parallel()
	s := newSession(t)
	s.refused("unavailable", nowhere()...)

	const passphrase = "mirliton hune abracadabra horizon"
	dir := t.TempDir()
	right, wrong := filepath.Join(dir, "right"), filepath.Join(dir, "wrong")
	for path, text := range map[string]string{right: passphrase, wrong: passphrase + "s"} {
		if err := os.WriteFile(path, []byte(text+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	with := func(path string) []string { return append(nowhere(), "VIGIE_PASSPHRASE_FILE="+path) }

	for _, c := range []command{
		{args: []string{"keychain", "file"}},
		{args: []string{"person", "add", household[0]}},
		{args: []string{"identifier", "add", "--person", household[0], "--kind", "email"}, typed: identifiers[0].text},
		{args: []string{"affiliation", "add", "--person", household[0], "--organisation", freeName}},
	} {
		c.env = with(right)
		s.must(c, done)
	}
	r := s.must(command{args: []string{"identifier", "list", "--reveal", "--json"}, env: with(right)}, done)
	if ids := read[[]identifier](s, r); len(ids) != 1 || !ids[0].Valid || ids[0].Value != identifiers[0].kept {
		t.Errorf("identifiers: %+v", ids)
	}
	if r := s.must(command{args: []string{"person", "list", "--lang", "en"}, env: with(wrong)}, problem); r.err != explanation(t, "en", "keychain-passphrase") {
		t.Errorf("another passphrase: %v", r)
	}
	if r := s.must(command{args: []string{"person", "list", "--lang", "en"}, env: nowhere()}, problem); r.err != explanation(t, "en", "passphrase.needed") {
		t.Errorf("no passphrase: %v", r)
	}
	s.Keyring.Kill()
	checkTree(t, s.Dir, append(append(values(), names()...), canary{"passphrase", []string{passphrase}})...)
}
