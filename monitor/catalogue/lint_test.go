package catalogue

import (
	"strings"
	"testing"

	"vigie/monitor"
)

var known = map[monitor.Class]bool{
	"Names": true, "Bank account numbers": true, "Email addresses": true, "Passwords": true, "Firearm ownership": true,
}

func TestLintHasNothingToSay(t *testing.T) {
	for _, err := range Lint(mustDecode(t, small), known) {
		t.Error(err)
	}
}

// TestLint changes one thing in a clean list: each rule finds its fault, and
// nothing else does.
func TestLint(t *testing.T) {
	for _, test := range []struct{ name, old, new, want string }{
		{"no disclosure", `"disclosed_on": "2024-03-13",`, ``, "disclosed_on is missing"},
		{"in the future", `"2024-03-13"`, `"2026-11-23"`, "2026-11-23 is later than the publication"},
		{"ends before it begins", `"2024-03",`, `"2024-01",`, "occurred_from 2024-02-06 is after occurred_to 2024-01"},
		{"disclosed before it began", `"2024-03-13"`, `"2024-02-05"`, "is after disclosed_on"},
		{"criterion that is a window only", `"criteria": [`, `"criteria": [{"to": "2024-03"}, `, "criterion 1 has neither a relation nor a question"},
		{"window upside down", `"from": "2020-01"`, `"from": "2025-01"`, "from 2025-01 is after to 2024-03"},
		{"condition in the future", `"to": "2024-03"`, `"to": "2028-03"`, "criterion 1: 2028-03 is later"},
		{"criterion twice", `"criteria": [`, `"criteria": [{"relation": "user"}, {"relation": "user"}, `, "criterion 2 is given twice"},
		{"class without words", `"Email addresses"`, `"Email adresses"`, `class "Email adresses" has no words`},
		{"class exposed and not concerned", `["Passwords"]`, `["Names"]`, `class "Names" is both exposed and not_concerned`},
		{"class possible and exposed", `["Email addresses"]`, `["Names"]`, `class "Names" is both exposed and possible`},
		{"condition on a stranger", `{"all_of": ["Exemple"]}`, `{"all_of": ["Other"]}`, `depends on "Other"`},
		{"storage of nothing", `"affected"`, `"password_storage": "hashed or encrypted", "affected"`, "password_storage without passwords"},
		{"gun owners", `"possible": [`, `"possible": ["Firearm ownership", `, `class "Firearm ownership" is intimate`},
		{"patients", `"relation": "customer"`, `"relation": "patient"`, "being a patient is intimate"},
		{"alias that is the name", `["Exemple"],`, `["Exemple", "EXAMPLE SA"],`, `name "EXAMPLE SA" is empty or given twice`},
		{"client that is the organisation", `["Client"]`, `["Exemple"]`, `client organisation "Exemple"`},
		{"parent that is the organisation", `["Parent"]`, `["Example"]`, `related name "Example"`},
		{"domain", `["example.org"]`, `["www.example.org"]`, "is not a domain in its plain form"},
		{"domain twice", `["example.org"]`, `["example.org", "example.org"]`, `domain "example.org" is given twice`},
		{"straight apostrophe", `["Client"]`, `["Client d'en face"]`, "a straight quotation mark or apostrophe"},
		{"double space", `Un serveur`, `Un  serveur`, "a double, leading or trailing space"},
		{"space at the end", `["Client"]`, `["Client "]`, "a double, leading or trailing space"},
		{"French without narrow space", `compte\u202f:`, `compte :`, "no narrow no-break space"},
		{"French guillemets", "Un serveur", "Un « serveur »", "no narrow no-break space"},
		{"French thousands", `1\u202f200`, `1 200`, "thousands not set apart"},
		{"English with French spaces", "account:", "account :", "French spaces"},
		{"no English", `"en": "A server was open."`, `"en": "Un serveur était ouvert."`, "the same in both languages"},
		{"no population", `"population": {"fr": "Les personnes qui ont un compte\u202f: 1\u202f200 environ.", "en": "People with an account: about 1,200."},`, ``, "population is missing"},
		{"no capital", `A server`, `a server`, "it does not begin like a sentence"},
		{"no full stop", `was open.`, `was open`, "it does not end with ."},
		{"no question", `anything?`, `anything.`, "it does not end with ?"},
		{"shouting", `was open.`, `was open! Yes.`, "an exclamation mark"},
		{"frightening", `A server`, `A dark web server`, "a word that frightens"},
		{"e-mail address", `A server`, `A server of someone@example.org`, "an e-mail address"},
		{"telephone number", `A server`, `A server, 01 99 00 12 34,`, "the number of a person, a line or an account"},
		{"social security number", `A server`, `A server, 2 85 07 99 999 123,`, "the number of a person, a line or an account"},
		{"IBAN", `A server`, `A server, FR76 3000 6000,`, "the number of a person, a line or an account"},
		{"person with a title", `A server`, `A server of Mme Xxx`, "the name of a person"},
		{"person in a source", `"Notice"`, `"Entretien avec Marie Xxx"`, "the name of a person"},
		{"no source", `"references": [{"title": "Notice", "publisher": "Example", "url": "https://example.org/notice"}]`, `"references": []`, "no source"},
		{"untitled source", `"Notice"`, `""`, "a source without a title"},
		{"source in clear", `https://example.org/notice`, `http://example.org/notice`, "not a plain https one"},
		{"source with a name and password", `https://example.org/notice`, `https://a:b@example.org/`, "not a plain https one"},
	} {
		t.Run(test.name, func(t *testing.T) {
			changed := strings.Replace(small, test.old, test.new, 1)
			if changed == small {
				t.Fatal("the change does not apply")
			}
			errs := Lint(mustDecode(t, changed), known)
			if len(errs) != 1 || !strings.Contains(errs[0].Error(), test.want) || !strings.HasPrefix(errs[0].Error(), "example-2024: ") {
				t.Errorf("%v, want only %q", errs, test.want)
			}
		})
	}
}

func TestLintOrder(t *testing.T) {
	for _, test := range []struct {
		name, ids, days string
		wrong           bool
	}{
		{"newest first", "b a", "2024-02-01 2024-01-01", false},
		{"oldest first", "b a", "2024-01-01 2024-02-01", true},
		{"same day, by id", "a b", "2024-01-01 2024-01-01", false},
		{"same day, not by id", "b a", "2024-01-01 2024-01-01", true},
		{"a month stands after its days", "b a", "2024-01-01 2024-01", false},
	} {
		var c Catalogue
		for i, id := range strings.Fields(test.ids) {
			c.Breaches = append(c.Breaches, monitor.Record{ID: id, Facts: monitor.Facts{DisclosedOn: monitor.MustDate(strings.Fields(test.days)[i])}})
		}
		l := linter{}
		if l.order(c.Breaches); (len(l.errs) > 0) != test.wrong {
			t.Errorf("%s: %v", test.name, l.errs)
		}
	}
}

func TestLintNames(t *testing.T) {
	for _, test := range []struct {
		name  string
		names []string // of each record, the organisation first
		want  string
	}{
		{"one organisation, same names", []string{"France Travail, Pôle emploi", "Pôle emploi, France Travail"}, ""},
		{"one organisation, one knows less", []string{"France Travail, Pôle emploi, ANPE", "Pôle emploi, France Travail"}, `r1 bears the name of its organisation but not "anpe"`},
		{"same organisation, other aliases", []string{"SFR, RED", "SFR"}, `but not "red"`},
		{"a joint record knows all", []string{"Kairos tool, Kairos, France Travail, ANPE", "France Travail, ANPE"}, ""},
		{"two joint records share an organisation", []string{"One, France Travail", "Two, France Travail", "France Travail"}, ""},
		{"two organisations, one alias", []string{"LDLC, Groupe LDLC", "Top Achat, Groupe LDLC"}, `it shares "groupeldlc" with r1`},
		{"strangers", []string{"Free", "Freelance"}, ""},
	} {
		var records []monitor.Record
		for i, names := range test.names {
			list := strings.Split(names, ", ")
			records = append(records, monitor.Record{
				ID:    "r" + string(rune('0'+i)),
				Facts: monitor.Facts{Organisation: list[0], Aliases: list[1:]},
			})
		}
		l := linter{}
		l.names(records)
		switch {
		case test.want == "" && len(l.errs) > 0:
			t.Errorf("%s: %v", test.name, l.errs)
		case test.want != "" && (len(l.errs) != 1 || !strings.Contains(l.errs[0].Error(), test.want)):
			t.Errorf("%s: %v, want only %q", test.name, l.errs, test.want)
		}
	}
}

func mustDecode(t *testing.T, data string) *Catalogue {
	t.Helper()
	c, err := Decode([]byte(data))
	if err != nil {
		t.Fatal(err)
	}
	return c
}
