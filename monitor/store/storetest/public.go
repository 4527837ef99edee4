package storetest

import (
	"context"
	"testing"
	"time"

	"vigie/monitor"
)

// makeRecord is a record of which every field is set.
func makeRecord() monitor.Record {
	return monitor.Record{
		Feed: monitor.FeedVigie, Key: "regie-des-eaux", ID: "regie-des-eaux-2026", FirstSeen: kept(9),
		Facts: monitor.Facts{
			Organisation: "Régie des eaux", Aliases: []string{"RDE"}, Domains: []string{"eaux.example"},
			Clients: []string{"Ville d'Exemple"}, Related: []string{"Groupe Exemple"},
			OccurredFrom: monitor.MustDate("2026"), OccurredTo: monitor.MustDate("2026-02"),
			DisclosedOn: monitor.MustDate("2026-03-13"), ListedOn: monitor.MustDate("2026-03-14"),
			Criteria: []monitor.Criterion{{Relation: "subscriber", From: monitor.MustDate("2004"), To: monitor.MustDate("2024-02"),
				AsOf: monitor.MustDate("2024-02-06"), HiredBefore: monitor.MustDate("2023-01-01"), HiredWithinYears: 2,
				Via: monitor.Text{FR: "Avez-vous un espace client ?", EN: "Do you have a customer account?"}}},
			Exposed:      []monitor.Class{monitor.ClassNames},
			Possible:     []monitor.Class{"A class nobody named yet"},
			NotConcerned: []monitor.Class{monitor.ClassPasswords},
			Conditional:  map[monitor.Class]monitor.ClassCondition{monitor.ClassBank: {AllOf: []string{"Régie des eaux", "Groupe Exemple"}}},
			Status:       monitor.Corrected, Sensitive: true, Minors: true, Affected: 43_000_000,
			Population: monitor.Text{FR: "abonnés", EN: "subscribers"}, Vector: monitor.Text{FR: "intrusion", EN: "intrusion"},
			Passwords:  "bcrypt",
			References: []monitor.Reference{{Title: "Avis <b>", Publisher: "Régie", URL: "https://eaux.example/avis"}},
			Unverified: true,
		},
	}
}

func readRecords(t *testing.T, s monitor.Store) []monitor.Record {
	t.Helper()
	return must[[]monitor.Record](t)(s.Records(context.Background()))
}

func putRecords(t *testing.T, s monitor.Store, records ...monitor.Record) {
	t.Helper()
	update(t, s, func(tx monitor.Tx) error { return tx.PutRecords(records) })
}

func testRecords(t *testing.T, s monitor.Store) {
	a := makeRecord()
	complete(t, a)
	// The same key in another feed, and another key in the same feed, are other records.
	b, c := makeRecord(), makeRecord()
	b.Feed, c.Key = monitor.FeedHIBP, "other"
	putRecords(t, s, a, b)
	putRecords(t, s, c)
	equal(t, "records", readRecords(t, s), []monitor.Record{a, b, c})

	b.Status, b.Exposed = monitor.Withdrawn, nil
	putRecords(t, s, b)
	equal(t, "records, one replaced", readRecords(t, s), []monitor.Record{a, b, c})
}

func testFirstSeen(t *testing.T, s monitor.Store) {
	r := makeRecord()
	r.FirstSeen = moment(3)
	putRecords(t, s, r)
	r.FirstSeen, r.Affected = moment(20), 44
	putRecords(t, s, r)
	r.FirstSeen, r.Affected = time.Time{}, 45
	putRecords(t, s, r)
	got := readRecords(t, s)
	r.FirstSeen = kept(3)
	equal(t, "record", got, []monitor.Record{r})

	// A record that comes without the time gets that of the store.
	r.Key, r.FirstSeen = "other", time.Time{}
	putRecords(t, s, r)
	seen := readRecords(t, s)[1].FirstSeen
	if seen.IsZero() || seen.Nanosecond() != 0 || seen.Location() != time.UTC {
		t.Errorf("first seen %v, want whole seconds of the store's clock in UTC", seen)
	}
}

func testFeeds(t *testing.T, s monitor.Store) {
	ctx := context.Background()
	yes := true
	status := monitor.FeedStatus{Name: monitor.FeedHIBP, State: monitor.StateFailed, Reason: monitor.ReasonServer, Status: 503, Records: 871,
		TriedAt: kept(4), CheckedAt: kept(3), NotBefore: kept(5), Next: kept(6), Failures: 2, Choice: &yes, KeyRefused: true, Cursor: []byte{1, 0, 0xff}}
	complete(t, status)
	other := monitor.FeedStatus{Name: monitor.FeedCNIL, State: monitor.StateOff}
	update(t, s, func(tx monitor.Tx) error {
		put := status
		put.TriedAt, put.CheckedAt, put.NotBefore, put.Next = moment(4), moment(3), moment(5), moment(6)
		return forAll([]monitor.FeedStatus{put, other}, tx.PutFeedStatus)()
	})
	want := map[string]monitor.FeedStatus{status.Name: status, other.Name: other}
	equal(t, "feeds", must[map[string]monitor.FeedStatus](t)(s.FeedStatuses(ctx)), want)

	other.State = monitor.StateOK
	update(t, s, func(tx monitor.Tx) error { return tx.PutFeedStatus(other) })
	want[other.Name] = other
	equal(t, "feeds, one replaced", must[map[string]monitor.FeedStatus](t)(s.FeedStatuses(ctx)), want)
}

func testSettings(t *testing.T, s monitor.Store) {
	ctx := context.Background()
	for _, value := range []string{"fr", "en", "", "éà\x00\n"} {
		update(t, s, func(tx monitor.Tx) error { return tx.PutSetting("lang", value) })
		equal(t, "setting", must[string](t)(s.Setting(ctx, "lang")), value)
	}
	equal(t, "another setting", must[string](t)(s.Setting(ctx, "LANG")), "")
}
