package view

import (
	"slices"
	"testing"

	"vigie/checklist"
	"vigie/checklist/letters"
	"vigie/monitor"
)

// Debits are typed as people write them, a line each.
func TestDebits(t *testing.T) {
	for typed, want := range map[string]string{
		"":                                   "",
		"2/11/2026 ; 39,90 € ; ACME":         "2026-11-02| 39,90 € | ACME",
		"2026-11-02|39.90|ACME; 2":           "2026-11-02|39.90|ACME| 2",
		"2.11.2026;1 €\n\n 03/11/2026;2 €":   "2026-11-02|1 €\n2026-11-03|2 €",
		"39,90 €":                            "wrong",
		"2/11/2026":                          "wrong",
		"2/11/2026 ; ":                       "wrong",
		"; 39,90 €":                          "wrong",
		"2/11/2026 ; 1 €\nla semaine passée": "wrong",
	} {
		got, ok := readDebits(typed)
		if !ok {
			got = "wrong"
		}
		if got != want {
			t.Errorf("%q is %q, wants %q", typed, got, want)
		}
	}
}

// A letter says of the identifiers that are kept what is ticked, one of a kind;
// what was typed before stays.
func TestLetterQuotes(t *testing.T) {
	p := &program{t: t, s: everyday(t, "fr"), u: UI{Place: Place{Screen: ScreenLeak, Person: "p1", ID: "france-travail-2024"}}}
	h := *p.s.Household
	h.Identifiers = append(slices.Clone(h.Identifiers), monitor.Identifier{ID: "i3", Person: "p1", Kind: monitor.Email, Masked: "k•••@e•••.org"})
	p.s.Household = &h
	settle(t, p.s)
	quoted := func() []string { return p.done[len(p.done)-1].(WriteLetter).Quote }
	p.press("Demande d’accès à mes données")
	if len(quoted()) > 0 {
		t.Errorf("nobody ticked %v", quoted())
	}
	p.sees("QuoteIdentifier Adresse e-mail | c•••@e•••.org", "k•••@e•••.org")
	p.seesNot("Numéro de sécurité sociale") // the letter has no place for it
	p.fill("Votre nom", "Claire Exemple")
	for _, id := range []string{"i1", "i3"} {
		p.send(QuoteIdentifier{ID: id})
		if !slices.Equal(quoted(), []string{id}) {
			t.Errorf("ticked %s, the letter quotes %v", id, quoted())
		}
	}
	if e := p.done[len(p.done)-1].(WriteLetter); len(e.Identity) != 1 || e.Identity[0].Reveal() != "Claire Exemple" {
		t.Errorf("what was typed: %v", e.Identity)
	}
	p.send(QuoteIdentifier{ID: "i3"})
	if len(quoted()) > 0 {
		t.Errorf("unticked, the letter quotes %v", quoted())
	}
	for _, none := range []string{"", "i2x"} {
		p.send(QuoteIdentifier{ID: none})
	}
}

// A day of a letter that is none is told where it was typed.
func TestLetterDay(t *testing.T) {
	p := &program{t: t, s: everyday(t, "fr")}
	p.u = UI{Place: Place{Screen: ScreenLetter, Person: "p1"}, Letter: &LetterDraft{Person: "p1", Kind: letters.Reminder, Missing: []string{"sent"}}}
	p.fill("La date d’envoi de votre demande", "la semaine passée")
	p.press("Composer la lettre")
	p.sees("error: Une date ou un montant n’a pas été compris")
	p.fill("La date d’envoi de votre demande", "3/11/2026")
	p.press("Composer la lettre")
	if e := p.done[0].(WriteLetter); e.Fields["sent"] != "2026-11-03" {
		t.Errorf("told: %v", e.Fields)
	}
}

// The reminder that follows a letter knows which.
func TestReminderIsAboutItsLetter(t *testing.T) {
	s := everyday(t, "fr")
	s.Now = s.Now.AddDate(0, 2, 0)
	p := &program{t: t, s: s, u: UI{Place: Place{Screen: ScreenLetter, Person: "p1", ID: "l1"}}}
	p.press("Relance d’une demande")
	if e := p.done[0].(WriteLetter); e.About != "l1" || e.Kind != letters.Reminder {
		t.Errorf("carried out %+v", e)
	}
}

// What the first result shows first asks to act soonest; of those that ask alike,
// the surest comes first.
func TestPressing(t *testing.T) {
	s := everyday(t, "fr")
	p := newPage(s, UI{})
	urgency := func(f monitor.Finding) (most checklist.Urgency) {
		for _, a := range checklist.About(s.Plan, f.Person, f.Breach) {
			if a.State == checklist.ToDo {
				most = max(most, a.Urgency)
			}
		}
		return most
	}
	found := p.pressing(p.concerned(""))
	for i := 1; i < len(found); i++ {
		a, b := found[i-1], found[i]
		if urgency(a) < urgency(b) || urgency(a) == urgency(b) && a.Verdict < b.Verdict {
			t.Errorf("%s (%s, %v) comes before %s (%s, %v)", a.Breach, urgency(a), a.Verdict, b.Breach, urgency(b), b.Verdict)
		}
	}
	if len(found) < 5 {
		t.Errorf("only %d findings", len(found))
	}
}

// A loss stays in sight on every screen until it was read.
func TestLossIsRead(t *testing.T) {
	p := &program{t: t, s: everyday(t, "fr")}
	p.s.Lost = &Loss{Problem: monitor.NewProblem("database-recreated"), SetAside: []string{"/x/vigie.db.damaged-1"}}
	p.sees("a pu être perdue", "/x/vigie.db.damaged-1", "ne vaut que pour ce qui reste")
	p.press("Plan d’action")
	p.sees("a pu être perdue")
	p.press("J’ai compris")
	p.seesNot("a pu être perdue")
}

// The sealed file that stands in for the key store is opened by its passphrase,
// which is not remembered.
func TestSealedFileIsOpened(t *testing.T) {
	p := &program{t: t, s: everyday(t, "fr")}
	p.s.Keychain, p.s.Settings.VaultFile = monitor.KeychainLocked, true
	p.press("Ouvrir")
	p.sees("Il manque la phrase de passe")
	p.fill("Phrase de passe", "cinq mots sans rapport")
	p.press("Ouvrir")
	p.sees("Prochaine action")
	if e := p.done[0].(Unlock); e.Passphrase.Reveal() != "cinq mots sans rapport" || len(p.u.Hidden) > 0 {
		t.Errorf("carried out %#v; remembered: %v", e, p.u.Hidden)
	}
}
