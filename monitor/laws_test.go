package monitor

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// The laws of the matching rule, on random households and catalogues. Names,
// dates and words come from small sets so that they often meet.

func genDate(precise bool) *rapid.Generator[Date] {
	return rapid.Custom(func(t *rapid.T) Date {
		d := Date{year: int16(rapid.IntRange(2018, 2026).Draw(t, "year"))}
		if rapid.Bool().Draw(t, "month?") || precise {
			d.month = int8(rapid.IntRange(1, 12).Draw(t, "month"))
		}
		if precise && rapid.Bool().Draw(t, "day?") {
			d.day = int8(rapid.IntRange(1, 28).Draw(t, "day"))
		}
		return d
	})
}

func maybe(t *rapid.T, g *rapid.Generator[Date], label string) Date {
	if rapid.Bool().Draw(t, label+"?") {
		return g.Draw(t, label)
	}
	return Date{}
}

func genPeriod() *rapid.Generator[Period] {
	return rapid.Custom(func(t *rapid.T) Period {
		p := Period{From: maybe(t, genDate(false), "from"), To: maybe(t, genDate(false), "to")}
		if p.To.IsZero() {
			p.Current = rapid.Bool().Draw(t, "current")
		}
		return p
	}).Filter(func(p Period) bool { return p.Validate(testToday) == nil })
}

var lawNames = []string{"Acme", "Béta", "gamma.fr", "Delta SA", "delta"}

func genAffiliation(id string) *rapid.Generator[Affiliation] {
	return rapid.Custom(func(t *rapid.T) Affiliation {
		return Affiliation{
			ID: id, Person: rapid.SampledFrom([]string{"p", "q"}).Draw(t, "person"),
			Organisation: rapid.SampledFrom(lawNames).Draw(t, "organisation"),
			Relation:     rapid.SampledFrom([]Relation{"", "customer", "subscriber", "employee", Anyone}).Draw(t, "relation"),
			Period:       genPeriod().Draw(t, "period"),
		}
	})
}

func genCriterion(hired bool) *rapid.Generator[Criterion] {
	return rapid.Custom(func(t *rapid.T) Criterion {
		c := Criterion{Relation: rapid.SampledFrom([]Relation{"", "customer", "subscriber", Anyone}).Draw(t, "relation")}
		switch rapid.IntRange(0, 4).Draw(t, "time") {
		case 1:
			c.From, c.To = maybe(t, genDate(false), "from"), maybe(t, genDate(false), "to")
		case 2:
			c.AsOf = genDate(true).Draw(t, "as of")
		case 3:
			if hired {
				c.HiredBefore = genDate(true).Draw(t, "hired before")
			}
		case 4:
			if hired {
				c.HiredWithinYears = rapid.IntRange(1, 5).Draw(t, "years")
				c.AsOf = maybe(t, genDate(true), "as of")
			}
		}
		if rapid.Bool().Draw(t, "via?") {
			c.Via = Text{"?", "?"}
		}
		return c
	})
}

func genBreach(id string, hired bool) *rapid.Generator[Breach] {
	return rapid.Custom(func(t *rapid.T) Breach {
		classes := rapid.SliceOfNDistinct(rapid.SampledFrom([]Class{ClassNames, ClassNIR, ClassBank, ClassPasswords}), 0, 3, rapid.ID)
		f := Facts{
			Organisation: rapid.SampledFrom(lawNames).Draw(t, "organisation"),
			Clients:      rapid.SliceOfN(rapid.SampledFrom(lawNames), 0, 1).Draw(t, "clients"),
			Domains:      rapid.SliceOfN(rapid.SampledFrom([]string{"gamma.fr", "acme.com"}), 0, 1).Draw(t, "domains"),
			OccurredFrom: maybe(t, genDate(true), "occurred from"),
			DisclosedOn:  maybe(t, genDate(true), "disclosed"),
			Exposed:      classes.Draw(t, "exposed"),
			Criteria:     rapid.SliceOfN(genCriterion(hired), 0, 3).Draw(t, "criteria"),
			Status:       rapid.SampledFrom([]Status{Claimed, StatusConfirmed}).Draw(t, "status"),
		}
		if to := maybe(t, genDate(true), "occurred to"); to.Last() >= f.OccurredFrom.First() {
			f.OccurredTo = to
		}
		return Breach{ID: id, Facts: f}
	})
}

func genWorld(t *rapid.T, hired bool) (*Household, []Breach) {
	h := &Household{Persons: []Person{{ID: "p", Name: "P"}, {ID: "q", Name: "Q"}}}
	for i := range rapid.IntRange(0, 5).Draw(t, "affiliations") {
		h.Affiliations = append(h.Affiliations, genAffiliation(fmt.Sprint("a", i)).Draw(t, "affiliation"))
	}
	var bs []Breach
	for i := range rapid.IntRange(1, 4).Draw(t, "breaches") {
		bs = append(bs, genBreach(fmt.Sprint("b", i), hired).Draw(t, "breach"))
	}
	return h, bs
}

// verdicts is person+breach → verdict; what is not there is NoFinding.
func verdicts(h *Household, bs []Breach) map[string]Verdict {
	v := make(map[string]Verdict)
	for _, f := range NewCatalogue(bs).Match(h, testToday) {
		v[f.Person+"/"+f.Breach] = f.Verdict
	}
	return v
}

func noneLower(t *rapid.T, before, after map[string]Verdict, what string) {
	for k, v := range before {
		if after[k] < v {
			t.Fatalf("%s lowered %s from %v to %v", what, k, v, after[k])
		}
	}
}

func encoded(h *Household, bs []Breach) string {
	b, err := json.Marshal(NewCatalogue(bs).Match(h, testToday))
	if err != nil {
		panic(err)
	}
	return string(b)
}

func TestOrderDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h, bs := genWorld(t, true)
		want := encoded(h, bs)
		if encoded(h, bs) != want {
			t.Fatal("matching twice gives two results")
		}
		h.Affiliations = rapid.Permutation(h.Affiliations).Draw(t, "affiliations")
		bs = rapid.Permutation(bs).Draw(t, "breaches")
		if got := encoded(h, bs); got != want {
			t.Fatalf("order matters:\n%s\n%s", want, got)
		}
	})
}

func TestAddingNeverLowers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h, bs := genWorld(t, true)
		before, text := verdicts(h, bs), encoded(h, bs)

		more := *h
		more.Affiliations = append(slices.Clone(h.Affiliations), genAffiliation("z").Draw(t, "more"))
		noneLower(t, before, verdicts(&more, bs), "an affiliation")

		more = *h
		more.Identifiers = []Identifier{{ID: "i", Person: "p", Kind: Email}}
		noneLower(t, before, verdicts(&more, bs), "an identifier")

		noneLower(t, before, verdicts(h, append(slices.Clone(bs), genBreach("z", true).Draw(t, "breach"))), "a breach")

		if encoded(h, bs) != text {
			t.Fatal("removing it again does not restore what was")
		}
	})
}

// wider draws a period that begins no later and ends no earlier than p, both
// known, with the same precision.
func wider(t *rapid.T, p Period) Period {
	earlier := func(d Date, by int) Date { d.year -= int16(by); return d }
	w := p
	if !p.From.IsZero() {
		w.From = earlier(p.From, rapid.IntRange(0, 5).Draw(t, "earlier"))
	}
	if !p.To.IsZero() {
		w.To = earlier(p.To, -rapid.IntRange(0, 5).Draw(t, "later"))
		if w.To.First() > testToday {
			w.To = p.To
		}
	}
	return w
}

func TestExtendingNeverLowers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h, bs := genWorld(t, false)
		if len(h.Affiliations) == 0 {
			return
		}
		a := &h.Affiliations[0]
		// An end that is not known cannot be compared with another one: the law
		// speaks of periods whose two ends were said.
		if a.Period.From.IsZero() || a.Period.To.IsZero() && !a.Period.Current {
			return
		}
		before := verdicts(h, bs)
		a.Period = wider(t, a.Period)
		noneLower(t, before, verdicts(h, bs), "a longer period")
	})
}

func TestBlurringNeverExcludes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h, bs := genWorld(t, true)
		if len(h.Affiliations) == 0 {
			return
		}
		before := verdicts(h, bs)
		a := &h.Affiliations[0]
		switch rapid.IntRange(0, 4).Draw(t, "blur") {
		case 0:
			a.Period.From.month = 0
		case 1:
			a.Period.To.month = 0
		case 2:
			a.Period.From = Date{}
		case 3:
			a.Period.To, a.Period.Current = Date{}, false
		case 4:
			a.Period = Period{}
		}
		for k, v := range verdicts(h, bs) {
			if v == NotConcerned && before[k] > NotConcerned {
				t.Fatalf("knowing less made %s not concerned", k)
			}
		}
	})
}

// Not knowing when undoes every exclusion that rested on time alone.
func TestUnknownPeriodIsPossible(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := genBreach("b", true).Draw(t, "breach")
		for i := range b.Criteria {
			b.Criteria[i].Relation = ""
		}
		h := &Household{Persons: []Person{{ID: "p"}}, Affiliations: []Affiliation{{ID: "a", Person: "p", Organisation: b.Organisation}}}
		for _, f := range NewCatalogue([]Breach{b}).Match(h, testToday) {
			if f.Verdict == NotConcerned {
				t.Fatalf("nothing is known, yet: %+v", f.Reasons)
			}
		}
	})
}

func TestExposureIsMonotone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h, bs := genWorld(t, true)
		all := Exposures(NewCatalogue(bs).Match(h, testToday))
		fewer := Exposures(NewCatalogue(bs[:len(bs)-1]).Match(h, testToday))
		for _, e := range fewer {
			i := slices.IndexFunc(all, func(x Exposure) bool { return x.Person == e.Person })
			if i < 0 {
				t.Fatal("a breach more, and a person's exposure is gone")
			}
			for _, c := range e.Classes {
				j := slices.IndexFunc(all[i].Classes, func(x ExposedClass) bool { return x.Class == c.Class })
				if j < 0 || c.Exposed && !all[i].Classes[j].Exposed || len(all[i].Classes[j].Breaches) < len(c.Breaches) {
					t.Fatalf("a breach more, and %s is exposed less", c.Class)
				}
			}
		}
	})
}

// overlaps against its definition: every reading of the four dates, day by day.
func TestOverlapsEveryReading(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		stretch := func(label string) (lo, hi Day) {
			lo = Day(rapid.IntRange(0, 12).Draw(t, label))
			return lo, lo + Day(rapid.IntRange(0, 5).Draw(t, label+" length"))
		}
		beginLo, beginHi := stretch("begin")
		endLo, endHi := stretch("end")
		fromLo, fromHi := stretch("from")
		toLo, toHi := stretch("to")
		if beginLo > endHi || fromHi > toLo {
			return // no such period; windows are known to be in order
		}
		all, some := true, false
		for b := beginLo; b <= beginHi; b++ {
			for e := max(endLo, b); e <= endHi; e++ {
				for f := fromLo; f <= fromHi; f++ {
					for u := toLo; u <= toHi; u++ {
						meets := b <= u && e >= f
						all, some = all && meets, some || meets
					}
				}
			}
		}
		want := Unknown
		switch {
		case all:
			want = Satisfied
		case !some:
			want = Failed
		}
		s := span{beginLo, min(beginHi, endHi), max(endLo, beginLo), endHi} // sharpened as far as possible
		if got := s.overlaps(fromLo, fromHi, toLo, toHi); got != want {
			t.Fatalf("begin %d–%d end %d–%d, window %d–%d to %d–%d: %v, want %v",
				beginLo, beginHi, endLo, endHi, fromLo, fromHi, toLo, toHi, got, want)
		}
	})
}
