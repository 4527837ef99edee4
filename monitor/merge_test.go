package monitor

import (
	"encoding/json"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func record(feed, key, org, date string, change ...func(*Record)) Record {
	r := Record{Feed: feed, Key: key, ID: feed + "-" + key, FirstSeen: time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC),
		Facts: Facts{Organisation: org, DisclosedOn: MustDate(date), Status: StatusConfirmed}}
	for _, c := range change {
		c(&r)
	}
	return r
}

func seen(day int) func(*Record) {
	return func(r *Record) { r.FirstSeen = time.Date(2026, 11, day, 0, 0, 0, 0, time.UTC) }
}

func TestMergeJoinsOneEvent(t *testing.T) {
	incident := func(d string) func(*Record) {
		return func(r *Record) { r.OccurredFrom, r.ListedOn, r.DisclosedOn = MustDate(d), r.DisclosedOn, Date{} }
	}
	domain := func(d string) func(*Record) { return func(r *Record) { r.Domains = []string{d} } }
	for _, c := range []struct {
		name    string
		records []Record
		want    int
	}{
		{"two feeds, one week", []Record{record(FeedVigie, "a", "Suez", "2026-08-20"), record(FeedBonjourLaFuite, "b", "SUEZ", "2026-08-24")}, 1},
		{"46 days apart", []Record{record(FeedVigie, "a", "Suez", "2026-08-20"), record(FeedBonjourLaFuite, "b", "Suez", "2026-10-05")}, 2},
		{"45 days apart", []Record{record(FeedVigie, "a", "Suez", "2026-08-20"), record(FeedBonjourLaFuite, "b", "Suez", "2026-10-04")}, 1},
		{"another organisation", []Record{record(FeedVigie, "a", "Orange", "2026-08-20"), record(FeedBonjourLaFuite, "b", "Orange Bank", "2026-08-20")}, 2},
		{"news told twice", []Record{record(FeedBonjourLaFuite, "a", "Suez", "2026-08-20"), record(FeedBonjourLaFuite, "b", "Suez", "2026-08-22")}, 1},
		{"two entries of one catalogue", []Record{record(FeedVigie, "a", "SFR", "2026-08-20"), record(FeedVigie, "b", "SFR", "2026-08-22")}, 2},
		{"listed years later", []Record{record(FeedVigie, "a", "Suez", "2026-08-20"), record(FeedHIBP, "b", "Suez", "2026-08-21", incident("2021-01-01"))}, 2},
		{"by domain, under another name", []Record{record(FeedVigie, "a", "Free", "2024-10-25", domain("free.fr")), record(FeedHIBP, "b", "Free Mobile SA", "2025-05-27", incident("2024-10-17"), domain("free.fr"))}, 1},
		{"without any date", []Record{record(FeedVigie, "a", "Suez", "2026-08-20"), record(FeedFuitesInfos, "b", "Suez", "")}, 2},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := Merge(c.records); len(got) != c.want {
				t.Errorf("%d breaches, want %d: %+v", len(got), c.want, got)
			}
		})
	}
}

// The nearest of two breaches of one organisation takes the news.
func TestMergeTakesTheNearest(t *testing.T) {
	bs := Merge([]Record{
		record(FeedVigie, "sept", "SFR", "2024-09-19"), record(FeedVigie, "nov", "SFR", "2024-11-01"),
		record(FeedBonjourLaFuite, "b", "SFR", "2024-10-20"),
	})
	c := NewCatalogue(bs)
	if b, _ := c.Breach(FeedVigie + "-nov"); !slices.Contains(b.Sources, FeedBonjourLaFuite) {
		t.Errorf("the news of 20 October went to %+v", bs)
	}
}

func TestMergeKeepsTheFirstID(t *testing.T) {
	news := record(FeedBonjourLaFuite, "x", "Suez", "2026-08-20", seen(1))
	ours := record(FeedVigie, "y", "Suez", "2026-08-19", seen(9), func(r *Record) { r.Exposed = []Class{ClassBank} })
	b := Merge([]Record{ours, news})[0]
	if b.ID != news.ID || !slices.Contains(b.AlsoKnown, ours.ID) || !b.KnownSince.Equal(news.FirstSeen) {
		t.Errorf("id %s, also %v, since %v", b.ID, b.AlsoKnown, b.KnownSince)
	}
	if !slices.Equal(b.Exposed, ours.Exposed) || !slices.Equal(b.Sources, []string{FeedVigie, FeedBonjourLaFuite}) {
		t.Errorf("facts are not those of the better source: %+v", b)
	}
}

// Against our own catalogue another source makes a class possible at most, and
// never one that is known not to be concerned.
func TestMergeTrustsTheCuratedClasses(t *testing.T) {
	ours := record(FeedVigie, "y", "France Travail", "2025-07-23", func(r *Record) {
		r.Exposed, r.NotConcerned = []Class{ClassNames}, []Class{ClassNIR}
	})
	news := record(FeedBonjourLaFuite, "x", "France Travail", "2025-07-22", func(r *Record) {
		r.Exposed = []Class{ClassNames, ClassNIR, ClassBank}
	})
	b := Merge([]Record{ours, news})[0]
	if !slices.Equal(b.Exposed, []Class{ClassNames}) || !slices.Equal(b.Possible, []Class{ClassBank}) {
		t.Errorf("exposed %v, possible %v", b.Exposed, b.Possible)
	}
}

func TestMergeStatus(t *testing.T) {
	with := func(s Status) func(*Record) { return func(r *Record) { r.Status = s } }
	for _, c := range []struct {
		ours, news, other Status
		want              Status
	}{
		{"", Claimed, "", Claimed},
		{"", Claimed, StatusConfirmed, StatusConfirmed},
		{"", Withdrawn, Claimed, Claimed},
		{"", Withdrawn, Withdrawn, Withdrawn},
		{Claimed, StatusConfirmed, "", StatusConfirmed},
		{StatusConfirmed, Claimed, "", StatusConfirmed},
		{Withdrawn, StatusConfirmed, "", Withdrawn},
		{StatusConfirmed, Withdrawn, Withdrawn, StatusConfirmed},
	} {
		var rs []Record
		for feed, s := range map[string]Status{FeedVigie: c.ours, FeedBonjourLaFuite: c.news, FeedFrenchBreaches: c.other} {
			if s != "" {
				rs = append(rs, record(feed, "k", "Suez", "2026-08-20", with(s)))
			}
		}
		if got := Merge(rs)[0].Status; got != c.want {
			t.Errorf("ours %q, news %q, other %q: %s, want %s", c.ours, c.news, c.other, got, c.want)
		}
	}
}

func TestMergeOrderDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var rs []Record
		for i := range rapid.IntRange(1, 8).Draw(t, "records") {
			feed := rapid.SampledFrom(FeedNames()[:6]).Draw(t, "feed")
			date := genDate(true).Draw(t, "date").String()
			rs = append(rs, record(feed, string(rune('a'+i)), rapid.SampledFrom(lawNames).Draw(t, "organisation"), date,
				seen(rapid.IntRange(1, 3).Draw(t, "seen"))))
		}
		text := func(rs []Record) string {
			b, err := json.Marshal(Merge(rs))
			if err != nil {
				t.Fatal(err)
			}
			return string(b)
		}
		want := text(rs)
		if got := text(rapid.Permutation(rs).Draw(t, "order")); got != want {
			t.Fatalf("order matters:\n%s\n%s", want, got)
		}
	})
}

func TestNormalOrganisation(t *testing.T) {
	same := [][]string{
		{"A.P.-H.P.", "APHP", "AP-HP", "ap hp"},
		{"Pôle emploi", "Pole Emploi", "POLE-EMPLOI"},
		{"Boulanger", "Boulanger SA", "Boulanger S.A.S.", "SAS Boulanger"},
		{"Crédit Cœur", "Credit Coeur", "CRÉDIT CŒUR"},
		{"France Travail", "France  Travail", "france travail"},
	}
	for _, names := range same {
		for _, n := range names {
			if got, want := NormalOrganisation(n), NormalOrganisation(names[0]); got != want {
				t.Errorf("%q gives %s, %q gives %s", n, got, names[0], want)
			}
		}
	}
	for _, pair := range [][2]string{{"Free", "Freelance"}, {"Orange", "Orange Bank"}, {"SA", "SAS"}} {
		if NormalOrganisation(pair[0]) == NormalOrganisation(pair[1]) {
			t.Errorf("%q and %q are one", pair[0], pair[1])
		}
	}
	if NormalOrganisation("SAS") == "" || NormalOrganisation("S.A.") == "" {
		t.Error("the last word was dropped")
	}
}

func TestAsDomain(t *testing.T) {
	for in, want := range map[string]string{
		"free.fr": "free.fr", "WWW.Free.FR.": "free.fr", "mobile.free.fr": "mobile.free.fr",
		"Free": "", "A.P.-H.P.": "", "fr": "", "a..fr": "", "-a.fr": "", "exemple.42": "", "192.168.0.1": "",
	} {
		if got := AsDomain(in); got != want {
			t.Errorf("AsDomain(%q) = %q, want %q", in, got, want)
		}
	}
}
