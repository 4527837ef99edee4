package checklist

import (
	"slices"
	"testing"

	"vigie/monitor"
)

// What three leaks allow together names the leaks that make it possible, and
// how it is prevented.
func TestTogether(t *testing.T) {
	a := advice(t)
	fs := []monitor.Finding{
		found("adult", "shop", "2026-03-01", name, phone), found("adult", "insurer", "2026-02-01", nir, birth), found("adult", "operator", "2026-01-01", iban),
	}
	pieces := func(fs ...monitor.Finding) map[string]Piece {
		m := make(map[string]Piece)
		for _, e := range monitor.Exposures(fs) {
			for _, p := range a.together(e) {
				m[p.ID] = p
			}
		}
		return m
	}
	for _, c := range []struct {
		id       string
		breaches []string
		prevent  string
	}{
		{"fake-bank-adviser", []string{"operator", "shop"}, "bank-adviser"},
		{"identity-theft", []string{"insurer", "shop"}, "ficoba"},
		{"nir-and-bank", []string{"insurer", "operator"}, "check-accounts.bank"},
	} {
		p, there := pieces(fs...)[c.id]
		if got := slices.Sorted(slices.Values(p.Breaches)); !there || !slices.Equal(got, c.breaches) || !p.Certain || !slices.Contains(p.Prevent, c.prevent) {
			t.Errorf("%s: %+v", c.id, p)
		}
		for _, f := range fs {
			if p, there := pieces(f)[c.id]; there {
				t.Errorf("%s from one leak: %+v", c.id, p)
			}
		}
	}
	if _, there := pieces(fs...)["direct-debit"]; there {
		t.Error("a direct debit without an address of any kind")
	}

	// With one leak only possible, nothing that takes it is certain.
	fs[2].Verdict = monitor.Possible
	if p := pieces(fs...)["fake-bank-adviser"]; p.ID == "" || p.Certain {
		t.Errorf("with a possible IBAN: %+v", p)
	}
	if p := pieces(fs...)["identity-theft"]; !p.Certain {
		t.Errorf("without it: %+v", p)
	}
}

// Every combination can come about, and is then in the plan with its steps.
func TestEveryCombinationIsReachable(t *testing.T) {
	a := advice(t)
	for i := range a.combos {
		c := &a.combos[i]
		var exposed []monitor.Class
		for _, alternatives := range c.all {
			x := &a.topics[alternatives[0]]
			class := monitor.Class("")
			for _, info := range classes(t).All() {
				if a.Topic(info.Name).ID == x.ID || slices.Contains(x.Classes, info.Name) {
					class = info.Name
				}
			}
			if class == "" {
				t.Fatalf("%s: no class leads to %s", c.ID, x.ID)
			}
			exposed = append(exposed, class)
		}
		f := found("adult", "France Travail", "2026-11-01", exposed...)
		if !slices.ContainsFunc(a.together(monitor.Exposures([]monitor.Finding{f})[0]), func(p Piece) bool { return p.ID == c.ID && p.Certain }) {
			t.Errorf("%s does not follow from %q", c.ID, exposed)
		}
		p := plan(t, "2026-11-22", f)
		for _, x := range c.list {
			if s := &a.steps[x.step]; len(s.Roles) == 0 || slices.Contains(s.Roles, monitor.Adult) {
				if got := must(t, p, s.key()); got.Urgency < x.urgency {
					t.Errorf("%s: %s is for %s, want %s", c.ID, s.key(), got.Urgency, x.urgency)
				}
			}
		}
	}
}

func TestOpen(t *testing.T) {
	s := begin(t, "2026-11-22", found("adult", "leak", "2026-11-20", iban))
	for _, a := range Leaves(s.a.Plan(s.in)) {
		if !Open(s.a.Plan(s.in), "adult", "leak") && a.Urgency > Info {
			t.Errorf("closed, although %s is to do", a.ID)
		}
		if a.Urgency > Info {
			s.say(a.Key(), Progress{State: Done})
		}
	}
	if Open(s.a.Plan(s.in), "adult", "leak") {
		t.Error("open, although everything is done")
	}
	if !Open(s.a.Plan(s.on("2026-12-22").in), "adult", "leak") {
		t.Error("closed, although a month went by")
	}
}
