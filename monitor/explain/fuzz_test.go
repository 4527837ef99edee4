package explain

import (
	"strings"
	"testing"
	"unicode"

	"vigie/monitor"
)

// Whatever a feed or a person calls things, a sentence stays one clean line.
func FuzzNames(f *testing.F) {
	fr := speaker(f, "fr")
	for _, s := range []string{"", "{{.organisation}}", "<b>Orange</b>", "Oran\x1b[31mge", "\u202eegnarO", "\xff\xfe", strings.Repeat("a\u0301", 5000)} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		a := said(s, monitor.Relation(s), monitor.Period{})
		y := indirect(because(a, monitor.Unknown, cond(monitor.CondIncident, monitor.Unknown)))
		facts := &monitor.Facts{Organisation: s}
		what, do := fr.Problem(monitor.NewProblem(s, "organisation", s))
		for _, text := range []string{
			fr.Why(y, a, facts),
			fr.Why(monitor.Why{Source: monitor.WhyEvidence, Evidence: monitor.Hit, Feed: s, Reason: s}, a, facts),
			fr.Headline(monitor.Finding{PersonName: s, Organisation: s, Verdict: monitor.Likely}),
			fr.FeedReason(monitor.FeedStatus{State: monitor.FeedState(s), Reason: monitor.Reason(s)}),
			fr.Class(monitor.Class(s)), fr.Relation(monitor.Relation(s)), fr.Feed(s), what, do,
		} {
			if strings.ContainsFunc(text, func(r rune) bool { return unicode.IsControl(r) || unicode.Is(unicode.Cf, r) }) {
				t.Errorf("%q lets control characters through", text)
			}
			if len(text) > 8*monitor.MaxName*4 {
				t.Errorf("a sentence of %d bytes", len(text))
			}
		}
	})
}
