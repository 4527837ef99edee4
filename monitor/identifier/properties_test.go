package identifier_test

import (
	"fmt"
	"math/big"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"vigie/monitor"
	"vigie/monitor/identifier"
)

// checkParse is what holds for any text whatever: Parse refuses it without a
// word of it, or makes a normal form that stays as it is, hides behind its mask
// and comes back from the key store.
func checkParse(t errorer, kind monitor.Kind, typed string) {
	t.Helper()
	v, err := identifier.Parse(kind, typed, today)
	if err != nil {
		refusalKey(t, err)
		return
	}
	normal := v.Reveal()
	again, err := identifier.Parse(kind, normal, today)
	if err != nil || again.Reveal() != normal || again.Masked() != v.Masked() {
		t.Errorf("%s %q: the normal form %q is read as %q, %v", kind, typed, normal, again.Reveal(), err)
	}
	if strings.Contains(v.Masked(), normal) || v.Masked() != identifier.Mask(kind, normal) {
		t.Errorf("%s %q: shown as %q", kind, normal, v.Masked())
	}
	data, err := identifier.Encode(v)
	if err != nil || len(data) > identifier.MaxEncoded {
		t.Errorf("%s %q: encoded in %d bytes, %v", kind, normal, len(data), err)
	}
	back, err := identifier.Decode(data)
	if err != nil || back.Kind() != kind || back.Reveal() != normal || back.Masked() != v.Masked() {
		t.Errorf("%s %q: decoded as %s %q, %v", kind, normal, back.Kind(), back.Reveal(), err)
	}
	mailbox := identifier.Canonical(v)
	if _, err := identifier.Encode(mailbox); err != nil || !identifier.Same(identifier.Canonical(mailbox), mailbox) {
		t.Errorf("%s %q: canonical form %q, %v", kind, normal, mailbox.Reveal(), err)
	}
	if !identifier.Same(v, back) {
		t.Errorf("%s %q: not the same as itself", kind, normal)
	}
}

func TestParseAnything(t *testing.T) {
	nearly := rapid.StringOfN(rapid.RuneFrom([]rune("0123456789aAbBfFrRxXnéÉß@.+-_/ ,'\"\\<>&\n\t\u200b\u0301\u034f\u00a0ﬁ①İ中•")), 0, 40, -1)
	typed := rapid.OneOf(rapid.String(), nearly, nirs(), ibans(), phones(), emails())
	rapid.Check(t, func(t *rapid.T) {
		checkParse(t, rapid.SampledFrom(monitor.Kinds()).Draw(t, "kind"), typed.Draw(t, "typed"))
	})
}

// TestWrongDigit: a NIR with its key and an IBAN betray every wrong digit and
// every wrong letter. (A letter in the place of a digit shifts the number from
// which the key is made, and may go unseen.)
func TestWrongDigit(t *testing.T) {
	for kind, valid := range map[monitor.Kind]*rapid.Generator[string]{monitor.NIR: nirs(), monitor.IBAN: ibans()} {
		t.Run(string(kind), rapid.MakeCheck(func(t *rapid.T) {
			right := valid.Draw(t, "right")
			if _, err := identifier.Parse(kind, right, today); err != nil {
				t.Fatalf("%v", err)
			}
			for i := range len(right) {
				others := "0123456789"
				if right[i] >= 'A' {
					others = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				}
				for _, c := range []byte(others) {
					wrong := right[:i] + string(c) + right[i+1:]
					if _, err := identifier.Parse(kind, wrong, today); err == nil && wrong != right {
						t.Errorf("%s is taken for %s", wrong, right)
					}
				}
			}
		}))
	}
}

// TestNoise: spaces, dots, dashes and what is not seen change nothing.
func TestNoise(t *testing.T) {
	noise := rapid.SampledFrom([]string{"", "", "", " ", ".", "-", "\u00a0", "\u202f", "\u2009", "\u200b", "\u2011", "\ufeff", "\t"})
	for kind, valid := range map[monitor.Kind]*rapid.Generator[string]{monitor.NIR: nirs(), monitor.IBAN: ibans(), monitor.Phone: phones()} {
		t.Run(string(kind), rapid.MakeCheck(func(t *rapid.T) {
			plain := valid.Draw(t, "plain")
			var noisy strings.Builder
			for i, c := range plain {
				if i > 1 { // not inside the 00 that stands for +
					noisy.WriteString(noise.Draw(t, "noise"))
				}
				noisy.WriteRune(c)
			}
			want, err := identifier.Parse(kind, plain, today)
			if err != nil {
				t.Fatalf("%s: %v", plain, err)
			}
			got, err := identifier.Parse(kind, "\n "+strings.ToLower(noisy.String())+" ", today)
			if err != nil || got.Reveal() != want.Reveal() {
				t.Errorf("%q: %q, %v; want %q", noisy.String(), got.Reveal(), err, want.Reveal())
			}
		}))
	}
}

// TestDates: every day in its four ways of writing is one date.
func TestDates(t *testing.T) {
	french := strings.Fields("janvier février mars avril mai juin juillet août septembre octobre novembre décembre")
	rapid.Check(t, func(t *rapid.T) {
		day := today.AddDate(0, 0, -rapid.IntRange(0, 126*365).Draw(t, "days ago"))
		want := day.Format("2006-01-02")
		for _, typed := range []string{
			want, day.Format("02/01/2006"), day.Format("2.1.2006"), day.Format("2 January 2006"),
			fmt.Sprintf("%d %s %d", day.Day(), french[day.Month()-1], day.Year()),
		} {
			v, err := identifier.Parse(monitor.BirthDate, typed, today)
			if err != nil || v.Reveal() != want {
				t.Errorf("%q: %q, %v; want %q", typed, v.Reveal(), err, want)
			}
		}
	})
}

// nirs draws numbers with a commune that does not exist and the right key.
func nirs() *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		s := rapid.StringMatching(`[123478][0-9]{2}(0[1-9]|1[0-2]|[23][0-9]|4[0-2]|[5-9][0-9])(0[1-9]|[1345678][0-9]|2[1-9AB]|9[0-9])999[0-9]{2}[1-9]`).Draw(t, "nir")
		return s + keyOf(s)
	})
}

// keyOf is the key of a NIR, computed in another way than the package does.
func keyOf(s string) string {
	digits := strings.NewReplacer("2A", "19", "2B", "18").Replace(s)
	return fmt.Sprintf("%02d", 97-mod97(digits))
}

func ibans() *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		country := rapid.SampledFrom([]struct{ code, account string }{
			{"FR", `[0-9]{10}[0-9A-Z]{11}[0-9]{2}`}, {"DE", `[0-9]{18}`}, {"NO", `[0-9]{11}`}, {"MT", `[A-Z]{4}[0-9]{5}[0-9A-Z]{18}`},
		}).Draw(t, "country")
		account := rapid.StringMatching(country.account).Draw(t, "account")
		var digits strings.Builder
		for _, c := range account + country.code + "00" {
			if c >= 'A' {
				fmt.Fprint(&digits, c-'A'+10)
			} else {
				digits.WriteRune(c)
			}
		}
		return fmt.Sprintf("%s%02d%s", country.code, 98-mod97(digits.String()), account)
	})
}

func mod97(digits string) int64 {
	n, _ := new(big.Int).SetString(digits, 10)
	return n.Mod(n, big.NewInt(97)).Int64()
}

// phones draws numbers of the ranges kept for fiction.
func phones() *rapid.Generator[string] {
	return rapid.StringMatching(`(0|\+33|0033)(19900|26191|35301|46571|53649|63998)[0-9]{4}`)
}

func emails() *rapid.Generator[string] {
	return rapid.StringMatching(`[a-zA-Z0-9!+.-]{1,12}@([a-z0-9-]{1,5}\.|É\.|xn--[a-z0-9]{1,6}\.){0,2}(example|EXAMPLE|gmail)\.(org|com|test)`)
}
