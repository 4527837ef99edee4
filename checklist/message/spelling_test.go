package message

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"pgregory.net/rapid"

	"vigie/monitor"
	"vigie/monitor/identifier"
)

// datum is an identifier as somebody typed it.
func datum(t interface{ Fatalf(string, ...any) }, kind monitor.Kind, typed string) Datum {
	v, err := identifier.Parse(kind, typed, time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC))
	if err != nil {
		t.Fatalf("%s %q: %v", kind, typed, err)
	}
	return Datum{ID: "x", Person: "claire", Value: v}
}

// An identifier is found in any of its spellings, and not in what only looks like it.
func TestSpellings(t *testing.T) {
	c := known(t)
	c.Data = household(t)
	quoted := map[monitor.Kind][]string{
		monitor.Phone: {"au 06 39 98 01 23.", "+33639980123", "+33 (0)6 39 98 01 23", "0033 6 39 98 01 23", "06.39.98.01.23", "06-39-98-01-23", "０６３９９８０１２３", "0 6 3 9 9 8 0 1 2 3", "tel:0639980123", "06\u200b39980123",
			"au zéro six trente-neuf quatre-vingt-dix-huit zéro un vingt-trois", "zéro six, puis trente-neuf, quatre-vingt-dix-huit, puis zéro un vingt-trois", "6 39 98 01 23"},
		monitor.NIR: {"2 85 07 74 999 123 34", "285077499912334", "2850774999123", "2 85 07 74 999 123", "2.85.07.74.999.123/34", "n°285077499912334,",
			"deux, quatre-vingt-cinq, zéro sept, soixante-quatorze, neuf cent quatre-vingt-dix-neuf, cent vingt-trois"},
		monitor.IBAN: {"FR14 2004 1010 0505 0001 3M02 606", "fr1420041010050500013m02606", "FR14-2004-1010-0505-0001-3M02-606", "compte FR14 2004, puis 1010 0505 0001 3M02 606"},
		monitor.Name: {"claire exemple durable", "EXEMPLE-DURABLE Claire", "Exemple Durable, Claire", "Clаire Exemple-Durаble", "Cla\u200bire Exemple-Durable", "Mme Claire EXEMPLE–DURABLE", "https://zephyr-dune.example/?nom=Exemple-Durable&prenom=Claire", "𝐂𝐥𝐚𝐢𝐫𝐞 𝐄𝐱𝐞𝐦𝐩𝐥𝐞 𝐃𝐮𝐫𝐚𝐛𝐥𝐞",
			"Claire Marie Exemple-Durable", "Claire M. Exemple-Durable", "C. Exemple-Durable", "Madame Exemple-Durable", "Mme EXEMPLE DURABLE", "Bonjour Exemple-Durable", "C l a i r e   E x e m p l e - D u r a b l e", "C.l.a.i.r.e E.x.e.m.p.l.e D.u.r.a.b.l.e"},
		monitor.Email: {"Claire.Exemple@Example.org", "claire.exemple (at) example.org", "https://zephyr-dune.example/?m=claire.exemple%40example.org", "https://zephyr-dune.example/?m=Y2xhaXJlLmV4ZW1wbGVAZXhhbXBsZS5vcmc"},
		monitor.BirthDate: {"née le 23/07/1985", "23.07.85", "1985-07-23", "23 juillet 1985", "July 23, 1985", "23rd of nothing 23071985", "le 23-7-1985", "230785", "23rd of July 1985", "23juil1985", "née le 23 juillet", "votre date de naissance, 23/07",
			"née le vingt-trois juillet mille neuf cent quatre-vingt-cinq", "date de naissance : vingt-trois juillet", "born on the twenty-third of July nineteen eighty-five", "vingt trois juillet quatre-vingt-cinq", "2 3 0 7 1 9 8 5", "07/23/1985"},
		monitor.Address:         {"12 rue de l'Eglise", "12, RUE DE L’ÉGLISE 74000 ANNECY", "12 r de l eglise", "rue de l'Église, au 12", "rue de l’Eglise n° 12", "douze rue de l'Église", "rue de l'Église, vous êtes bien au numéro 12"},
		monitor.CardLast4:       {"carte se terminant par 4412", "CB ****4412", "card ending in 4412", "XXXX4412", "carte bancaire n° 4412", "carte Visa xxxx xxxx xxxx 4412", "carte finissant par 44 12", "les quatre derniers chiffres 4412", "carte …4412", "carte terminant par quarante-quatre douze"},
		monitor.FranceTravailID: {"identifiant 1234567A", "1234567 a"},
		monitor.CustomerNumber:  {"client C20487731", "C-2048-7731", "référence client 2048-7731"},
		monitor.LicenceNumber:   {"licence LIC07468812", "licence n° 0746 8812"},
		monitor.BirthPlace:      {"née à Chambéry", "lieu de naissance : CHAMBERY", "Chambéry comme lieu de naissance"},
		monitor.Username:        {"identifiant claire_ex85", "@claire_ex85"},
	}
	for kind, texts := range quoted {
		for _, text := range texts {
			if v := Check(text, c); len(v.Uses) != 1 || v.Uses[0].Kind != kind {
				t.Errorf("%s in %q: %v", kind, text, v.Uses)
			}
		}
	}
	for _, text := range []string{
		"16399801234", "906399801239", "06 39 98 01 24",
		"2850774999124", "FR14 2004 1010 0505 0001 3M02 607",
		"Claire et Exemple", "claire@exemple.durable", "M. Exemple", "Monsieur Durand", "D. Martin", "https://exemple-durable.example/a",
		"23/07/1986", "23 juillet 1995", "rendez-vous le 23 juillet", "rendez-vous le 23/07", "née le 24 juillet", "née le 23 juin", "230786", "née le 23/07/1986",
		"14 rue de l'Eglise", "12 rue de l'Abbaye", "112 rue de l'Eglise", "12 rue de l'Église-Neuve", "rue de l'Église 14",
		"4412 euros", "code 4412", "carte en 4412", "par carte : 4412 €", "carte cadeau de 4412 points", "commande 4412-77", "la mise de 4 412 USDT par carte", "carte valable jusqu'en 4412", "44 120 carte",
		"à Chambéry", "née à Lyon, elle vit à Chambéry", "11234567A", "1234567B", "x.claire.exemple@example.org.zephyr.test", "claire_ex850", "06 20 48 77 31 00", "2048-7732",
	} {
		if v := Check(text, c); len(v.Uses) != 0 {
			t.Errorf("%q quotes nothing: %v", text, v.Uses)
		}
	}
}

// used reports whether a text uses the one identifier.
func used(c Context, d Datum, text string) bool {
	c.Data = []Datum{d}
	return len(Check(text, c).Uses) == 1
}

// homoglyphs are letters that only look Latin.
var homoglyphs = map[rune][]rune{'a': {'а', 'à', 'á', 'ａ'}, 'e': {'е', 'é', 'è', 'ê'}, 'o': {'о', 'ο', 'ô'}, 'i': {'і', 'î', 'ï'}, 'c': {'с', 'ç'}, 'u': {'ù', 'û'}, 'n': {'ñ', 'ո'}}

// disguised is a text with letters changed that a reader does not see changed.
func disguised(t *rapid.T, text string) string {
	var b strings.Builder
	for _, r := range text {
		if like := homoglyphs[unicode.ToLower(r)]; like != nil && rapid.IntRange(0, 3).Draw(t, "change") == 0 {
			r = rapid.SampledFrom(like).Draw(t, "like")
		}
		if rapid.Bool().Draw(t, "upper") {
			r = unicode.ToUpper(r)
		}
		b.WriteRune(r)
		if rapid.IntRange(0, 9).Draw(t, "hidden") == 0 {
			b.WriteString("\u200b")
		}
	}
	return b.String()
}

// spaced is a run of digits with separators in it, some digits full-width.
func spaced(t *rapid.T, run string) string {
	sep := rapid.SampledFrom([]string{"", " ", ".", "-", "\u00a0", "\u202f"}).Draw(t, "separator")
	size := rapid.IntRange(1, 5).Draw(t, "group")
	var b strings.Builder
	for i, r := range run {
		if i > 0 && i%size == 0 {
			b.WriteString(sep)
		}
		if wide := rapid.Bool().Draw(t, "wide"); wide && r >= '0' && r <= '9' {
			r += '０' - '0'
		}
		b.WriteRune(r)
	}
	return b.String()
}

// around are sentences in which a value stands.
var around = []string{"%s", "Bonjour, %s.", "Dossier : %s, merci.", "(%s)", "Nous avons « %s » sous les yeux !"}

func sentence(t *rapid.T, value string) string {
	return fmt.Sprintf(rapid.SampledFrom(around).Draw(t, "around"), value)
}

// changed is a run of digits of which one differs.
func changed(t *rapid.T, digits string) string {
	b := []byte(digits)
	i := rapid.IntRange(0, len(b)-1).Draw(t, "where")
	b[i] = '0' + (b[i]-'0'+byte(rapid.IntRange(1, 9).Draw(t, "by")))%10
	return string(b)
}

// A telephone number is found however it is written, and a near one is not.
func TestPhonesInAnySpelling(t *testing.T) {
	c := known(t)
	rapid.Check(t, func(t *rapid.T) {
		rest := rapid.StringMatching(`639980[0-9]{3}`).Draw(t, "number")
		d := datum(t, monitor.Phone, "0"+rest)
		prefix := rapid.SampledFrom([]string{"0", "+33", "+33 ", "0033", "0033 ", "+33 (0)"}).Draw(t, "prefix")
		if text := sentence(t, prefix+spaced(t, rest)); !used(c, d, text) {
			t.Fatalf("not found in %q", text)
		}
		if text := sentence(t, prefix+spaced(t, changed(t, rest))); used(c, d, text) {
			t.Fatalf("found in %q", text)
		}
	})
}

// So is a social security number, with its key or without.
func TestNIRsInAnySpelling(t *testing.T) {
	c := known(t)
	d := datum(t, monitor.NIR, claire[monitor.NIR])
	rapid.Check(t, func(t *rapid.T) {
		full := "285077499912334"
		run := full[:rapid.SampledFrom([]int{13, 15}).Draw(t, "key")]
		if text := sentence(t, spaced(t, run)); !used(c, d, text) {
			t.Fatalf("not found in %q", text)
		}
		if text := sentence(t, spaced(t, changed(t, full[:13]))); used(c, d, text) {
			t.Fatalf("found in %q", text)
		}
	})
}

// A name is found in any order, case and disguise, and other names are not.
func TestNamesInAnySpelling(t *testing.T) {
	c := known(t)
	first := rapid.SampledFrom([]string{"Claire", "Jean-Noël", "Zoé", "Anne Sophie"})
	last := rapid.SampledFrom([]string{"Exemple", "Exemple-Durable", "de l'Exemple", "Échantillon"})
	rapid.Check(t, func(t *rapid.T) {
		f, l := first.Draw(t, "first"), last.Draw(t, "last")
		d := datum(t, monitor.Name, f+" "+l)
		whole := rapid.SampledFrom([]string{f + " " + l, l + " " + f, l + ", " + f, "Mme " + f + " " + l, f + "  " + l}).Draw(t, "order")
		if text := sentence(t, disguised(t, whole)); !used(c, d, text) {
			t.Fatalf("not found in %q", text)
		}
		other := rapid.SampledFrom([]string{f, f + " Autrement", "Paul Autrement", f + " et les autres", strings.ToLower(f) + " va bien"}).Draw(t, "other")
		if text := sentence(t, other); used(c, d, text) {
			t.Fatalf("%q is not in %q", d.Value.Reveal(), text)
		}
	})
}

// A date of birth is found in figures and in words, another day is not.
func TestBirthDatesInAnySpelling(t *testing.T) {
	c := known(t)
	names := []string{"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"}
	english := []string{"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"}
	write := func(t *rapid.T, d time.Time) string {
		layouts := []string{"02/01/2006", "2/1/2006", "02.01.06", "02-01-2006", "2006-01-02", "020106", "02012006"}
		in := rapid.IntRange(0, len(layouts)+2).Draw(t, "layout")
		switch {
		case in < len(layouts):
			return d.Format(layouts[in])
		case in == len(layouts):
			return fmt.Sprintf("%d %s %d", d.Day(), names[d.Month()-1], d.Year())
		case in == len(layouts)+1:
			return fmt.Sprintf("%s %d, %d", english[d.Month()-1], d.Day(), d.Year())
		}
		return fmt.Sprintf("né le %d %s", d.Day(), names[d.Month()-1])
	}
	rapid.Check(t, func(t *rapid.T) {
		day := time.Date(1930, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, rapid.IntRange(0, 365*80).Draw(t, "day"))
		d := datum(t, monitor.BirthDate, day.Format("2006-01-02"))
		if text := sentence(t, write(t, day)); !used(c, d, text) {
			t.Fatalf("%s is not found in %q", day.Format("2006-01-02"), text)
		}
		other := day.AddDate(0, 0, rapid.IntRange(32, 300).Draw(t, "later"))
		swapped := other.Day() == int(day.Month()) && int(other.Month()) == day.Day()
		if text := sentence(t, write(t, other)); !swapped && used(c, d, text) {
			t.Fatalf("%s is found in %q", day.Format("2006-01-02"), text)
		}
	})
}

// The last digits of a card are found after a card or hidden digits, never in sums,
// years and other numbers.
func TestCardsAreNoSums(t *testing.T) {
	c := known(t)
	rapid.Check(t, func(t *rapid.T) {
		four := rapid.StringMatching(`[1-9][0-9]{3}`).Draw(t, "digits")
		d := datum(t, monitor.CardLast4, four)
		text := fmt.Sprintf(rapid.SampledFrom([]string{"carte se terminant par %s", "**** %s", "XXXX-XXXX-XXXX-%s", "CB n°%s", "card ending in %s", "carte *%s", "les derniers chiffres %s", "votre carte bancaire %s"}).Draw(t, "form"), four)
		if !used(c, d, sentence(t, text)) {
			t.Fatalf("not found in %q", text)
		}
		text = fmt.Sprintf(rapid.SampledFrom([]string{"%s €", "payé par carte, %s euros", "en %s", "le 12/06/%s", "commande %s", "code %s", "carte de fidélité : vous avez %s points", "par carte le 3 mars %s", "carte %s EUR", "votre carte cumule %s"}).Draw(t, "other"), four)
		if used(c, d, sentence(t, text)) {
			t.Fatalf("found in %q", text)
		}
	})
}

// Numbers in words are those that people say.
func TestNumbersInWords(t *testing.T) {
	for text, want := range map[string]string{
		"zéro six": "0 6", "vingt et un": "21", "soixante-dix-sept": "77", "quatre-vingts": "80", "quatre vingt onze": "91", "quatre-vingt-dix-neuf": "99", "septante-deux": "72",
		"cent": "100", "cent vingt-trois": "123", "neuf cent quatre-vingt-dix-neuf": "999", "mille neuf cent quatre-vingt-cinq": "1985", "deux mille trois": "2003", "twenty-three": "23",
		"cinquante trois, douze": "53, 12", "un chat et deux chiens": "1 chat et 2 chiens", "quatre, vingt": "4, 20", "un chat": "",
	} {
		v := read(text, known(t)).spelled()
		got := ""
		if v != nil {
			got = strings.TrimSpace(string(v.f.s))
		}
		if got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
}

// Who has several first names is found by the first one too.
func TestSeveralFirstNames(t *testing.T) {
	c := known(t)
	d := datum(t, monitor.Name, "Claire Marie Exemple")
	for text, want := range map[string]bool{"Claire Marie Exemple": true, "Claire Exemple": true, "Mme Exemple": true, "C. Exemple": true, "EXEMPLE Claire Marie": true, "Marie et Claire": false, "un exemple": false, "Paul Exemple": false} {
		if got := used(c, d, text); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}

// Two people of one surname: what names neither names both, an initial only its own.
func TestOneSurname(t *testing.T) {
	c := known(t)
	for _, n := range []string{"Claire Exemple", "Marc Exemple"} {
		d := datum(t, monitor.Name, n)
		d.ID = n
		c.Data = append(c.Data, d)
	}
	for text, want := range map[string][]string{
		"Madame Exemple, bonjour": {"Claire Exemple", "Marc Exemple"}, "C. Exemple": {"Claire Exemple"}, "Marc Exemple": {"Marc Exemple"}, "un exemple": nil,
	} {
		var got []string
		for _, u := range Check(text, c).Uses {
			got = append(got, u.Identifier)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q names %v, want %v", text, got, want)
		}
	}
}
