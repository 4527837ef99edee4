package checklist

import (
	"slices"
	"strings"
	"testing"

	"vigie/monitor"
)

// Three leaks that call for the same step make one action that names the three.
func TestDuplicatesAreMerged(t *testing.T) {
	p := plan(t, "2026-11-22",
		found("adult", "first", "2026-09-01", iban, name), found("adult", "second", "2026-10-01", iban),
		found("adult", "third", "2026-11-01", iban, email), found("helped", "third", "2026-11-01", iban))
	if a := must(t, p, "bank-creditors"); !slices.Equal(a.Breaches, []string{"third", "second", "first"}) {
		t.Errorf("because of %q", a.Breaches)
	}
	ids := make(map[string]bool)
	for _, a := range Leaves(p) {
		if ids[a.ID] {
			t.Errorf("%s twice", a.ID)
		}
		ids[a.ID] = true
	}
	if !ids["adult/bank-creditors"] || !ids["helped/bank-creditors"] {
		t.Error("not one action a person")
	}
}

// The three facts of urgency: how certain, what the data allows, how long
// acting helps.
func TestUrgency(t *testing.T) {
	const today = "2026-11-22"
	leak := func(change func(*monitor.Finding), exposed ...monitor.Class) monitor.Finding {
		f := found("adult", "leak", "2026-11-20", exposed...)
		f.OccurredFrom = monitor.MustDate("2026-11-01")
		if change != nil {
			change(&f)
		}
		return f
	}
	possible := func(f *monitor.Finding) { f.Verdict = monitor.Possible }
	device := func(f *monitor.Finding) {
		f.Verdict = monitor.Confirmed
		f.Reasons = []monitor.Why{{Source: monitor.WhyEvidence, Evidence: monitor.Hit, Feed: monitor.FeedHudsonRock}}
	}
	for _, c := range []struct {
		what string
		f    monitor.Finding
		key  string
		want Urgency
	}{
		{"full card number", leak(nil, card), "card-block", Today},
		{"perhaps a full card number", leak(possible, card), "card-block", Week},
		{"a spying program", leak(device, email), "device-disconnect", Today},
		{"password, stored in a way nobody told", leak(nil, monitor.ClassPasswords), "password-reuse", Today},
		{"IBAN", leak(nil, iban), "bank-creditors", Week},
		{"perhaps an IBAN", leak(possible, iban), "bank-creditors", Watch},
		{"what is only possible in a likely leak", leak(func(f *monitor.Finding) { f.Possible = []monitor.Class{iban} }, name), "bank-creditors", Watch},
		{"NIR", leak(nil, nir), "check-accounts.ameli", Watch},
		{"date of birth", leak(nil, birth), "ficoba", Watch},
		{"how to dispute a debit", leak(nil, iban), "bank-dispute", Info},
	} {
		if a := must(t, plan(t, today, c.f), c.key); a.Urgency != c.want {
			t.Errorf("%s: %s is %s, want %s", c.what, c.key, a.Urgency, c.want)
		}
	}

	// A card that leaked long ago has been replaced.
	old := leak(func(f *monitor.Finding) { f.OccurredFrom = monitor.MustDate("2019-03") }, card)
	if a := must(t, plan(t, today, old), "card-block"); a.Urgency != Info || a.State != NotApplicable || a.Reason != Past || !a.Deduced {
		t.Errorf("a card of 2019: %s, %s, %q", a.Urgency, a.State, a.Reason)
	}
}

// The device comes before the passwords: those changed on it are known again.
func TestDeviceFirst(t *testing.T) {
	f := found("adult", "stealer", "2026-11-20", monitor.ClassPasswords, email, iban)
	f.Organisation, f.Verdict = "Stealer Logs, Jan 2025", monitor.Confirmed
	f.Reasons = []monitor.Why{{Source: monitor.WhyEvidence, Evidence: monitor.Hit, Feed: monitor.FeedHIBP}}
	p := plan(t, "2026-11-22", f)
	if p[0].Step != "device" || p[0].Parts[0].Step != "device-disconnect" || p[0].Parts[1].Step != "device-passwords" {
		t.Errorf("first is %s: %q", p[0].Step, keys(p))
	}
}

// How passwords were stored decides how soon they are changed.
func TestPasswordStorage(t *testing.T) {
	for stored, want := range map[string]Urgency{
		"plain text or readable": Today, "hashed or encrypted": Today, "": Today,
		"hashed with bcrypt": Week, "PBKDF2-HMAC-SHA256, salted": Week,
	} {
		c := monitor.NewCatalogue([]monitor.Breach{{ID: "leak", Facts: monitor.Facts{Passwords: stored}}})
		f := found("adult", "leak", "2026-11-20", monitor.ClassPasswords)
		p := advice(t).Plan(Input{Household: home(), Catalogue: c, Findings: []monitor.Finding{f}, Today: day("2026-11-22")})
		if a := must(t, p, "password-change"); a.Urgency != want {
			t.Errorf("%q: %s, want %s", stored, a.Urgency, want)
		}
	}
}

// What is only claimed asks for patience; it joins the plan once confirmed.
func TestClaims(t *testing.T) {
	f := found("adult", "rumour", "2026-11-20", nir, iban, monitor.ClassPasswords)
	f.Status, f.Verdict = monitor.Claimed, monitor.Possible
	p := plan(t, "2026-11-22", f)
	if len(p) != 1 || p[0].Step != "await-confirmation" || p[0].Urgency != Info {
		t.Errorf("a claim asks for %q", keys(p))
	}
	sure := found("adult", "leak", "2026-11-01", iban)
	p = plan(t, "2026-11-22", f, sure)
	if a := must(t, p, "bank-creditors"); !slices.Equal(a.Breaches, []string{"leak"}) || len(a.Basis) != 2 {
		t.Errorf("because of %q, resting on %+v", a.Breaches, a.Basis)
	}
	f.Verdict = monitor.Confirmed // an address of theirs was found in it
	must(t, plan(t, "2026-11-22", f), "password-change")
}

func TestNotConcernedAsksForNothing(t *testing.T) {
	f := found("adult", "leak", "2026-11-20", nir)
	f.Verdict = monitor.NotConcerned
	if p := plan(t, "2026-11-22", f, found("someone who left", "leak", "2026-11-20", nir)); len(p) != 0 {
		t.Errorf("asks for %q", keys(p))
	}
}

// Whoever left before a leak has no account to secure any more. Where the answer
// to a question decides, what is only possible waits for it, and passwords too.
// Their name and number may be there all the same.
func TestLeftBefore(t *testing.T) {
	f := found("adult", "leak", "2026-11-20", monitor.ClassPasswords, phone)
	f.Verdict, f.Possible = monitor.Possible, []monitor.Class{iban}
	during := monitor.WhyCondition{Condition: monitor.CondIncident, Outcome: monitor.Unknown}
	before := monitor.WhyCondition{Condition: monitor.CondIncident, Outcome: monitor.Unknown, Ended: true}
	asked := monitor.WhyCondition{Condition: monitor.CondVia, Outcome: monitor.Unknown}
	why := func(cs ...monitor.WhyCondition) monitor.Why {
		return monitor.Why{Source: monitor.WhyAffiliation, Outcome: monitor.Unknown, Conditions: cs}
	}
	for _, c := range []struct {
		what           string
		reasons        []monitor.Why
		password, bank bool
	}{
		{"perhaps still there", []monitor.Why{why(during)}, true, true},
		{"a question is open", []monitor.Why{why(during, asked)}, false, false},
		{"had left", []monitor.Why{why(before)}, false, true},
		{"had left twice", []monitor.Why{why(before), why(before)}, false, true},
		{"had left, and a question", []monitor.Why{why(before, asked)}, false, false},
		{"had left, and perhaps come back", []monitor.Why{why(before, asked), why(during)}, true, true},
		{"no reason is given", nil, true, true},
	} {
		f.Reasons = c.reasons
		p := plan(t, "2026-11-22", f)
		for key, want := range map[string]bool{"password-change": c.password, "password-reuse": c.password, "bank-creditors": c.bank, "secure-operator": true} {
			if _, there := find(p, key); there != want {
				t.Errorf("%s: %s is there: %t", c.what, key, there)
			}
		}
	}
	f.Reasons = []monitor.Why{why(before, asked)}
	f.Verdict = monitor.Confirmed // a notice says that they are in it
	must(t, plan(t, "2026-11-22", f), "password-change")
}

// A leak that may concern anyone calls for what every leak does.
func TestWhatMayConcernAnyone(t *testing.T) {
	f := found("adult", "compilation", "2026-11-20", iban, phone, monitor.ClassPasswords)
	f.Verdict = monitor.Possible
	f.Reasons = []monitor.Why{{Source: monitor.WhyAnyone, Outcome: monitor.Satisfied}}
	p := plan(t, "2026-11-22", f)
	must(t, p, "passwords.mailbox")
	for _, a := range p {
		if a.Urgency > Watch || len(a.Classes) > 0 {
			t.Errorf("%s is for %s because of %q", a.ID, a.Urgency, a.Classes)
		}
	}
	f.Verdict = monitor.Confirmed // an address of theirs was found in it
	must(t, plan(t, "2026-11-22", f), "bank-creditors")
}

// Who does it follows from the role, and some steps are not for everyone.
func TestRoles(t *testing.T) {
	var fs []monitor.Finding
	for _, r := range monitor.Roles() {
		fs = append(fs, found(string(r), "leak", "2026-11-20", nir, email, birth))
	}
	p := plan(t, "2026-11-22", fs...)
	of := func(r monitor.Role) []Action {
		return slices.DeleteFunc(slices.Clone(p), func(a Action) bool { return a.Person != string(r) })
	}
	for _, c := range []struct {
		role monitor.Role
		key  string
		want Actor // "" when it is not for them
	}{
		{monitor.Adult, "passwords.impots", ActorPerson}, {monitor.Helped, "passwords.impots", ActorHelper},
		{monitor.Teen, "passwords.impots", ""}, {monitor.Child, "passwords.impots", ""},
		{monitor.Teen, "passwords.mailbox", ActorPerson}, {monitor.Child, "passwords.mailbox", ActorParent},
		{monitor.Teen, "complaint", ActorParent}, {monitor.Child, "complaint", ActorParent}, {monitor.Helped, "complaint", ActorHelper},
		{monitor.Child, "never-share-secrets", ActorPerson}, {monitor.Helped, "never-share-secrets", ActorPerson},
		{monitor.Adult, "family-word", ""}, {monitor.Child, "family-word", ActorParent}, {monitor.Child, "ficoba-child", ActorParent},
		{monitor.Child, "ficoba", ""}, {monitor.Child, "secure-ameli", ""},
	} {
		a, there := find(of(c.role), c.key)
		if there != (c.want != "") || a.Actor != c.want {
			t.Errorf("%s of a person with role %s: %q, want %q", c.key, c.role, a.Actor, c.want)
		}
	}
}

// A leak that holds data of minors makes an adult think of the children.
func TestMinorsInALeak(t *testing.T) {
	c := monitor.NewCatalogue([]monitor.Breach{{ID: "club", Facts: monitor.Facts{Minors: true}}})
	p := advice(t).Plan(Input{Household: home(), Catalogue: c, Findings: []monitor.Finding{found("adult", "club", "2026-11-20", name)}, Today: day("2026-11-22")})
	must(t, p, "child-concerned")
}

// Only leaks of France Travail lead to its space.
func TestFranceTravailSpace(t *testing.T) {
	const id = monitor.Class("Public service identifiers")
	f := found("adult", "kairos", "2026-11-20", id)
	c := monitor.NewCatalogue([]monitor.Breach{{ID: "kairos", Facts: monitor.Facts{Organisation: "France Travail (Kairos)", Aliases: []string{"Pôle emploi"}}}})
	p := advice(t).Plan(Input{Household: home(), Catalogue: c, Findings: []monitor.Finding{f}, Today: day("2026-11-22")})
	must(t, p, "check-accounts.france-travail")
	if _, there := find(plan(t, "2026-11-22", found("adult", "Caf", "2026-11-20", id)), "check-accounts.france-travail"); there {
		t.Error("a leak of the Caf leads to France Travail")
	}
}

// What is done at each organisation takes as long at each.
func TestMinutesOfEach(t *testing.T) {
	a, b, again := found("adult", "a", "2026-11-01", monitor.ClassPasswords), found("adult", "b", "2026-11-02", monitor.ClassPasswords), found("adult", "a-again", "2026-11-03", monitor.ClassPasswords)
	again.Organisation = "A"
	one, more := must(t, plan(t, "2026-11-22", a), "password-change"), must(t, plan(t, "2026-11-22", a, b, again), "password-change")
	if more.Minutes != 2*one.Minutes || len(more.Breaches) != 3 {
		t.Errorf("%d minutes for one organisation, %d for two", one.Minutes, more.Minutes)
	}
}

// Estimates add up, on every level.
func TestMinutesAddUp(t *testing.T) {
	p := jobseeker(t, free()...)
	minutes := func(actions []Action) (sum int) {
		for _, a := range actions {
			if a.State == ToDo {
				sum += a.Minutes
			}
		}
		return sum
	}
	if lines, leaves := minutes(p), minutes(Leaves(p)); lines != leaves || leaves == 0 {
		t.Errorf("lines add up to %d minutes, their parts to %d", lines, leaves)
	}
}

// An answer about the leaked password settles its steps, and makes them urgent.
func TestAnswers(t *testing.T) {
	f := found("adult", "leak", "2026-11-20", monitor.ClassPasswords)
	f.OccurredFrom, f.OccurredTo = monitor.MustDate("2025-03-01"), monitor.MustDate("2025-03-10")
	old := found("adult", "older", "2026-11-20", monitor.ClassPasswords)
	old.OccurredFrom = monitor.MustDate("2020")
	strong := monitor.NewCatalogue([]monitor.Breach{{ID: "leak", AlsoKnown: []string{"leak-before"}, Facts: monitor.Facts{Passwords: "bcrypt"}}})
	ask := func(fs []monitor.Finding, answers ...Answer) []Action {
		return advice(t).Plan(Input{Household: home(), Catalogue: strong, Findings: fs, Answers: answers, Today: day("2026-11-22")})
	}
	reused := func(r monitor.Answer) Answer {
		return Answer{Person: "adult", Breach: "leak-before", Question: PasswordReused, Reply: r}
	}
	changed := func(on string) Answer {
		return Answer{Person: "adult", Breach: "leak", Question: PasswordChanged, On: monitor.MustDate(on)}
	}
	one := []monitor.Finding{f}
	if a := must(t, ask(one), "password-reuse"); a.Urgency != Week {
		t.Errorf("well stored and nothing said: %s", a.Urgency)
	}
	if a := must(t, ask(one, reused(monitor.AnswerYes)), "password-reuse"); a.Urgency != Today || a.State != ToDo {
		t.Errorf("reused: %s, %s", a.Urgency, a.State)
	}
	if a := must(t, ask(one, reused(monitor.AnswerYes), reused(monitor.AnswerNo)), "password-reuse"); a.State != NotApplicable || a.Reason != NotReused || !a.Deduced {
		t.Errorf("not reused: %s, %q", a.State, a.Reason)
	}
	for on, want := range map[string]State{"2025-04": NotApplicable, "2025-03": ToDo, "2025": ToDo, "2024-12-31": ToDo, "2026": NotApplicable} {
		if a := must(t, ask(one, changed(on)), "password-change"); a.State != want {
			t.Errorf("changed in %s: %s, want %s", on, a.State, want)
		}
	}
	two := []monitor.Finding{f, old}
	if a := must(t, ask(two, changed("2026")), "password-change"); a.State != ToDo || !slices.Equal(a.Breaches, []string{"older"}) {
		t.Errorf("another leak still asks for it: %s because of %q", a.State, a.Breaches)
	}
}

// Steps that are done at whoever lost the data lead to their site.
func TestBreachedOrganisationIsLinked(t *testing.T) {
	f := found("adult", "leak", "2026-11-20", monitor.ClassPasswords)
	f.Organisation = "KIABI"
	a := must(t, plan(t, "2026-11-22", f), "password-change")
	if len(a.Official) != 1 || a.Official[0].ID != "kiabi" || !strings.HasPrefix(a.Official[0].URL, "https://") {
		t.Errorf("links to %+v", a.Official)
	}
}

// An own bank is linked to while it is one: not after someone left it.
func TestOwnOrganisationsAreLinked(t *testing.T) {
	h := home()
	h.Affiliations = []monitor.Affiliation{
		{Person: "adult", Organisation: "Fortuneo"},
		{Person: "adult", Organisation: "mobile.free.fr"}, // a domain, and no bank
		{Person: "adult", Organisation: "LCL", Period: monitor.Period{From: monitor.MustDate("2010"), To: monitor.MustDate("2020")}},
		{Person: "teen", Organisation: "BRED"},
	}
	p := advice(t).Plan(Input{Household: h, Findings: []monitor.Finding{found("adult", "leak", "2026-11-20", iban, phone)}, Today: day("2026-11-22")})
	for key, want := range map[string]string{"bank-lists": "fortuneo", "secure-operator": "free-mobile"} {
		if a := must(t, p, key); len(a.Official) != 1 || a.Official[0].ID != want {
			t.Errorf("%s links to %+v, want %s", key, a.Official, want)
		}
	}
}
