package letters

import (
	"encoding/gob"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"vigie/assets/words"
	"vigie/monitor"
)

var update = flag.Bool("update", false, "write the letters as they are now to testdata")

// golden compares a letter with the one in testdata.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name+".txt")
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s: -want +got:\n%s", name, diff)
	}
}

// Every letter as it is read: with everything said, and with the least that
// makes it complete.
func TestGolden(t *testing.T) {
	for _, lang := range words.Languages() {
		for _, kind := range Kinds() {
			text, err := write(t, kind, complete(lang)).Text()
			if err != nil {
				t.Fatal(err)
			}
			golden(t, lang+"-"+string(kind), text)
			text, err = write(t, kind, least(lang, kind)).Text()
			if err != nil {
				t.Fatal(err)
			}
			golden(t, lang+"-"+string(kind)+"-least", text)
		}
	}
}

// least is the least input that a kind of letter can be written from.
func least(lang string, kind Kind) Input {
	all := complete(lang)
	in := Input{Lang: lang, Day: all.Day, Identity: identity()[:1]}
	switch kind {
	case Access, Prosecutor:
		in.Finding = &monitor.Finding{Organisation: "Organisme Exemple", Status: monitor.Claimed}
	case CNIL:
		in.To.Name, in.Complaint.Facts = all.To.Name, "Je ne parviens pas à fermer mon compte."
	case Erasure:
		in.To.Name = all.To.Name
	case Reminder:
		in.To.Name = all.To.Name
		in.Earlier = Earlier{Kind: Erasure, Sent: day("2026-09-28"), Received: day("2026-09-28"), Answered: day("2026-10-12")}
	case BankDispute:
		in.To.Name = "Banque Exemple"
		in.Debits.Entries = all.Debits.Entries[:1]
	case DebitOpposition:
		in.To.Name = "Banque Exemple"
		in.Debits.Creditor = all.Debits.Creditor
	case BanqueDeFrance:
		in.Complaint = Complaint{Lodged: all.Complaint.Lodged, Incidents: all.Complaint.Incidents[:1]}
	}
	needs := map[Kind][]monitor.Kind{
		CNIL: {monitor.Address}, Prosecutor: {monitor.Address, monitor.BirthDate, monitor.BirthPlace},
		BankDispute: {monitor.Address, monitor.IBAN}, DebitOpposition: {monitor.Address, monitor.IBAN},
		BanqueDeFrance: {monitor.Address, monitor.BirthDate, monitor.BirthPlace},
	}[kind]
	for _, v := range identity() {
		if slices.Contains(needs, v.Kind()) {
			in.Identity = append(in.Identity, v)
		}
	}
	if kind == Prosecutor {
		in.Complaint.Court = all.Complaint.Court
	}
	return in
}

// A letter that lacks something is not written, and the error names it all.
func TestMissing(t *testing.T) {
	for kind, want := range map[Kind][]string{
		Access:          {"day", "name", "recipient", "organisation"},
		Erasure:         {"day", "name", "recipient"},
		Reminder:        {"day", "name", "recipient", "sent", "due"},
		CNIL:            {"day", "name", "address", "grounds", "organisation"},
		Prosecutor:      {"day", "name", "address", "court", "birth-date", "birth-place", "organisation"},
		BankDispute:     {"day", "name", "recipient", "address", "iban", "debits"},
		BanqueDeFrance:  {"day", "name", "address", "incidents", "complained", "birth-date", "birth-place"},
		DebitOpposition: {"day", "name", "recipient", "address", "iban", "creditor"},
	} {
		_, err := Write(kind, Input{Lang: "fr"})
		missing, ok := errors.AsType[*Missing](err)
		if !ok {
			t.Fatalf("%s: %v", kind, err)
		}
		if !slices.Equal(missing.Fields, want) {
			t.Errorf("%s lacks %v, want %v", kind, missing.Fields, want)
		}
		for _, lang := range words.Languages() {
			w, err := words.Load(lang)
			if err != nil {
				t.Fatal(err)
			}
			p := missing.Problem(w)
			if text := w.T("problem."+p.Key, "fields", p.Args["fields"]); strings.Contains(text, "⟨") {
				t.Errorf("%s in %s: %s", kind, lang, text)
			}
		}
	}
}

// Whatever is left out of a complete input, a letter is either written without
// a gap or not written.
func TestNoGapLeaves(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		kind := rapid.SampledFrom(Kinds()).Draw(t, "kind")
		lang := rapid.SampledFrom(words.Languages()).Draw(t, "lang")
		in := complete(lang)
		in.Identity = rapid.Permutation(identity()).Draw(t, "identity")[:rapid.IntRange(0, len(identity())).Draw(t, "known")]
		drop := func(name string, clear func()) {
			if rapid.Bool().Draw(t, "without "+name) {
				clear()
			}
		}
		drop("finding", func() { in.Finding = nil })
		drop("dates", func() { in.Finding = &monitor.Finding{Organisation: "Organisme Exemple"} })
		drop("recipient", func() { in.To = Recipient{} })
		drop("earlier", func() { in.Earlier = Earlier{} })
		drop("receipt", func() { in.Earlier.Received = monitor.Date{} })
		drop("debits", func() { in.Debits = Debits{} })
		drop("complaint", func() { in.Complaint = Complaint{} })
		drop("day", func() { in.Day = monitor.MustDate("2026-11") })
		drop("place", func() { in.Place = "" })
		l, err := Write(kind, in)
		if _, missing := errors.AsType[*Missing](err); missing {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		text, err := l.Text()
		if err != nil {
			t.Fatal(err)
		}
		for _, gap := range []string{"<no value>", "{{", "}}", "⟨", "  ", " .", " ,", "\n\n\n", ": \n", ", ,", "( )", "du .", "le ."} {
			if strings.Contains(text, gap) {
				t.Fatalf("%s has a gap %q:\n%s", kind, gap, text)
			}
		}
	})
}

func TestRefused(t *testing.T) {
	early := complete("fr")
	early.Earlier.Received = day("2026-10-25") // 25 November is the last day
	for name, c := range map[string]struct {
		kind Kind
		in   Input
		key  string
	}{
		"an unknown kind":     {"poem", complete("fr"), "letter.kind"},
		"an unknown language": {Access, complete("de"), "letter.language"},
		"too early":           {Reminder, early, "letter.early"},
		"too early for CNIL":  {CNIL, early, "letter.early"},
	} {
		_, err := Write(c.kind, c.in)
		p, ok := errors.AsType[*monitor.Problem](err)
		if !ok || p.Key != c.key {
			t.Errorf("%s: %v, want %s", name, err, c.key)
		}
	}
	early.Day = day("2026-11-26")
	write(t, Reminder, early)
}

// An identifier comes out of the three methods that are for it, and out of
// nothing else: not of the preview, of fmt, slog, JSON or gob, nor of errors.
func TestNothingIsRevealedButOnPurpose(t *testing.T) {
	for _, kind := range Kinds() {
		l := write(t, kind, complete("fr"))
		preview, err := l.Preview()
		if err != nil {
			t.Fatal(err)
		}
		var log strings.Builder
		slog.New(slog.NewTextHandler(&log, nil)).Info("x", "letter", l, "value", *l)
		encoded, err := json.Marshal(map[string]any{"letter": l, "value": *l})
		if err != nil {
			t.Fatal(err)
		}
		type wrapped struct{ inner Letter }
		outputs := []string{preview, log.String(), string(encoded)}
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d", "%t"} {
			outputs = append(outputs, fmt.Sprintf(verb, l), fmt.Sprintf(verb, *l), fmt.Sprintf(verb, wrapped{*l}), fmt.Sprintf(verb, &wrapped{*l}))
		}
		if err := gob.NewEncoder(io.Discard).Encode(l); err == nil {
			t.Error("a letter went into a gob")
		}
		for _, out := range outputs {
			for _, secret := range append([]string{"39,90", "connaissait"}, secrets...) {
				if strings.Contains(out, secret) && (out != preview || slices.Contains(secrets, secret)) {
					t.Errorf("%s shows %q in %.80q", kind, secret, out)
				}
			}
		}
		text, err := l.Text()
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(text, "Claire Exemple-Durable") {
			t.Errorf("%s does not say who writes", kind)
		}
	}
}

// What people and directories put into a letter stays inside its line.
func TestHostileInput(t *testing.T) {
	in := complete("fr")
	in.To.Email = "dpo@example.org>\r\nBcc: other@example.org"
	in.To.Name = "Organisme\r\n---\nautre {{need \"iban\"}}\u202e"
	in.Place = "Ville\n## Exemple"
	in.Complaint.Facts = "un\n---\n## deux\n– trois\n{{.}}"
	for _, kind := range Kinds() {
		l := write(t, kind, in)
		text, err := l.Text()
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(text, "\n---") || strings.Contains(text, "## ") && !strings.Contains(text, "Ville ## Exemple") || strings.Contains(text, "\u202e") {
			t.Errorf("%s:\n%s", kind, text)
		}
		if !strings.Contains(text, "Claire Exemple-Durable\n") {
			t.Errorf("%s lost its signature", kind)
		}
		if l.To() != "" {
			t.Errorf("%s goes to %q", kind, l.To())
		}
	}
}

func TestPhonesAndNumbers(t *testing.T) {
	for in, want := range map[string]string{
		"+33199000000": "01\u00a099\u00a000\u00a000\u00a000", "+33•••00": "+33•••00", "+4915700000000": "+4915700000000", "": "",
	} {
		if got := spokenPhone(in); got != want {
			t.Errorf("%q is written %q, want %q", in, got, want)
		}
	}
	for in, want := range map[string]string{"FR7630001": "FR76\u00a03000\u00a01", "FR76•••0185": "FR76•••0185", "": ""} {
		if got := groups(in, 4); got != want {
			t.Errorf("%q is grouped %q, want %q", in, got, want)
		}
	}
}
