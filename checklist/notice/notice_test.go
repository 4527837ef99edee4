package notice

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"codeberg.org/go-pdf/fpdf"
	"github.com/google/go-cmp/cmp"

	"vigie/monitor"
)

// knowledge is a small world: one organisation with a site, and a few kinds of data.
func knowledge() Knowledge {
	kinds := map[string]monitor.Class{
		"noms": "Names", "prénoms": "Names", "nom": "Names", "adresses e-mail": "Email addresses", "mots de passe": "Passwords",
		"mot de passe": "Passwords", "iban": "Bank account numbers", "names": "Names", "passwords": "Passwords", "email addresses": "Email addresses",
	}
	return Knowledge{
		Organisations: []Organisation{
			{ID: "exemple-energie", Name: "Exemple Énergie", Aliases: []string{"EXEN"}, Domains: []string{"exen.example"}},
			{Name: "Exemple Énergie / Exemple Habitat", Aliases: []string{"Exemple Énergie"}},
			{ID: "autre", Name: "Autre Mutuelle", Domains: []string{"autre.example"}},
		},
		Mailboxes: []string{"courrier.example"},
		Classify: func(list string) (leaked, spared []monitor.Class) {
			for label, class := range kinds {
				if strings.Contains(strings.ToLower(list), label) && !slices.Contains(leaked, class) {
					leaked = append(leaked, class)
				}
			}
			slices.Sort(leaked)
			return leaked, nil
		},
	}
}

const genuine = `From: Exemple =?UTF-8?Q?=C3=89nergie?= <dpo@exen.example>
To: claire@example.org
Date: Thu, 14 Mar 2024 10:00:00 +0100
Subject: =?UTF-8?Q?Violation_de_donn=C3=A9es_personnelles?=
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

Madame, Monsieur,

Exemple Énergie a été victime d’une cyberattaque le 6 mars 2024. Une violation de données personnelles a eu lieu.

Les données concernées sont les suivantes : noms, prénoms, adresses e-mail.
Vos mots de passe ne sont pas concernés.

Cet incident peut entraîner un risque d’hameçonnage et d’usurpation d’identité.

Nous avons immédiatement pris des mesures pour sécuriser nos systèmes et notifié la CNIL.

Pour toute question, contactez notre délégué à la protection des données : dpo@exen.example.
`

func read(t testing.TB, text, name string) Reading {
	t.Helper()
	n, err := Read(strings.NewReader(text), name)
	if err != nil {
		t.Fatal(err)
	}
	return n.Assess(knowledge())
}

func kindsOf(r Reading) []FlagKind {
	var all []FlagKind
	for _, f := range r.Flags {
		all = append(all, f.Kind)
	}
	return all
}

func TestGenuineNotice(t *testing.T) {
	r := read(t, strings.ReplaceAll(genuine, "\n", "\r\n"), "notice.eml")
	if !r.IsNotice() || len(r.Candidates) == 0 || r.Candidates[0].Organisation.ID != "exemple-energie" || !r.Candidates[0].ByDomain {
		t.Errorf("candidates %+v", r.Candidates)
	}
	if d := cmp.Diff([]monitor.Class{"Email addresses", "Names"}, r.Leaked); d != "" {
		t.Errorf("leaked: %s", d)
	}
	if d := cmp.Diff([]monitor.Class{"Passwords"}, r.Spared); d != "" {
		t.Errorf("spared: %s", d)
	}
	if r.Sent != monitor.MustDate("2024-03-14") || !slices.Contains(r.Dates, monitor.MustDate("2024-03-06")) {
		t.Errorf("sent %v, dates %v", r.Sent, r.Dates)
	}
	if len(r.Missing) != 0 || len(r.Flags) != 0 || r.AsksSecrets() {
		t.Errorf("missing %v, flags %v", r.Missing, r.Flags)
	}
}

// TestWhatAGenuineNoticeNeverAsks: each sign on its own, and not where the
// message warns of it.
func TestWhatAGenuineNoticeNeverAsks(t *testing.T) {
	notice := "Exemple Énergie a subi une violation de données.\n"
	for text, want := range map[string]FlagKind{
		"Veuillez saisir votre mot de passe pour vérifier votre compte.":                                         AsksPassword,
		"Merci de confirmer votre numéro de carte bancaire.":                                                     AsksCard,
		"Envoyez-nous une copie de votre carte d’identité.":                                                      AsksPapers,
		`<p>Exemple Énergie a subi une violation de données.</p><a href="https://exen.faux.example/">Voir</a>`:   LinkElsewhere,
		`<p>Exemple Énergie a subi une fuite.</p><a href="https://x.faux.example/">https://www.exen.example</a>`: LinkDisguised,
		"Agissez immédiatement, sous 24 heures.":                                                                 Urgency,
	} {
		name := "notice.txt"
		if strings.Contains(text, "<") {
			name = "notice.html"
		}
		if r := read(t, notice+text, name); !slices.Contains(kindsOf(r), want) {
			t.Errorf("%q: flags %v lack %s", text, kindsOf(r), want)
		}
	}
	for _, text := range []string{
		"Nous ne vous demanderons jamais votre mot de passe ni votre numéro de carte bancaire.",
		"Changez votre mot de passe sur notre site.",
	} {
		if r := read(t, notice+text, "notice.txt"); r.AsksSecrets() {
			t.Errorf("%q: flags %v", text, kindsOf(r))
		}
	}
	forged := strings.Replace(genuine, "dpo@exen.example>", "exen@courrier.example>", 1)
	if r := read(t, forged, "notice.eml"); !slices.Contains(kindsOf(r), SenderMailbox) {
		t.Errorf("from a personal mailbox: %v", kindsOf(r))
	}
}

// TestMissingParts: what the law wants in a notice and is not there is named.
func TestMissingParts(t *testing.T) {
	r := read(t, "Exemple Énergie vous informe d’une violation de données personnelles.\n", "notice.txt")
	if want := []Part{Contact, Consequences, Measures}; !slices.Equal(r.Missing, want) {
		t.Errorf("missing %v, want %v", r.Missing, want)
	}
	if r := read(t, "Bonjour, votre facture est disponible.", "mail.txt"); r.IsNotice() {
		t.Error("a bill is taken for a notice")
	}
}

// TestPDF: the text of a PDF file reads as the text itself does.
func TestPDF(t *testing.T) {
	doc := fpdf.New("P", "mm", "A4", "")
	doc.AddPage()
	doc.SetFont("Helvetica", "", 12)
	latin := doc.UnicodeTranslatorFromDescriptor("")
	doc.MultiCell(0, 6, latin("Exemple Énergie a subi une violation de données personnelles le 6 mars 2024.\n\n"+
		"Les données concernées sont les suivantes : noms, adresses e-mail.\n\nVeuillez saisir votre mot de passe pour vérifier votre compte."), "", "L", false)
	var file bytes.Buffer
	if err := doc.Output(&file); err != nil {
		t.Fatal(err)
	}
	r := read(t, file.String(), "notice.pdf")
	if !r.IsNotice() || len(r.Candidates) == 0 || r.Candidates[0].Organisation.ID != "exemple-energie" {
		t.Errorf("%+v", r)
	}
	if !slices.Contains(r.Leaked, "Names") || !slices.Contains(r.Dates, monitor.MustDate("2024-03-06")) || !r.AsksSecrets() {
		t.Errorf("leaked %v, dates %v, flags %v", r.Leaked, r.Dates, r.Flags)
	}
}

func TestRefusals(t *testing.T) {
	for name, c := range map[string]struct{ text, file, problem string }{
		"empty":     {" \n\t\n", "a.txt", "notice.empty"},
		"PDF":       {"%PDF-1.7\n…", "notice.txt", "notice.pdf"},
		"too large": {strings.Repeat("a b ", MaxSize), "a.txt", "notice.too-large"},
	} {
		_, err := Read(strings.NewReader(c.text), c.file)
		var p *monitor.Problem
		if !errors.As(err, &p) || p.Key != c.problem {
			t.Errorf("%s: %v, want %s", name, err, c.problem)
		}
	}
}

// TestPrintsNothingOfItself: a message is somebody's, and stays out of logs.
func TestPrintsNothingOfItself(t *testing.T) {
	n, err := Read(strings.NewReader(genuine), "notice.eml")
	if err != nil {
		t.Fatal(err)
	}
	if s := fmt.Sprintf("%v %+v %#v %s", n, n, n, n); strings.Contains(s, "claire") || strings.Contains(s, "Exemple") {
		t.Errorf("printed: %s", s)
	}
	if s := fmt.Sprintf("%+v", n.Assess(knowledge())); strings.Contains(s, "claire@") || strings.Contains(s, "cyberattaque") {
		t.Errorf("the reading holds text: %s", s)
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(genuine), "notice.eml")
	f.Add([]byte("<a href='http://x.example'>x</a>"), "n.html")
	f.Add([]byte("Content-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: message/rfc822\n\n--x"), "n.eml")
	f.Add([]byte("\xff\xfe<\x00p\x00>\x00"), "n.txt")
	k := knowledge()
	f.Fuzz(func(t *testing.T, data []byte, name string) {
		n, err := Read(strings.NewReader(string(data)), name)
		if err != nil {
			var p *monitor.Problem
			if !errors.As(err, &p) {
				t.Errorf("not a problem: %v", err)
			}
			return
		}
		r := n.Assess(k)
		if len(r.Found)+len(r.Missing) != len(Parts()) || len(r.Dates) > maxDates {
			t.Errorf("%+v", r)
		}
	})
}
