package share

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"filippo.io/age"
	"filippo.io/age/armor"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"vigie/monitor"
)

const (
	passphrase = "five words that nobody guesses"
	quick      = 10 // scrypt's work, for tests
)

func household() *Copy {
	return &Copy{
		Made:    time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC),
		Persons: []monitor.Person{{ID: "p1", Name: "Claire", Role: monitor.Adult}},
		Identifiers: []Identifier{{
			monitor.Identifier{ID: "i1", Person: "p1", Kind: monitor.Email, Masked: "c•••@e•••.org"}, Secret("claire@example.org"),
		}},
		Affiliations: []monitor.Affiliation{{ID: "a1", Person: "p1", Organisation: "Acme", Period: monitor.Period{From: monitor.MustDate("2011"), Current: true}}},
		Evidence:     []monitor.Evidence{{ID: "e1", Person: "p1", Breach: "acme-2026", Kind: monitor.NotMe, Reason: "namesake"}},
		Documents:    []monitor.Document{{Kind: "progress", ID: "p1/step", Person: "p1", Body: json.RawMessage(`{"state":"done"}`)}},
	}
}

func sealed(t *testing.T, c *Copy) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := seal(&b, passphrase, c, quick, maxText); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestWhatIsSealedComesBack(t *testing.T) {
	data := sealed(t, household())
	for _, clear := range []string{"Claire", "claire@example.org", "Acme", "Y2xhaXJl"} {
		if bytes.Contains(data, []byte(clear)) {
			t.Errorf("the file shows %q", clear)
		}
	}
	got, err := Open(bytes.NewReader(data), passphrase)
	if err != nil {
		t.Fatal(err)
	}
	want := household()
	want.Version = version
	if d := cmp.Diff(want, got, cmpopts.EquateComparable(monitor.Date{})); d != "" {
		t.Error(d)
	}
}

func TestRefusals(t *testing.T) {
	good := sealed(t, household())
	later := func() []byte {
		var b bytes.Buffer
		to, _ := age.NewScryptRecipient(passphrase)
		to.SetWorkFactor(quick)
		a := armor.NewWriter(&b)
		w, _ := age.Encrypt(a, to)
		fmt.Fprint(w, `{"version": 2, "persons": "in another form"}`)
		_ = w.Close()
		_ = a.Close()
		return b.Bytes()
	}()
	other := bytes.Replace(later, []byte("AGE"), []byte("PGP"), 1)
	for name, c := range map[string]struct {
		data       []byte
		passphrase string
		problem    string
	}{
		"another passphrase": {good, passphrase + "!", "share.passphrase"},
		"no passphrase":      {good, "", "share.passphrase"},
		"cut short":          {good[:len(good)/2], passphrase, "share.damaged"},
		"changed":            {bytes.Replace(good, good[400:404], []byte("AAAA"), 1), passphrase, "share.damaged"},
		"empty":              {nil, passphrase, "share.foreign"},
		"another file":       {other, passphrase, "share.foreign"},
		"a later version":    {later, passphrase, "share.newer"},
	} {
		_, err := Open(bytes.NewReader(c.data), c.passphrase)
		var p *monitor.Problem
		if !errors.As(err, &p) || p.Key != c.problem {
			t.Errorf("%s: %v, want %s", name, err, c.problem)
		}
	}
}

// TestTooLarge: what Open would not read is not written.
func TestTooLarge(t *testing.T) {
	var b bytes.Buffer
	err := seal(&b, passphrase, household(), quick, 100)
	var p *monitor.Problem
	if !errors.As(err, &p) || p.Key != "share.too-large" || b.Len() > 0 {
		t.Errorf("%v, %d bytes", err, b.Len())
	}
}

// TestSecretsDoNotPrint: however a copy is printed or logged.
func TestSecretsDoNotPrint(t *testing.T) {
	c := household()
	var log strings.Builder
	slog.New(slog.NewTextHandler(&log, nil)).Info("copy", "copy", c, "value", c.Identifiers[0].Value)
	for _, s := range []string{fmt.Sprint(c), fmt.Sprintf("%+v %#v %x %s", c, *c, c.Identifiers, c.Identifiers[0].Value), log.String()} {
		if strings.Contains(s, "claire@example.org") || strings.Contains(s, fmt.Sprintf("%x", "claire@")) || strings.Contains(s, fmt.Sprint([]byte("claire"))[1:8]) {
			t.Errorf("printed: %s", s)
		}
	}
}

func FuzzOpen(f *testing.F) {
	var b bytes.Buffer
	if err := seal(&b, passphrase, household(), 1, maxText); err != nil {
		f.Fatal(err)
	}
	f.Add(b.Bytes())
	f.Add([]byte(armor.Header + "\nYWdl\n" + armor.Footer))
	f.Fuzz(func(t *testing.T, data []byte) {
		if _, err := Open(bytes.NewReader(data), passphrase); err != nil {
			var p *monitor.Problem
			if !errors.As(err, &p) {
				t.Errorf("not a problem: %v", err)
			}
		}
	})
}
