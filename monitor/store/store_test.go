package store

import (
	"context"
	"errors"
	"os"
	"reflect"
	"testing"
	"time"

	"vigie/monitor"
	"vigie/monitor/store/storetest"
)

func TestMain(m *testing.M) {
	if dir := os.Getenv(crashDir); dir != "" {
		crashingWriter(dir)
	}
	os.Exit(m.Run())
}

func TestStore(t *testing.T) {
	storetest.Run(t, func(t *testing.T) monitor.Store { return openUnlocked(t, t.TempDir()) })
}

func TestMemory(t *testing.T) {
	storetest.Run(t, func(t *testing.T) monitor.Store {
		m := NewMemory()
		if err := m.Unlock(storetest.Key()); err != nil {
			t.Fatal(err)
		}
		return m
	})
}

// day is the day on which these tests happen.
var day = time.Date(2026, time.November, 22, 9, 12, 13, 0, time.UTC)

func today() time.Time { return day }

// openOn opens the directory on a day of the tests and closes it at their end.
func openOn(t testing.TB, dir string) *Store {
	t.Helper()
	s, err := open(context.Background(), dir, schemas(), today)
	if err != nil {
		t.Fatal("open:", err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func openUnlocked(t testing.TB, dir string) *Store {
	t.Helper()
	s := openOn(t, dir)
	if err := s.Unlock(storetest.Key()); err != nil {
		t.Fatal("Unlock:", err)
	}
	return s
}

func closeStore(t testing.TB, s *Store) {
	t.Helper()
	if err := s.Close(); err != nil {
		t.Fatal("Close:", err)
	}
}

// content is everything that a store gives back.
type content struct {
	Household *monitor.Household
	Known     []monitor.KnownFinding
	Alerts    []monitor.Alert
	Records   []monitor.Record
	Feeds     map[string]monitor.FeedStatus
	Lang      string
	Ledger    []monitor.LedgerEntry
}

func readContent(s monitor.Store) (c content, err error) {
	ctx := context.Background()
	var errs [7]error
	c.Household, errs[0] = s.Household(ctx)
	c.Known, errs[1] = s.Known(ctx)
	c.Alerts, errs[2] = s.Alerts(ctx)
	c.Records, errs[3] = s.Records(ctx)
	c.Feeds, errs[4] = s.FeedStatuses(ctx)
	c.Lang, errs[5] = s.Setting(ctx, "lang")
	c.Ledger, errs[6] = s.Requests(ctx, time.Time{})
	return c, errors.Join(errs[:]...)
}

func contentOf(t testing.TB, s monitor.Store) content {
	t.Helper()
	c, err := readContent(s)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// sample is a small household with something of every kind.
func sample() content {
	yes := true
	return content{
		Household: &monitor.Household{
			Persons: []monitor.Person{{ID: "p1", Name: "Ana", Role: monitor.Adult, Added: day}, {ID: "p2", Name: "Noé", Role: monitor.Teen, Added: day}},
			Identifiers: []monitor.Identifier{{ID: "i1", Person: "p1", Kind: monitor.Email, Masked: "a•••@e•••.org", Added: day},
				{ID: "i2", Person: "p2", Kind: monitor.Phone, Masked: "06 •• •• •• 01", Added: day, State: monitor.Removing}},
			Affiliations: []monitor.Affiliation{{ID: "a1", Person: "p1", Organisation: "Pôle emploi", Relation: "jobseeker",
				Period: monitor.Period{From: monitor.MustDate("2011"), To: monitor.MustDate("2013-04")}, Added: day},
				{ID: "a2", Person: "p2", Organisation: "régie des eaux", Period: monitor.Period{Current: true}, Added: day}},
			Evidence: []monitor.Evidence{{ID: "e1", Person: "p1", Breach: "france-travail-2024", Kind: monitor.NoticeReceived, At: day},
				{ID: "e2", Person: "p2", Breach: "b2", Kind: monitor.NotMe, Reason: "namesake", At: day},
				{ID: "e3", Person: "p1", Breach: "b3", Kind: monitor.Hit, Feed: monitor.FeedHIBP, Identifier: "i1", At: day},
				{ID: "e4", Person: "p1", Breach: "b3", Kind: monitor.QuestionAnswer, Question: "1.via", Answer: monitor.AnswerYes, At: day}},
			Consents: []monitor.Consent{{Feed: monitor.FeedHIBP, Identifier: "i1", At: day}},
		},
		Known: []monitor.KnownFinding{{Person: "p1", Breach: "france-travail-2024", Verdict: monitor.Confirmed,
			Exposed: []monitor.Class{monitor.ClassNames, monitor.ClassNIR}, Status: monitor.StatusConfirmed}},
		Alerts: []monitor.Alert{{ID: "n1", Person: "p1", Breach: "france-travail-2024", Kind: monitor.AlertNew, At: day, Notified: day.Add(time.Minute)}},
		Records: []monitor.Record{{Feed: monitor.FeedVigie, Key: "france-travail", ID: "france-travail-2024", FirstSeen: day,
			Facts: monitor.Facts{Organisation: "France Travail", Aliases: []string{"Pôle emploi"}, OccurredFrom: monitor.MustDate("2024-02-06"),
				Exposed: []monitor.Class{monitor.ClassNames, monitor.ClassNIR}, Status: monitor.StatusConfirmed, Affected: 43_000_000}}},
		Feeds: map[string]monitor.FeedStatus{monitor.FeedHIBP: {Name: monitor.FeedHIBP, State: monitor.StateOK, Records: 871, CheckedAt: day,
			Choice: &yes, Cursor: []byte(`"etag"`)}},
		Lang: "fr",
		Ledger: []monitor.LedgerEntry{
			{ID: 1, At: day, Feed: monitor.FeedHIBP, Host: "catalogue.example", Purpose: monitor.PurposeCatalogue, Sent: monitor.SentNothing, BytesOut: 312, BytesIn: 20480, Outcome: "200"},
			{ID: 2, At: day, Feed: monitor.FeedXposedOrNot, Host: "lookup.example", Purpose: monitor.PurposeLookup, Sent: monitor.SentEmail, Identifier: "i1", Outcome: monitor.OutcomePending},
		},
	}
}

// put writes the content into an empty store.
func (c content) put(t testing.TB, s monitor.Store) {
	t.Helper()
	ctx := context.Background()
	if err := s.Update(ctx, c.write); err != nil {
		t.Fatal(err)
	}
	for _, e := range c.Ledger {
		id, err := s.BeginRequest(ctx, e)
		if err != nil || id != e.ID {
			t.Fatalf("BeginRequest: %d, %v", id, err)
		}
	}
}

func (c content) write(tx monitor.Tx) error {
	var errs []error
	for _, v := range c.Household.Persons {
		errs = append(errs, tx.PutPerson(v))
	}
	for _, v := range c.Household.Identifiers {
		errs = append(errs, tx.PutIdentifier(v))
	}
	for _, v := range c.Household.Affiliations {
		errs = append(errs, tx.PutAffiliation(v))
	}
	for _, v := range c.Household.Evidence {
		errs = append(errs, tx.PutEvidence(v))
	}
	for _, v := range c.Household.Consents {
		errs = append(errs, tx.PutConsent(v))
	}
	for _, v := range c.Alerts {
		errs = append(errs, tx.PutAlert(v))
	}
	for _, v := range c.Feeds {
		errs = append(errs, tx.PutFeedStatus(v))
	}
	return errors.Join(append(errs, tx.PutKnown(c.Known), tx.PutRecords(c.Records), tx.PutSetting("lang", c.Lang))...)
}

// check compares the content of a store.
func (c content) check(t testing.TB, s monitor.Store) {
	t.Helper()
	if got := contentOf(t, s); !reflect.DeepEqual(got, c) {
		t.Errorf("content:\n got %+v\nwant %+v", got, c)
	}
}

func TestReopen(t *testing.T) {
	dir := t.TempDir()
	s := openUnlocked(t, dir)
	sample().put(t, s)
	closeStore(t, s)

	s = openOn(t, dir)
	if _, err := s.Household(context.Background()); !errors.Is(err, monitor.ErrSealed) || errors.Is(err, monitor.ErrWrongKey) {
		t.Errorf("Household without a key: %v, want ErrSealed alone", err)
	}
	other := make([]byte, KeySize)
	if err := s.Unlock(other); !errors.Is(err, monitor.ErrWrongKey) || !errors.Is(err, monitor.ErrSealed) {
		t.Errorf("Unlock with another key: %v, want ErrWrongKey and ErrSealed", err)
	}
	if err := s.Unlock(storetest.Key()); err != nil {
		t.Fatal(err)
	}
	sample().check(t, s)
	if i, err := s.Incident(context.Background()); i != nil || err != nil {
		t.Errorf("incident %+v, %v", i, err)
	}
}

// TestTwoProcesses has the agent and the window open at once.
func TestTwoProcesses(t *testing.T) {
	dir := t.TempDir()
	agent, window := openUnlocked(t, dir), openUnlocked(t, dir)
	sample().put(t, agent)
	sample().check(t, window)
	if err := window.Update(context.Background(), func(tx monitor.Tx) error { return tx.DeletePerson("p2") }); err != nil {
		t.Fatal(err)
	}
	putSetting(t, window, "lang", "en")
	closeStore(t, window)
	if log, err := os.Stat(agent.database() + walSuffix); err != nil || log.Size() != 0 {
		t.Errorf("closing did not empty the log that the agent keeps open: %v, %v", log, err)
	}
	if h := contentOf(t, agent).Household; len(h.Persons) != 1 {
		t.Errorf("the agent sees %d persons", len(h.Persons))
	}
}

// TestSealedRowsDoNotMove gives one person's sealed row to another, with a
// right checksum: whoever can write the file cannot rearrange what it says.
func TestSealedRowsDoNotMove(t *testing.T) {
	dir := house(t, false)
	s := openUnlocked(t, dir)
	var id, sealed []byte
	err := s.reader.QueryRow("SELECT a.id, b.sealed FROM person a, person b WHERE a.seq = 1 AND b.seq = 2").Scan(&id, &sealed)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.writer.Exec("UPDATE person SET sealed = ?, crc = ? WHERE id = ?", sealed, checksum(id, sealed), id); err != nil {
		t.Fatal(err)
	}
	_, err = s.Household(context.Background())
	wantProblem(t, err, "database-damaged")
}

// TestFirstKeyWins has two processes unlock a new store at once: one key seals
// it, and the other is told.
func TestFirstKeyWins(t *testing.T) {
	dir := t.TempDir()
	errs := make(chan error)
	for n := range 2 {
		s := openOn(t, dir)
		go func() {
			key := make([]byte, KeySize)
			key[0] = byte(n)
			errs <- s.Unlock(key)
		}()
	}
	a, b := <-errs, <-errs
	if a != nil {
		a, b = b, a
	}
	if a != nil || !errors.Is(b, monitor.ErrWrongKey) {
		t.Errorf("Unlock: %v and %v, want one nil and one ErrWrongKey", a, b)
	}
}
