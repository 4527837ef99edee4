package storetest

import (
	"context"
	"testing"
	"time"

	"vigie/monitor"
)

// makeRecord is a record of which every field is set.
func makeRecord() monitor.Record { return fill[monitor.Record](kept) }

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
	status := fill[monitor.FeedStatus](kept)
	other := monitor.FeedStatus{Name: monitor.FeedCNIL, State: monitor.StateOff}
	update(t, s, func(tx monitor.Tx) error {
		return forAll([]monitor.FeedStatus{fill[monitor.FeedStatus](moment), other}, tx.PutFeedStatus)()
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
