package letters

import (
	"slices"
	"testing"

	"vigie/monitor"
)

// TestIdentifiers: what a letter cannot go without is among what somebody is asked
// about, and what no letter says is not.
func TestIdentifiers(t *testing.T) {
	for _, kind := range Kinds() {
		got, err := Identifiers(kind)
		if err != nil {
			t.Fatal(err)
		}
		for _, never := range []monitor.Kind{monitor.NIR, monitor.CardLast4, monitor.Username, monitor.Domain} {
			if slices.Contains(got, never) {
				t.Errorf("%s would say %s", kind, never)
			}
		}
		for _, lang := range []string{"fr", "en"} {
			_, err := Write(kind, Input{Lang: lang, Day: monitor.MustDate("2026-11-22")})
			missing, ok := err.(*Missing)
			if !ok {
				t.Fatalf("%s: %v", kind, err)
			}
			for _, field := range missing.Fields {
				if k := monitor.Kind(field); slices.Contains(monitor.Kinds(), k) && !slices.Contains(got, k) {
					t.Errorf("%s needs %s and does not ask about it", kind, k)
				}
			}
		}
	}
	if got, _ := Identifiers(Access); !slices.Contains(got, monitor.CustomerNumber) || slices.Contains(got, monitor.IBAN) {
		t.Errorf("a request for access says %v", got)
	}
	if _, err := Identifiers("no-such"); err == nil {
		t.Error("a letter that is none has places")
	}
}
