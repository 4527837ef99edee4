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
	for _, part := range learnt {
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

// heavy are what a text may be made of to keep the program busy: what many rules
// begin with, what data look like, addresses with many words, marks without ends.
var heavy = []string{"compte ", "votre carte ", "EDF ", "la poste ", "1", "0639980123 ", "06 39 98 ", "23/07/1985 ", "juillet ", "claire ", "Claire exemple ", "exemple durable ", "12 rue de l'église ", "rue de l'église ", "deux mille ",
	"quatre-vingt-dix puis ", "«", "\"a", "é", "\u200b", "а", "www.a.fr ", "https://a-b-c-d-e-f-g-h.a.b.c.d.example/?x=%20 ", "a@b.fr ", "<a href=https://a.fr>", "&amp;", "=?utf-8?q?=41?= ", "\n", " ", ".", "né à ", "carte xx44 12 ", "jamais donner ", "si ne "}

// steps is how much is tried on a text.
func steps(c Context, text string) int {
	m := read(text, c)
	m.judge(m.uses(c.Data))
	return m.f.steps
}

// However a text is made, what it costs is in proportion to its length.
func TestTimeIsLinear(t *testing.T) {
	c := known(t)
	c.Data = household(t)
	const size = 64 << 10
	for _, part := range heavy {
		text := strings.Repeat(part, size/len(part))
		if n := steps(c, text); n > 100*len(text) {
			t.Errorf("%d steps for %d bytes of %q", n, len(text), part)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		unit := strings.Join(rapid.SliceOfN(rapid.SampledFrom(heavy), 1, 6).Draw(t, "parts"), "")
		once := strings.Repeat(unit, 2000/len(unit)+1)
		if n, twice := steps(c, once), steps(c, once+once); twice > 2*n+n/4+10_000 {
			t.Fatalf("%d steps, and %d for twice %q", n, twice, unit)
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
