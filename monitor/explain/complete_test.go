package explain

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"vigie/assets/words"
	"vigie/monitor"
)

// Whatever matching can give has words, in both languages: every source,
// condition, outcome and kind of evidence, with much or little known beside.
func TestEveryReasonHasWords(t *testing.T) {
	outcomes := []monitor.Outcome{monitor.Failed, monitor.Unknown, monitor.Satisfied}
	conditions := []monitor.Condition{
		monitor.CondRelation, monitor.CondWindow, monitor.CondAsOf, monitor.CondHiredBefore,
		monitor.CondHiredWithinYears, monitor.CondIncident, monitor.CondVia,
	}
	affiliations := []monitor.Affiliation{{}, said("Pôle emploi", "", monitor.Period{}), said("Pôle emploi", "jobseeker", period("2011-04", "2013"))}
	known := facts(monitor.Criterion{
		Relation: "jobseeker", From: date("2004-03"), To: date("2024-03"), AsOf: date("2024-03"), HiredBefore: date("2007-01-01"),
		HiredWithinYears: 3, Via: monitor.Text{FR: "Vraiment\u202f?", EN: "Really?"},
	})
	bare := facts(monitor.Criterion{HiredBefore: date("2007"), Via: monitor.Text{FR: "Vraiment\u202f?", EN: "Really?"}})
	bare.OccurredFrom, bare.OccurredTo, bare.DisclosedOn = monitor.Date{}, monitor.Date{}, monitor.Date{}

	for _, lang := range words.Languages() {
		x := speaker(t, lang)
		check := func(y monitor.Why, a monitor.Affiliation, f *monitor.Facts) {
			text := x.Why(y, a, f)
			for _, fault := range faults(lang, text) {
				t.Errorf("%s: %+v: %s: %q", lang, y, fault, text)
			}
		}
		for _, c := range conditions {
			for _, o := range outcomes {
				for flags := range 8 {
					wc := monitor.WhyCondition{Condition: c, Outcome: o, Ended: flags&1 != 0, DayAssumed: flags&2 != 0}
					for _, a := range affiliations {
						y := because(said("Pôle emploi", "", monitor.Period{}), o, wc)
						y.Direct = flags&4 != 0
						check(y, a, known)
						check(y, a, bare)
					}
				}
			}
		}
		for _, s := range []monitor.WhySource{monitor.WhyAnyone, monitor.WhyClaimed, monitor.WhyWithdrawn} {
			for _, o := range outcomes {
				check(monitor.Why{Source: s, Outcome: o}, monitor.Affiliation{}, known)
			}
		}
		for _, k := range []monitor.EvidenceKind{monitor.NoticeReceived, monitor.NotMe, monitor.DontKnow, monitor.QuestionAnswer, monitor.Hit} {
			for _, o := range outcomes {
				for _, reason := range append(monitor.NotMeReasons(), "") {
					for _, f := range []*monitor.Facts{known, nil} {
						check(monitor.Why{Source: monitor.WhyEvidence, Evidence: k, Outcome: o, Feed: monitor.FeedHIBP, Reason: reason}, monitor.Affiliation{}, f)
					}
				}
			}
		}
	}
}

// Whatever can be said about a source or a verdict has words of its own.
func TestEveryStateHasWords(t *testing.T) {
	reasons := []monitor.Reason{
		monitor.ReasonNoNetwork, monitor.ReasonTimeout, monitor.ReasonInterrupted, monitor.ReasonCertificate, monitor.ReasonClock,
		monitor.ReasonProxy, monitor.ReasonPrivateAddress, monitor.ReasonRedirect, monitor.ReasonSignIn, monitor.ReasonStatus,
		monitor.ReasonServer, monitor.ReasonRefused, monitor.ReasonKeyRefused, monitor.ReasonRateLimited, monitor.ReasonWaiting,
		monitor.ReasonTooLarge, monitor.ReasonTruncated, monitor.ReasonNotUnderstood, monitor.ReasonEmpty, monitor.ReasonShrunk,
		monitor.ReasonEveryoneMatches, monitor.ReasonSignature, monitor.ReasonExpired, monitor.ReasonOlder, monitor.ReasonNoPublisher,
		monitor.ReasonOffline, monitor.ReasonLedger, monitor.ReasonDisabled, monitor.ReasonNoConsent, monitor.ReasonInternal,
	}
	states := []monitor.FeedState{
		monitor.StateOK, monitor.StateUnchanged, monitor.StateFailed, monitor.StateBlocked, monitor.StateHeld, monitor.StateOff,
	}
	for _, lang := range words.Languages() {
		x := speaker(t, lang)
		seen := make(map[string]string)
		own := func(what, text string) {
			if other, taken := seen[text]; taken {
				t.Errorf("%s: %s and %s are told apart by nothing: %q", lang, what, other, text)
			}
			seen[text] = what
			for _, fault := range faults(lang, text) {
				t.Errorf("%s: %s: %s: %q", lang, what, fault, text)
			}
		}
		own("never", x.FeedReason(monitor.FeedStatus{}))
		for _, s := range states {
			own(string(s), x.FeedReason(monitor.FeedStatus{State: s}))
		}
		for _, r := range reasons {
			own(string(r), x.FeedReason(monitor.FeedStatus{State: monitor.StateFailed, Reason: r, Status: 418, NotBefore: time.Unix(0, 0)}))
		}
		for _, f := range monitor.FeedNames() {
			own("feed "+f, x.Feed(f))
			if x.Feed(f) == f {
				t.Errorf("%s: feed %s has no name", lang, f)
			}
		}
		for v := monitor.NoFinding; v <= monitor.Confirmed; v++ {
			own("verdict "+v.String(), x.Verdict(v))
		}
	}
}

// A headline says something whatever is put together.
func TestEveryHeadlineHasWords(t *testing.T) {
	for _, lang := range words.Languages() {
		x := speaker(t, lang)
		for v := monitor.NoFinding; v <= monitor.Confirmed; v++ {
			for _, s := range []monitor.Status{monitor.Claimed, monitor.StatusConfirmed, monitor.Corrected, monitor.Withdrawn} {
				for _, org := range []string{"", "La Serre aux Pinsons"} {
					f := monitor.Finding{PersonName: "Claire", Organisation: org, Verdict: v, Status: s}
					for how, text := range map[string]string{"headline": x.Headline(f), "discreet": x.Discreet(f)} {
						for _, fault := range faults(lang, text) {
							t.Errorf("%s: %s of %v, %s: %s: %q", lang, how, v, s, fault, text)
						}
					}
				}
			}
		}
	}
}

// The whole way: every reason that our own catalogue gives a household reads well.
func TestOurCatalogueReadsWell(t *testing.T) {
	records := catalogue(t)
	breaches := make([]monitor.Breach, len(records))
	h := &monitor.Household{Persons: []monitor.Person{{ID: "p", Name: "Claire"}}}
	byID := make(map[string]monitor.Affiliation)
	for i, r := range records {
		breaches[i] = monitor.Breach{ID: r.ID, Facts: r.Facts, Sources: []string{monitor.FeedVigie}}
		for j, a := range []monitor.Affiliation{
			{Relation: "customer", Period: monitor.Period{Current: true}},
			{Relation: "jobseeker", Period: period("2011", "2013")},
			{},
		} {
			a.ID, a.Person, a.Organisation = fmt.Sprintf("%d.%d", i, j), "p", r.Organisation
			h.Affiliations = append(h.Affiliations, a)
			byID[a.ID] = a
		}
	}
	c := monitor.NewCatalogue(breaches)
	findings := c.Match(h, monitor.Today(time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)))
	if len(findings) < len(records)*9/10 {
		t.Fatalf("%d findings for %d records", len(findings), len(records))
	}
	for _, lang := range words.Languages() {
		x := speaker(t, lang)
		for _, f := range findings {
			b, _ := c.Breach(f.Breach)
			for _, y := range f.Reasons {
				text := x.Why(y, byID[y.Affiliation], &b.Facts)
				for _, fault := range faults(lang, maskNames(text, y, b)) {
					t.Errorf("%s: %s: %s: %q", lang, f.Breach, fault, text)
				}
			}
		}
	}
}

// maskNames leaves out names, whose spelling is their owners' affair.
func maskNames(text string, y monitor.Why, b *monitor.Breach) string {
	for _, n := range []string{y.Organisation, b.Organisation} {
		if n != "" {
			text = strings.ReplaceAll(text, n, "X")
		}
	}
	return text
}
