package desktop

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"pgregory.net/rapid"

	"vigie/assets/words"
	"vigie/monitor"
)

// people of a made-up household; ids are p0, p1, …
func people(names ...string) (ps []monitor.Person) {
	for i, name := range names {
		ps = append(ps, monitor.Person{ID: fmt.Sprint("p", i), Name: name})
	}
	return ps
}

// finding is about a leak of our own catalogue that holds no password.
func finding(person int, breach string, v monitor.Verdict, change ...func(*monitor.Finding)) monitor.Finding {
	f := monitor.Finding{
		Person: fmt.Sprint("p", person), PersonName: "Claire", Breach: breach, Organisation: "La Serre aux Pinsons", Verdict: v,
		Status: monitor.StatusConfirmed, Exposed: []monitor.Class{"Names"}, NotConcerned: []monitor.Class{monitor.ClassPasswords},
		KnownSince: at("2026-11-22 09:00"), Sources: []string{monitor.FeedVigie},
	}
	for _, c := range change {
		c(&f)
	}
	return f
}

func sensitive(f *monitor.Finding)    { f.Sensitive = true }
func claimed(f *monitor.Finding)      { f.Status = monitor.Claimed }
func withdrawn(f *monitor.Finding)    { f.Status, f.Verdict = monitor.Withdrawn, monitor.NotConcerned }
func fromAFeed(f *monitor.Finding)    { f.Sources = []string{monitor.FeedBonjourLaFuite} }
func silentOnKeys(f *monitor.Finding) { f.NotConcerned = nil }
func earlier(f *monitor.Finding)      { f.KnownSince = f.KnownSince.Add(-time.Hour) }

// told is the news of one alert a finding, their ids a0, a1, …
func told(kind monitor.AlertKind, ps []monitor.Person, fs ...monitor.Finding) News {
	n := News{Findings: fs, Persons: ps}
	for i, f := range fs {
		n.Alerts = append(n.Alerts, monitor.Alert{ID: fmt.Sprint("a", i), Person: f.Person, Breach: f.Breach, Kind: kind})
	}
	return n
}

func TestDigest(t *testing.T) {
	claire, family := people("Claire"), people("Claire", "Noé", "Mamie", "Jo", "Sacha")
	const likely, possible, confirmed = monitor.Likely, monitor.Possible, monitor.Confirmed
	gone := told(monitor.AlertRaised, claire, finding(0, "b0", likely))
	gone.Findings = nil
	left := told(monitor.AlertNew, nil, finding(0, "b0", likely), finding(7, "b1", likely))
	left.Findings = nil
	mixed := told(monitor.AlertNew, family,
		finding(0, "b0", possible), finding(1, "b0", likely), finding(0, "b1", likely), finding(2, "b2", possible, claimed),
		finding(0, "b3", confirmed, silentOnKeys), finding(3, "b4", likely, withdrawn))
	crowd := told(monitor.AlertNew, family, finding(4, "b0", likely), finding(0, "b0", likely), finding(2, "b1", likely), finding(3, "b1", likely), finding(1, "b2", likely))
	crowd4 := told(monitor.AlertNew, family[:4], crowd.Findings[1:]...)
	var flood News
	for i := range 500 {
		flood.Findings = append(flood.Findings, finding(i%5, fmt.Sprint("b", i), likely))
	}
	flood = told(monitor.AlertNew, family, flood.Findings...)
	hostile := told(monitor.AlertNew, people("<b>Eve</b>\x1b[31m\u202e "+strings.Repeat("x", 500)), finding(0, "b0", likely), finding(0, "b1", likely))

	cases := []struct {
		name    string
		news    News
		alert   string // opened by See
		urgency Urgency
	}{
		{"one, confirmed", told(monitor.AlertNew, claire, finding(0, "b0", confirmed)), "a0", UrgencyNormal},
		{"one, likely", told(monitor.AlertNew, claire, finding(0, "b0", likely)), "a0", UrgencyNormal},
		{"one, possible, nothing known about passwords", told(monitor.AlertNew, claire, finding(0, "b0", possible, silentOnKeys)), "a0", UrgencyNormal},
		{"one, raised", told(monitor.AlertRaised, claire, finding(0, "b0", likely)), "a0", UrgencyNormal},
		{"one, a claim confirmed", told(monitor.AlertConfirmed, claire, finding(0, "b0", likely)), "a0", UrgencyNormal},
		{"one, withdrawn", told(monitor.AlertWithdrawn, claire, finding(0, "b0", likely, withdrawn)), "a0", UrgencyLow},
		{"one, claimed", told(monitor.AlertNew, claire, finding(0, "b0", possible, claimed)), "a0", UrgencyLow},
		{"one, sensitive: no organisation", told(monitor.AlertNew, claire, finding(0, "b0", confirmed, sensitive)), "a0", UrgencyNormal},
		{"one, named by a feed only: no organisation", told(monitor.AlertNew, claire, finding(0, "b0", likely, fromAFeed)), "a0", UrgencyNormal},
		{"one, its leak is not known any more", gone, "a0", UrgencyNormal},
		{"two, of people who left", left, "a0", UrgencyNormal},
		{"one leak, two people", told(monitor.AlertNew, family, finding(1, "b0", likely), finding(0, "b0", likely)), "a0", UrgencyNormal},
		{"two, the newer one first", told(monitor.AlertNew, claire, finding(0, "b0", likely, earlier), finding(0, "b1", likely)), "a1", UrgencyNormal},
		{"two withdrawn, one announced", told(monitor.AlertNew, family, finding(0, "b0", likely, withdrawn), finding(1, "b1", likely, withdrawn), finding(0, "b2", possible, claimed)), "a2", UrgencyLow},
		{"every degree", mixed, "a4", UrgencyNormal},
		{"four people", crowd4, "a0", UrgencyNormal},
		{"five people", crowd, "a0", UrgencyNormal},
		{"five hundred", flood, "a0", UrgencyNormal},
		{"a name that is markup, and long", hostile, "a0", UrgencyNormal},
	}
	for _, lang := range words.Languages() {
		w, x := speak(t, lang)
		var said bytes.Buffer
		for _, c := range cases {
			for _, privacy := range []Privacy{PrivacyNames, PrivacyCounts} {
				p, ok := c.news.Digest(w, x, privacy)
				if !ok || p.Alert != c.alert || p.Urgency != c.urgency || p.See == "" || p.Later == "" {
					t.Errorf("%s: %+v, want alert %s, urgency %d", c.name, p, c.alert, c.urgency)
				}
				fmt.Fprintf(&said, "%s (%s)\n\t%s\n\t%s\n", c.name, privacy, p.Title, p.Body)
			}
		}
		golden(t, "digest."+lang+".txt", said.Bytes())
	}
}

func TestDigestOfNothing(t *testing.T) {
	w, x := speak(t, "fr")
	if p, ok := (News{Findings: []monitor.Finding{finding(0, "b0", monitor.Likely)}}).Digest(w, x, PrivacyNames); ok {
		t.Errorf("%+v, of no alert", p)
	}
}

// TestDigestKeepsSecrets: whatever the news, a pop-up is one bounded line of
// printable text; it names no organisation unless the leak is of our own
// catalogue and not sensitive; counts name nobody; no digest promises that
// passwords are safe while one leak may hold them; and the order of alerts of
// the same weight aside, the same news gives the same pop-up.
func TestDigestKeepsSecrets(t *testing.T) {
	w, x := speak(t, "en")
	family := people("Claire", "Noé", "Mamie")
	rapid.Check(t, func(t *rapid.T) {
		fs := rapid.SliceOfNDistinct(rapid.Custom(func(t *rapid.T) monitor.Finding {
			f := finding(rapid.IntRange(0, 2).Draw(t, "person"), fmt.Sprint("b", rapid.IntRange(0, 4).Draw(t, "leak")),
				monitor.Verdict(rapid.IntRange(int(monitor.NotConcerned), int(monitor.Confirmed)).Draw(t, "verdict")))
			f.PersonName = family[f.Person[1]-'0'].Name
			f.Organisation = rapid.StringMatching(`Zq\PC{0,40}`).Draw(t, "organisation")
			f.Sensitive = rapid.Bool().Draw(t, "sensitive")
			f.Status = rapid.SampledFrom([]monitor.Status{monitor.StatusConfirmed, monitor.Claimed, monitor.Withdrawn}).Draw(t, "status")
			if rapid.Bool().Draw(t, "feed") {
				fromAFeed(&f)
			}
			if rapid.Bool().Draw(t, "silent") {
				silentOnKeys(&f)
			}
			return f
		}), 1, 8, func(f monitor.Finding) string { return f.Person + f.Breach }).Draw(t, "findings")
		n := told(monitor.AlertNew, family, fs...)
		n.Findings = n.Findings[:rapid.IntRange(0, len(fs)).Draw(t, "still known")]
		p, _ := n.Digest(w, x, PrivacyNames)
		text := p.Title + p.Body
		if strings.ContainsFunc(text, func(r rune) bool { return !unicode.IsPrint(r) && r != '\u202f' && r != '\u00a0' }) ||
			len([]rune(p.Title)) > maxPopupTitle || len([]rune(p.Body)) > maxPopupBody {
			t.Errorf("%q", text)
		}
		if strings.Contains(text, "Zq") && (len(fs) > 1 || fs[0].Sensitive || fs[0].Sources[0] != monitor.FeedVigie) {
			t.Errorf("names the organisation: %q", text)
		}
		risky := slices.ContainsFunc(n.Findings, func(f monitor.Finding) bool {
			return f.Verdict > monitor.NotConcerned && f.Status == monitor.StatusConfirmed && f.NotConcerned == nil
		})
		if risky && strings.Contains(text, "No password") {
			t.Errorf("promises too much: %q", text)
		}
		counts, _ := n.Digest(w, x, PrivacyCounts)
		for _, person := range family {
			if strings.Contains(counts.Title+counts.Body, person.Name) {
				t.Errorf("names %s: %+v", person.Name, counts)
			}
		}
		n.Findings = slices.Clone(n.Findings)
		slices.Reverse(n.Findings)
		if again, _ := n.Digest(w, x, PrivacyNames); again != p {
			t.Errorf("%+v, then %+v", p, again)
		}
	})
}
