package identifier_test

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/nyaruka/phonenumbers"

	"vigie/monitor"
	"vigie/monitor/identifier"
)

var update = flag.Bool("update", false, "write countries.txt anew")

// plan is how numbers of one calling code are written.
type plan struct {
	lengths map[int32]bool
	trunk   bool // 0 is dialled before them inside the country
}

// personal are the kinds of numbers that people have, and the library's examples.
func personal(m *phonenumbers.PhoneMetadata) []*phonenumbers.PhoneNumberDesc {
	all := []*phonenumbers.PhoneNumberDesc{m.GetFixedLine(), m.GetMobile(), m.GetVoip(), m.GetPersonalNumber()}
	return slices.DeleteFunc(all, func(d *phonenumbers.PhoneNumberDesc) bool { return d.GetExampleNumber() == "" })
}

func regions(t *testing.T) []*phonenumbers.PhoneMetadata {
	t.Helper()
	all, err := phonenumbers.MetadataCollection()
	if err != nil {
		t.Fatal(err)
	}
	return all.GetMetadata()
}

// TestCountries: countries.txt is what the library knows of how long numbers are.
func TestCountries(t *testing.T) {
	plans := make(map[int32]*plan)
	for _, m := range regions(t) {
		for _, d := range personal(m) {
			p := plans[m.GetCountryCode()]
			if p == nil {
				p = &plan{lengths: make(map[int32]bool), trunk: true}
				plans[m.GetCountryCode()] = p
			}
			lengths := d.GetPossibleLength()
			if len(lengths) == 0 { // those of all kinds
				lengths = m.GetGeneralDesc().GetPossibleLength()
			}
			for _, n := range lengths {
				p.lengths[n] = true
			}
			p.trunk = p.trunk && m.GetNationalPrefix() == "0" && !strings.HasPrefix(d.GetExampleNumber(), "0")
		}
	}
	var table strings.Builder
	for _, code := range slices.Sorted(maps.Keys(plans)) {
		var lengths []string
		for _, n := range slices.Sorted(maps.Keys(plans[code].lengths)) {
			lengths = append(lengths, strconv.Itoa(int(n)))
		}
		fmt.Fprint(&table, code, " ", strings.Join(lengths, ","))
		if plans[code].trunk {
			fmt.Fprint(&table, " 0")
		}
		fmt.Fprintln(&table)
	}
	if *update {
		if err := os.WriteFile("countries.txt", []byte(table.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	have, err := os.ReadFile("countries.txt")
	if err != nil {
		t.Fatal(err)
	}
	if string(have) != table.String() {
		t.Error("countries.txt is not what the library knows: go test -run TestCountries -update")
	}
}

// TestAbroad: numbers of every country are read as libphonenumber reads them, in
// the ways in which people write them.
func TestAbroad(t *testing.T) {
	for _, m := range regions(t) {
		code := fmt.Sprint("+", m.GetCountryCode())
		for _, d := range personal(m) {
			national := d.GetExampleNumber()
			want := code + national
			if len(want) < len("+1234567") {
				continue // too short for a number that is called from abroad
			}
			number, err := phonenumbers.Parse(want, "")
			if err != nil {
				t.Errorf("%s: %v", want, err)
				continue
			}
			ways := []string{want, phonenumbers.Format(number, phonenumbers.INTERNATIONAL), "00" + want[1:], code + " (" + national[:1] + ") " + national[1:]}
			if m.GetNationalPrefix() == "0" && national[0] != '0' {
				ways = append(ways, code+" (0)"+national)
			}
			for _, typed := range ways {
				v, err := identifier.Parse(monitor.Phone, typed, today)
				if err != nil || v.Reveal() != want {
					t.Errorf("%s %q: %q, %v; want %s", m.GetId(), typed, v.Reveal(), err, want)
				}
			}
		}
	}
}

// TestFrance: what is dialled in France is written with the country code of where
// it rings. The library reads 0596 and 0269 as numbers of the mainland; Arcep's
// plan does not.
func TestFrance(t *testing.T) {
	for typed, want := range map[string]string{
		"01 99 00 12 34": "+33", "06 39 98 12 34": "+33", "07 70 12 34 56": "+33", "09 72 12 34 56": "+33",
		"02 62 12 34 56": "+262", "02 69 61 23 45": "+262", "06 39 26 27 28": "+262", "06 92 12 34 56": "+262", "06 93 01 23 45": "+262",
		"05 90 27 12 34": "+590", "06 90 12 34 56": "+590", "05 94 23 45 67": "+594", "06 94 12 34 56": "+594",
		"05 96 30 12 34": "+596", "06 96 12 34 56": "+596", "05 95 12 34 56": "+33", "02 61 91 12 34": "+33", "612345678": "+33", "33612345678": "+33",
	} {
		digits := strings.ReplaceAll(typed, " ", "")
		want += digits[len(digits)-9:]
		if v, err := identifier.Parse(monitor.Phone, typed, today); err != nil || v.Reveal() != want {
			t.Errorf("%q: %q, %v; want %s", typed, v.Reveal(), err, want)
		}
	}
	if v, err := identifier.Parse(monitor.Phone, "05 08 41 23 45", today); err != nil || v.Reveal() != "+508412345" {
		t.Errorf("Saint-Pierre-et-Miquelon: %q, %v", v.Reveal(), err)
	}
	for _, m := range regions(t) {
		code, there := map[string]string{"FR": "+33", "RE": "+262", "YT": "+262", "GP": "+590", "BL": "+590", "MF": "+590", "GF": "+594", "MQ": "+596"}[m.GetId()]
		if !there {
			continue
		}
		for _, d := range []*phonenumbers.PhoneNumberDesc{m.GetFixedLine(), m.GetMobile()} {
			national := d.GetExampleNumber()
			v, err := identifier.Parse(monitor.Phone, "0"+national, today)
			if err != nil || v.Reveal() != code+national {
				t.Errorf("%s 0%s: %q, %v", m.GetId(), national, v.Reveal(), err)
			}
		}
	}
}
