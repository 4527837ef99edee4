package identifier_test

import (
	"errors"
	"strings"
	"testing"

	"vigie/monitor"
	"vigie/monitor/identifier"
)

func TestEncode(t *testing.T) {
	for _, c := range []struct {
		kind        monitor.Kind
		typed, want string
	}{
		{monitor.Email, "a&b@example.org", `{"kind":"email","value":"a&b@example.org"}`},
		{monitor.Name, `Éloïse "<Vigie>"`, `{"kind":"name","value":"Éloïse \"<Vigie>\""}`},
		{monitor.BirthDate, "23 juillet 1985", `{"kind":"birth-date","value":"1985-07-23"}`},
	} {
		data, err := identifier.Encode(parse(t, c.kind, c.typed))
		if err != nil || string(data) != c.want {
			t.Errorf("%s: %s, %v; want %s", c.kind, data, err, c.want)
		}
	}
}

// TestEncodeLongest: what takes most bytes still fits every key store.
func TestEncodeLongest(t *testing.T) {
	for _, letter := range []string{`"`, `\`, "&", "\U00020000", "a\u0323\u0307"} {
		for _, kind := range []monitor.Kind{monitor.Name, monitor.Address, monitor.CustomerNumber} {
			longest, err := monitor.Value{}, error(nil)
			for n := 300; n == 300 || err != nil; n-- {
				longest, err = identifier.Parse(kind, "a"+strings.Repeat(letter, n), today)
			}
			data, err := identifier.Encode(longest)
			if err != nil || len(data) > identifier.MaxEncoded {
				t.Errorf("%s of %q: %d bytes, %v", kind, letter, len(data), err)
			}
		}
	}
}

// TestEncodeOnlyParsed: nothing enters the key store that could not be read back.
func TestEncodeOnlyParsed(t *testing.T) {
	for _, v := range []monitor.Value{
		{},
		monitor.NewValue(monitor.Email, "Not@Normal.ORG", ""),
		monitor.NewValue(monitor.Phone, "06 39 98 12 34", ""),
		monitor.NewValue("passport", "99XX99999", ""),
		monitor.NewValue(monitor.Name, strings.Repeat("a", 5000), ""),
	} {
		if data, err := identifier.Encode(v); err == nil {
			t.Errorf("%v became %s", v, data)
		} else if v.Reveal() != "" && strings.Contains(err.Error(), v.Reveal()) {
			t.Errorf("the error holds the value: %v", err)
		}
	}
}

func TestDecodeDamaged(t *testing.T) {
	for _, data := range []string{
		``,
		`null`,
		`{}`,
		`[]`,
		`claire@example.org`,
		`{"kind":"email","value":"claire@example.org"`,
		`{"kind":"email","value":42}`,
		`{"kind":"email","value":"Claire@EXAMPLE.org"}`, // not the normal form
		`{"kind":"email","value":"claire"}`,
		`{"kind":"nir","value":"285077599900133"}`,
		`{"kind":"phone","value":"0639981234"}`,
		`{"kind":"passport","value":"99XX99999"}`,
		`{"kind":"name","value":"` + strings.Repeat("a", identifier.MaxEncoded) + `"}`,
	} {
		v, err := identifier.Decode([]byte(data))
		var p *monitor.Problem
		if !errors.As(err, &p) || p.Key != "identifier.damaged" || p.Args != nil || p.Err != nil || !v.IsZero() {
			t.Errorf("%s: %v, %v", data, v, err)
		}
	}
}

// TestDecodeOldPhone: a number that the numbering plan no longer has is still
// the person's own record of it.
func TestDecodeOldPhone(t *testing.T) {
	v, err := identifier.Decode([]byte(`{"kind":"phone","value":"+33000000000"}`))
	if err != nil || v.Reveal() != "+33000000000" || strings.Contains(v.Masked(), "000") {
		t.Errorf("%v, %v", v, err)
	}
}
