//go:build e2e && linux

package endtoend

import (
	"encoding/json"
	"os"
	"strings"
	"testing"
)

// TestEveryRecordLoads: of what a feed lists nothing is dropped, neither at the
// first reading nor at the second, when there is nothing new.
func TestEveryRecordLoads(t *testing.T) {
	t.Parallel()
	s, n := newSession(t), newInternet(t)
	s.configure(s.data(), n.feedsFile())
	s.do("feeds", "enable", "xposedornot")
	want := n.listed()
	if os.Getenv("VIGIE_CAPTURES") != "" && want["hibp"] != 871 {
		t.Errorf("the capture of 2025-02-25 lists 871 breaches, not %d", want["hibp"])
	}
	for _, time := range []string{"first", "second"} {
		c := read[checked](s, s.must(command{args: []string{"check", "--json"}, env: n.trust()}, done))
		for _, f := range c.Feeds {
			if f.Records != want[f.Name] || f.New != 0 && time == "second" {
				t.Errorf("the %s time: %+v, of %d records", time, f, want[f.Name])
			}
		}
	}
}

// listed counts the records of the feeds in another way than the program does.
func (n *internet) listed() map[string]int {
	n.t.Helper()
	var hibp []json.RawMessage
	var xposed struct {
		ExposedBreaches []json.RawMessage `json:"exposedBreaches"`
	}
	decode(n.t, n.page("hibp", "/api/v3/breaches").body, &hibp)
	decode(n.t, n.page("xposedornot", "/v1/breaches").body, &xposed)
	counts := map[string]int{"hibp": len(hibp), "xposedornot": len(xposed.ExposedBreaches)}
	for _, feed := range []string{"bonjourlafuite", "frenchbreaches", "cnil"} {
		counts[feed] = strings.Count(n.page(feed, "/feed.xml").body, "<item>")
	}
	references := make(map[string]bool)
	for line := range strings.Lines(n.page("fuitesinfos", "/registre.jsonl").body) {
		var event struct{ Reference, Type string }
		decode(n.t, line, &event)
		references[event.Reference] = true
		if event.Type == "retrait" { // the register takes it back
			delete(references, event.Reference)
		}
	}
	counts["fuitesinfos"] = len(references)
	return counts
}

func decode(t testing.TB, document string, into any) {
	t.Helper()
	if err := json.Unmarshal([]byte(document), into); err != nil {
		t.Fatal(err)
	}
}
