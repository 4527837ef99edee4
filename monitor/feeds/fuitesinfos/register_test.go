package fuitesinfos

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"vigie/monitor"
	"vigie/monitor/feeds/feedtest"
)

var today = monitor.DateOf(now)

func TestReadRegister(t *testing.T) {
	r, err := ReadRegister(fixture(t, "registre.jsonl"), today)
	if err != nil {
		t.Fatal(err)
	}
	feedtest.CheckRecords(t, monitor.FeedFuitesInfos, r.Records, now)
	record := func(id, organisation, day string, f monitor.Facts) monitor.Record {
		f.Organisation, f.DisclosedOn = organisation, monitor.MustDate(day)
		f.References = []monitor.Reference{{Title: organisation, Publisher: "Fuites Infos", URL: "https://fuitesinfos.fr/"}}
		return monitor.Record{Feed: monitor.FeedFuitesInfos, Key: id, ID: id, Facts: f}
	}
	want := []monitor.Record{
		record("mairie-d-exemple-2026-07-05", "Mairie d'Exemple", "2026-07-05", monitor.Facts{
			Status: monitor.StatusConfirmed, Affected: 10_000, Exposed: []monitor.Class{"Bank account numbers"}}),
		record("dge-direction-generale-d-exemple-2026-07-06", "DGE (Direction générale d'Exemple)", "2026-07-06", monitor.Facts{
			Status: monitor.Claimed, Exposed: []monitor.Class{"IP addresses", "Passwords"}, Passwords: "hashed or encrypted",
			Aliases: []string{"DGE", "Direction générale d'Exemple"}}),
		// Renamed, then withdrawn: still the same record.
		record("ex-2026-07-07", "EX Nord", "2026-07-07", monitor.Facts{Status: monitor.Withdrawn}),
		// Another entry of the same name and day.
		record("ex-4125416338bc", "EX", "2026-07-07", monitor.Facts{Status: monitor.Claimed}),
		// Older than the register: known by a correction only.
		record("ancien-exemple-2026-01-20", "Ancien Exemple", "2026-01-20", monitor.Facts{Status: monitor.Claimed}),
	}
	sameDay := cmp.Comparer(func(a, b monitor.Date) bool { return a == b })
	if diff := cmp.Diff(want, r.Records, sameDay, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	// The head was computed by the program that wrote the file.
	if r.Events != 11 || r.Head != "98fc024cd317a0aaddd35e3cb48ed743ac25db1605213264dc85bbc3d8972159" {
		t.Errorf("%d events, head %q", r.Events, r.Head)
	}
}

// Any change to the past breaks the chain, and so does any missing line but the last ones.
func TestReadRegisterRefusesAnotherPast(t *testing.T) {
	good := bytes.TrimSpace(fixture(t, "registre.jsonl"))
	lines := bytes.SplitAfter(good, []byte("\n"))
	for i := range lines {
		if i < len(lines)-1 {
			without := slices.Concat(slices.Concat(lines[:i]...), slices.Concat(lines[i+1:]...))
			if _, err := ReadRegister(without, today); !errors.Is(err, errChain) {
				t.Errorf("without line %d: %v", i+1, err)
			}
		}
		changed := slices.Clone(lines)
		changed[i] = bytes.Replace(lines[i], []byte(`"date": "2026-07-`), []byte(`"date": "2025-07-`), 1)
		if _, err := ReadRegister(slices.Concat(changed...), today); !errors.Is(err, errChain) {
			t.Errorf("with another date in line %d: %v", i+1, err)
		}
	}
	if _, err := ReadRegister(slices.Concat(lines[1], lines[0]), today); !errors.Is(err, errChain) {
		t.Errorf("swapped lines: %v", err)
	}
	for n := range good {
		complete := n == 0 || good[n] == '\n' || good[n-1] == '\n'
		if _, err := ReadRegister(good[:n], today); (err == nil) != complete {
			t.Fatalf("cut at %d: %v", n, err)
		}
	}
	for _, line := range []string{"x", "[]", "{}", "null", `{"type":"ajout","type":"ajout"}`, `{"type":7}`} {
		if _, err := ReadRegister([]byte(line), today); !errors.Is(err, errLine) {
			t.Errorf("%s: %v", line, err)
		}
	}
}

// The same text in JSON with other spaces and escapes is the same event.
func TestHashIsOfTheContent(t *testing.T) {
	for line := range bytes.Lines(fixture(t, "registre.jsonl")) {
		want, err := hashOf(line)
		if err != nil {
			t.Fatal(err)
		}
		var v any
		if err := json.Unmarshal(line, &v); err != nil {
			t.Fatal(err)
		}
		again, err := json.MarshalIndent(v, "", "\t") // escapes <, >, & and U+2028
		if err != nil {
			t.Fatal(err)
		}
		if got, err := hashOf(again); err != nil || got != want {
			t.Errorf("hash %s, %v, want %s", got, err, want)
		}
	}
}

// A register only grows: what was accepted once must still be in it.
func TestFetchHoldsARegisterThatForgets(t *testing.T) {
	good := fixture(t, "registre.jsonl")
	lines := bytes.SplitAfter(good, []byte("\n"))
	body := good
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/plain")
		_, _ = w.Write(body)
	}))
	defer server.Close()
	feed := New(feedtest.NewClient(&feedtest.Ledger{}, now), server.URL+"/registre.jsonl")
	fetch := func(cursor []byte) (*monitor.Fetched, *monitor.FetchError) {
		got, err := feed.Fetch(t.Context(), cursor)
		var fe *monitor.FetchError
		if err != nil && !errors.As(err, &fe) {
			t.Fatalf("error %v", err)
		}
		return got, fe
	}
	body = slices.Concat(lines[:5]...)
	early, fe := fetch(nil)
	if fe != nil || early.Complete {
		t.Fatalf("got %+v, %v", early, fe)
	}
	body = good
	late, fe := fetch(early.Cursor)
	if fe != nil || len(late.Records) != 5 {
		t.Fatalf("got %+v, %v", late, fe)
	}
	body = slices.Concat(lines[:5]...)
	if _, fe = fetch(late.Cursor); fe == nil || fe.State != monitor.StateHeld || fe.Reason != monitor.ReasonShrunk {
		t.Errorf("a shorter register: %v", fe)
	}
	var c cursor
	if err := json.Unmarshal(late.Cursor, &c); err != nil {
		t.Fatal(err)
	}
	c.Head = strings.Repeat("0", 64)
	other, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	body = good
	if _, fe = fetch(other); fe == nil || fe.State != monitor.StateHeld || fe.Reason != monitor.ReasonNotUnderstood {
		t.Errorf("a register with another past: %v", fe)
	}
}

func TestRegisterCaptures(t *testing.T) {
	old, ok := feedtest.Captures(t, "fuitesinfos/registre-2026-08-15.jsonl")
	if !ok {
		return
	}
	recent, _ := feedtest.Captures(t, "fuitesinfos/registre-2026-08-19.jsonl")
	head, _ := feedtest.Captures(t, "fuitesinfos/EMPREINTE-2026-08-19.txt")
	was, err := ReadRegister(old, today)
	if err != nil || was.Events != 186 {
		t.Fatalf("%d events, %v", was.Events, err)
	}
	is, err := ReadRegister(recent, today)
	if err != nil || is.Events != 261 || !is.contains(was.Events, was.Head) {
		t.Fatalf("%d events, %v", is.Events, err)
	}
	if !bytes.Contains(head, []byte("empreinte_tete: "+is.Head)) {
		t.Errorf("head %s is not the published one", is.Head)
	}
	feedtest.CheckRecords(t, monitor.FeedFuitesInfos, is.Records, now)
	byID := make(map[string]monitor.Record)
	for _, r := range is.Records {
		byID[r.ID] = r
	}
	for _, r := range was.Records {
		if _, ok := byID[r.ID]; !ok {
			t.Errorf("%s is called otherwise four days later", r.ID)
		}
	}
	count := make(map[monitor.Status]int)
	for _, r := range is.Records {
		count[r.Status]++
	}
	t.Logf("%d records: %v", len(is.Records), count)
	if count[monitor.StatusConfirmed] != 29 || count[monitor.Withdrawn] != 1 || byID["association-fr-2026-07-09"].Status != monitor.Withdrawn {
		t.Errorf("%v", count)
	}
}

func FuzzReadRegister(f *testing.F) {
	good := fixture(f, "registre.jsonl")
	f.Add(good)
	f.Add(good[:bytes.IndexByte(good, '\n')])
	f.Add([]byte(`{"type":"ajout","empreinte":"x"}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		r, err := ReadRegister(data, today)
		if err == nil {
			feedtest.CheckRecords(t, monitor.FeedFuitesInfos, r.Records, now)
		}
	})
}

// The chain is what keeps most input out, so what is behind it is fuzzed alone.
func FuzzApply(f *testing.F) {
	f.Add("ajout", "name", "Accor", "r", "2026-08-01", []byte(`"Confirmée"`), "IBAN")
	f.Add("campagne", "records_count", "<b>x", "r", "0000-00-00", []byte(`1e99`), "")
	f.Fuzz(func(t *testing.T, kind, field, entity, reference, of string, after []byte, data string) {
		b := newBook(today)
		e := event{Type: "ajout", Field: field, Entity: entity, Reference: reference, Of: of, After: after, Added: []string{data}}
		b.apply(e)
		e.Type = kind
		b.apply(e)
		e.Type, e.Detail = "campagne", []event{e}
		b.apply(e)
		feedtest.CheckRecords(t, monitor.FeedFuitesInfos, b.records(), now)
	})
}
