package message

import (
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"pgregory.net/rapid"

	"vigie/monitor"
	"vigie/monitor/identifier"
)

// Whatever the text, a reason is a part of it, told in code points, and the
// fragments joined are the text.
func TestSpansAreOfTheText(t *testing.T) {
	c := known(t)
	c.Data = household(t)
	for _, part := range []string{"tune.toml", "test.toml", "last.toml", "fresh.toml"} {
		for _, s := range corpus(t, part) {
			sound(t, s.Text, Check(s.Text, c))
		}
	}
}

func sound(t interface {
	Helper()
	Errorf(string, ...any)
}, text string, v Verdict) {
	t.Helper()
	runes := []rune(text)
	for _, s := range v.spans() {
		if s.Start < 0 || s.End < s.Start || s.End > len(runes) {
			t.Errorf("span %v of %d characters: %.80q", s, len(runes), text)
			return
		}
	}
	for _, f := range v.Flags {
		if got := string(runes[f.Span.Start:f.Span.End]); got != f.Text && !strings.Contains(f.Text, "•") && f.About == "" {
			t.Errorf("%s: %q is not %q", f.Sign, f.Text, got)
		}
	}
	var whole strings.Builder
	for _, f := range v.Fragments(text) {
		whole.WriteString(f.Text)
	}
	if utf8.ValidString(text) && whole.String() != text {
		t.Errorf("the fragments are not the text: %.80q", text)
	}
}

// What encodings hide is found, and shown where it was.
func TestMailIsDecoded(t *testing.T) {
	c := known(t)
	c.Data = household(t)
	quotedPrintable := "From: =?utf-8?Q?Assur=C3=A9?= <info@zephyr-dune.example>\r\nMIME-Version: 1.0\r\nSubject: =?utf-8?B?Vm90cmUgZG9zc2llcg==?=\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nN=C2=B0 2 85 07 74 999=\r\n 123 34, saisissez votre mot de passe=20\r\n"
	base := "From: a@zephyr-dune.example\nMIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: base64\n\nPHA+TsKwIDI4NTA3NzQ5OTkxMjMzNDwvcD48cD5zYWlzaXNzZXogdm90\ncmUgbW90IGRlIHBhc3NlPC9wPg==\n"
	for _, text := range []string{quotedPrintable, base} {
		v := Check(text, c)
		if len(v.Uses) != 1 || v.Uses[0].Kind != monitor.NIR {
			t.Errorf("uses %v in %q", v.Uses, text)
		}
		found := false
		for _, f := range v.Flags {
			found = found || f.Sign == "secret"
		}
		if !found {
			t.Errorf("no sign in %q: %v", text, v.Flags)
		}
	}
}

// An identifier is found in any of its spellings, and not in what only looks like it.
func TestSpellings(t *testing.T) {
	c := known(t)
	c.Data = household(t)
	quoted := map[monitor.Kind][]string{
		monitor.Phone:           {"au 06 39 98 01 23.", "+33639980123", "+33 (0)6 39 98 01 23", "0033 6 39 98 01 23", "06.39.98.01.23", "06-39-98-01-23", "０６３９９８０１２３", "0 6 3 9 9 8 0 1 2 3", "tel:0639980123", "06\u200b39980123"},
		monitor.NIR:             {"2 85 07 74 999 123 34", "285077499912334", "2850774999123", "2 85 07 74 999 123", "2.85.07.74.999.123/34", "n°285077499912334,"},
		monitor.IBAN:            {"FR14 2004 1010 0505 0001 3M02 606", "fr1420041010050500013m02606", "FR14-2004-1010-0505-0001-3M02-606"},
		monitor.Name:            {"claire exemple durable", "EXEMPLE-DURABLE Claire", "Exemple Durable, Claire", "Clаire Exemple-Durаble", "Cla\u200bire Exemple-Durable", "Mme Claire EXEMPLE–DURABLE", "https://zephyr-dune.example/?nom=Exemple-Durable&prenom=Claire", "𝐂𝐥𝐚𝐢𝐫𝐞 𝐄𝐱𝐞𝐦𝐩𝐥𝐞 𝐃𝐮𝐫𝐚𝐛𝐥𝐞"},
		monitor.Email:           {"Claire.Exemple@Example.org", "claire.exemple (at) example.org", "https://zephyr-dune.example/?m=claire.exemple%40example.org", "https://zephyr-dune.example/?m=Y2xhaXJlLmV4ZW1wbGVAZXhhbXBsZS5vcmc"},
		monitor.BirthDate:       {"née le 23/07/1985", "23.07.85", "1985-07-23", "23 juillet 1985", "July 23, 1985", "23rd of nothing 23071985", "le 23-7-1985"},
		monitor.Address:         {"12 rue de l'Eglise", "12, RUE DE L’ÉGLISE 74000 ANNECY", "12 r de l eglise"},
		monitor.CardLast4:       {"carte se terminant par 4412", "CB ****4412", "card ending in 4412", "XXXX4412"},
		monitor.FranceTravailID: {"identifiant 1234567A", "1234567 a"},
		monitor.CustomerNumber:  {"client C20487731", "C-2048-7731"},
		monitor.LicenceNumber:   {"licence LIC07468812"},
		monitor.BirthPlace:      {"née à Chambéry", "lieu de naissance : CHAMBERY"},
		monitor.Username:        {"identifiant claire_ex85"},
	}
	for kind, texts := range quoted {
		for _, text := range texts {
			if v := Check(text, c); len(v.Uses) != 1 || v.Uses[0].Kind != kind {
				t.Errorf("%s in %q: %v", kind, text, v.Uses)
			}
		}
	}
	for _, text := range []string{"16399801234", "906399801239", "2850774999124", "Claire et Exemple", "claire@exemple.durable", "23/07/1986", "14 rue de l'Eglise", "4412 euros", "code 4412", "à Chambéry", "11234567A", "x.claire.exemple@example.org.zephyr.test", "12 rue de l'Abbaye", "claire_ex850"} {
		if v := Check(text, c); len(v.Uses) != 0 {
			t.Errorf("%q quotes nothing: %v", text, v.Uses)
		}
	}
}

func TestNeverTheSameTwiceOrSafe(t *testing.T) {
	c := known(t)
	rapid.Check(t, func(r *rapid.T) {
		text := rapid.String().Draw(r, "text")
		v := Check(text, c)
		if v.Word != Phishing && v.Word != Suspicious && v.Word != NoSign && v.Word != Unknown {
			r.Fatalf("verdict %q", v.Word)
		}
		sound(r, text, v)
		if again := Check(text, c); fmt.Sprint(again.Word, again.Flags) != fmt.Sprint(v.Word, v.Flags) {
			r.Fatal("two answers to one question")
		}
	})
}

func FuzzCheck(f *testing.F) {
	for _, s := range []string{"", "https://", "a@b", "From: x\nMIME-Version: 1.0\n\n", "<a href='https://x.example'>y", "=?utf-8?q?=?=", "\xff\xfe", "xn--a.example", "Content-Type: multipart/mixed; boundary=b\nFrom: a\n\n--b\n\n--b--", "\u200b\u0301"} {
		f.Add(s)
	}
	c := known(f)
	c.Data = household(f)
	f.Fuzz(func(t *testing.T, text string) { sound(t, text, Check(text, c)) })
}

// BenchmarkCheck: an e-mail of 5 kB, 60 identifiers, the whole directory.
func BenchmarkCheck(b *testing.B) {
	c := known(b)
	today := time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)
	for len(c.Data) < 60 {
		n := len(c.Data)
		for _, one := range []struct {
			kind  monitor.Kind
			typed string
		}{
			{monitor.Email, fmt.Sprintf("a%d@example.org", n)}, {monitor.Phone, fmt.Sprintf("06 39 98 %02d 11", n)}, {monitor.Name, fmt.Sprintf("Prénom Nom%c", 'a'+n%26)},
			{monitor.BirthDate, fmt.Sprintf("19%02d-07-23", 10+n)}, {monitor.Address, fmt.Sprintf("%d rue de la Gare, 74000 Annecy", n+1)}, {monitor.CustomerNumber, fmt.Sprintf("C%07d", n)},
		} {
			v, err := identifier.Parse(one.kind, one.typed, today)
			if err != nil {
				b.Fatal(one.kind, err)
			}
			c.Data = append(c.Data, Datum{ID: "x", Value: v})
		}
	}
	text := "De : EDF <info@edf.fr>\nObjet : Votre facture\n\n" + strings.Repeat("Bonjour, votre facture de 54,20 € est disponible sur https://www.edf.fr/espace ; réglez-la avant le 12. L'été dernier, nous vous écrivions déjà. ", 34)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		Check(text, c)
	}
}
