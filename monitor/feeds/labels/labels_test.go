package labels

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"vigie/monitor"
)

func classes(names ...string) []monitor.Class {
	var cs []monitor.Class
	for _, n := range names {
		cs = append(cs, monitor.Class(n))
	}
	return cs
}

func TestRead(t *testing.T) {
	tests := []struct {
		label string
		want  []monitor.Class
	}{
		// One label, one class, however it is spelled.
		{"nom", classes("Names")},
		{"Prénoms", classes("Names")},
		{"ADRESSE E-MAIL", classes("Email addresses")},
		{"Adresses mail", classes("Email addresses")},
		{"adresse", classes("Physical addresses")},
		{"Adresse IP", classes("IP addresses")},
		{"Numére de téléphone", classes("Phone numbers")}, // a typo of the source
		{"150\u00a0000 IBAN", classes("Bank account numbers")},
		{"numéros de Sécurité sociale", classes("Social security numbers")},
		{"No de téléphone", classes("Phone numbers")}, // "No" is short for "numéro"
		{"n° SS", classes("Social security numbers")},
		{"NIR", classes("Social security numbers")},
		{"Carte d’identité", classes("Government issued IDs")},
		{"numéro de carte de fidélité", classes("Loyalty program details")},
		{"Numéro de carte vitale", classes("Social security numbers")},
		{"nom de l’assureur de santé", classes("Health insurance information")},
		{"nom d'utilisateur", classes("Usernames")},
		{"pseudonyme", classes("Nicknames")},
		{"photo de profil", classes("Profile photos")},
		{"Numéro client", classes("Customer reference numbers")},
		{"numéro d’adhérent", classes("Membership or licence numbers")},
		{"Quotient familial", classes("Income levels")},
		{"âge", classes("Ages")},

		// Several in one.
		{"Nom, prénom", classes("Names")},
		{"adresse postale, code postal, ville", classes("Physical addresses")},
		{"adresse postale, téléphone, adresse email", classes("Physical addresses", "Phone numbers", "Email addresses")},
		{"Nom et prénom / e-mail & téléphone", classes("Names", "Email addresses", "Phone numbers")},
		{"Contact (email, téléphone)", classes("Contact", "Email addresses", "Phone numbers")},
		{"Nom - Prénom - RIB", classes("Names", "Bank account numbers")},
		{"Date et lieu de naissance", classes("Dates of birth", "Places of birth")},
		{"Pays, ville et date de naissance", classes("Dates of birth", "Places of birth")},
		{"date de naissance et de décès", classes("Dates of birth", "Deceased date")},
		{"Date et lieu de naissance, nationalité", classes("Dates of birth", "Places of birth", "Nationalities")},

		// Whole words only.
		{"messages", classes("Private messages")},
		{"Adresse du domicile", classes("Physical addresses")},
		{"bicyclette", classes("bicyclette")},
		{"Aviron", classes("Aviron")},

		// A part of a card is not a card.
		{"4 derniers chiffres de la carte bancaire", classes("Partial credit card data")},
		{"informations bancaires (4 derniers numéros de la carte enregistrée et date d’expiration)", classes("Partial credit card data")},
		{"numéro de carte", classes("Credit cards")},
		{"numéro de carte étudiant", classes("numéro de carte étudiant")},
		{"IBAN (partiellement masqué)", classes("Partial bank account numbers")},

		// What has no name is kept as it came.
		{"Liste d’opposition Bloctel", classes("Liste d’opposition Bloctel")},
		{"IBAN, Étoiles", classes("Bank account numbers", "Étoiles")},
		{"Points 🏅", classes("Points")},

		// Comments among the labels are no data.
		{"Le site assure que " + strings.Repeat("tout va bien ", 8) + "malgré un email", nil},
	}
	for _, tt := range tests {
		if got := Read(tt.label).Classes; !slices.Equal(got, tt.want) {
			t.Errorf("Read(%q) = %q, want %q", tt.label, got, tt.want)
		}
	}
}

func TestReadKeepsLabelsApartFromTheVocabulary(t *testing.T) {
	r := Read("Nom", "Étoiles", "IBAN, lune")
	if want := classes("Étoiles", "lune"); !slices.Equal(r.Kept, want) {
		t.Errorf("Kept = %q, want %q", r.Kept, want)
	}
}

func TestUnspecifiedIsNotNoData(t *testing.T) {
	for _, label := range []string{"inconnu", "Inconnues", "?", "…", "Non communiquées", "données personnelles", "🤷"} {
		if r := Read(label); !r.Unspecified || len(r.Classes) > 0 {
			t.Errorf("Read(%q) = %+v, want unspecified and no class", label, r)
		}
	}
	if r := Read("pseudo inconnu du public"); r.Unspecified {
		t.Errorf("a longer label was read as saying nothing: %+v", r)
	}
}

func TestPasswordStorage(t *testing.T) {
	const hashed = "hashed or encrypted"
	tests := []struct {
		labels []string
		want   string
	}{
		{[]string{"Mot de passe"}, ""},
		{[]string{"Mot de passe (haché)"}, hashed},
		{[]string{"Hachage des mots de passe"}, hashed},
		{[]string{"Mot de passe (chiffré (🤷) par un hash fort)"}, hashed},
		{[]string{"Mot de passe «\u00a0crypté\u00a0» (🤷)"}, hashed},
		{[]string{"mdp bcrypt"}, hashed},
		{[]string{"Mots de passe en clair"}, readable},
		{[]string{"Mot de passe non chiffré"}, readable},
		{[]string{"mots de passe hachés", "mots de passe en clair"}, readable},
		{[]string{"Mot de passe, IBAN chiffré"}, ""}, // it is the IBAN that was encrypted
		{[]string{"données chiffrées"}, ""},
	}
	for _, tt := range tests {
		if got := Read(tt.labels...).Passwords; got != tt.want {
			t.Errorf("Read(%q).Passwords = %q, want %q", tt.labels, got, tt.want)
		}
	}
}

// A label that says what did not leak must never announce it as leaked.
func TestAbsent(t *testing.T) {
	tests := []struct {
		labels          []string
		classes, absent []monitor.Class
	}{
		{[]string{"Aucun mot de passe"}, nil, classes("Passwords")},
		{[]string{"Nom", "pas de données bancaires"}, classes("Names"), classes("Bank account numbers")},
		{[]string{"Email (hors mot de passe)"}, classes("Email addresses"), classes("Passwords")},
		{[]string{"Mots de passe non concernés"}, nil, classes("Passwords")},
		{[]string{"sans date et lieu de naissance"}, nil, classes("Dates of birth", "Places of birth")},
		{[]string{"Nom (hors IBAN et mot de passe), email"}, classes("Names", "Email addresses"), classes("Bank account numbers", "Passwords")},
		{[]string{"Aucun mot de passe ni IBAN"}, nil, classes("Passwords", "Bank account numbers")},
		{[]string{"Aucun mot de passe, IBAN"}, classes("Bank account numbers"), classes("Passwords")},
		{[]string{"Aucun IBAN", "IBAN"}, classes("Bank account numbers"), nil}, // contradicted: leaked
	}
	for _, tt := range tests {
		r := Read(tt.labels...)
		if !slices.Equal(r.Classes, tt.classes) || !slices.Equal(r.Absent, tt.absent) {
			t.Errorf("Read(%q) = %q absent %q, want %q absent %q", tt.labels, r.Classes, r.Absent, tt.classes, tt.absent)
		}
	}
}

// Every class of the table must be one that the rest of the program has words for.
func TestTableNamesKnownClasses(t *testing.T) {
	var file struct {
		Classes []struct{ Name monitor.Class }
	}
	data, err := os.ReadFile("../../../assets/classes.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, &file); err != nil {
		t.Fatal(err)
	}
	known := make(map[monitor.Class]bool)
	for _, c := range file.Classes {
		known[c.Name] = true
	}
	for _, p := range slices.Concat(vocabulary().across, vocabulary().within) {
		for _, c := range p.classes {
			if !known[c] {
				t.Errorf("%q is not a class of assets/classes.json", c)
			}
		}
	}
}

// A pattern says what the table says it says: no other line shadows it.
func TestEveryPatternIsReachable(t *testing.T) {
	for _, p := range slices.Concat(vocabulary().across, vocabulary().within) {
		var words []string
		for _, phrase := range p.phrases {
			words = append(words, strings.ReplaceAll(strings.Join(phrase, " "), "*", ""))
		}
		label := strings.Join(words, " ")
		got := Read(label).Classes
		for _, c := range p.classes {
			if !slices.Contains(got, c) {
				t.Errorf("pattern %q of %q reads as %q", label, p.classes, got)
			}
		}
	}
}

func TestParseRefusesBrokenTables(t *testing.T) {
	if _, err := parse("classes = 3"); err == nil {
		t.Error("a table of another shape was accepted")
	}
}

func TestReadIsIndependentOfCaseAndRepetition(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		some := rapid.SliceOfN(rapid.SampledFrom(fixture(t)), 1, 6).Draw(t, "labels")
		once := Read(some...)
		twice := Read(slices.Concat(some, some)...)
		if !slices.Equal(once.Classes, twice.Classes) || !slices.Equal(once.Absent, twice.Absent) {
			t.Fatalf("labels said twice read differently: %q, %q", once.Classes, twice.Classes)
		}
		for _, l := range some {
			lower, upper := Read(strings.ToLower(l)), Read(strings.ToUpper(l))
			if len(lower.Kept) == 0 && !slices.Equal(lower.Classes, upper.Classes) {
				t.Fatalf("%q reads as %q in lower case and %q in upper case", l, lower.Classes, upper.Classes)
			}
		}
	})
}

func FuzzRead(f *testing.F) {
	for _, l := range fixture(f) {
		f.Add(l)
	}
	f.Add("((((,,,et et ou ) - – …")
	f.Add("n\u0301\u0301\u0301om \x00 \xff \u202e")
	f.Fuzz(func(t *testing.T, label string) {
		r := Read(label, label)
		for _, c := range r.Classes {
			if c == "" || !utf8.ValidString(string(c)) || utf8.RuneCountInString(string(c)) > monitor.MaxName || string(c) != monitor.CleanText(string(c), monitor.MaxName) {
				t.Errorf("unsafe class %q", c)
			}
			if slices.Contains(r.Absent, c) {
				t.Errorf("%q is both leaked and not", c)
			}
		}
	})
}

func BenchmarkRead(b *testing.B) {
	labels := fixture(b)
	for b.Loop() {
		Read(labels...)
	}
}

// fixture is labels in the manner of the French lists, one a line.
func fixture(t interface{ Fatal(...any) }) []string {
	data, err := os.ReadFile("testdata/labels.txt")
	if err != nil {
		t.Fatal(err)
	}
	return strings.Split(strings.TrimSpace(string(data)), "\n")
}
