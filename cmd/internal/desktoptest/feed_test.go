//go:build e2e && linux

package desktoptest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
)

// feed plays Have I Been Pwned, on this computer.
type feed struct {
	url string

	mu      sync.Mutex
	list    []json.RawMessage
	answers int
}

// The organisation that the household deals with, and that leaks after a while:
// one of the real answers, or else a made-up one.
const (
	realOrganisation   = "adpost.com"
	madeUpOrganisation = "boutique.example"
)

// serveFeed starts the feed with its list of February 2025, in which the
// household's organisation, whose domain it returns, does not appear.
func serveFeed(t testing.TB) (f *feed, organisation string) {
	t.Helper()
	f = &feed{list: before(t)}
	h := httptest.NewServer(f)
	t.Cleanup(h.Close)
	f.url = h.URL
	if captures == "" {
		return f, madeUpOrganisation
	}
	return f, realOrganisation
}

func (f *feed) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	f.mu.Lock()
	defer f.mu.Unlock()
	var answer any
	switch r.URL.Path {
	case "/api/v3/breaches":
		answer = f.list
	case "/api/v3/latestbreach":
		answer = slices.MaxFunc(f.list, func(a, b json.RawMessage) int { return strings.Compare(added(a), added(b)) })
	default:
		http.NotFound(w, r)
		return
	}
	f.answers++
	w.Header().Set("Content-Type", "application/json")
	text, _ := json.Marshal(answer)
	_, _ = w.Write(text)
}

// leak has the organisation appear in the list.
func (f *feed) leak(t testing.TB) {
	t.Helper()
	after := append(before(t), leaked(t))
	f.mu.Lock()
	defer f.mu.Unlock()
	f.list = after
}

// asked is how many requests were answered.
func (f *feed) asked() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.answers
}

func added(entry json.RawMessage) string {
	var e struct{ AddedDate string }
	_ = json.Unmarshal(entry, &e)
	return e.AddedDate
}

// captures is a folder of real answers, "" for none.
var captures = os.Getenv("VIGIE_CAPTURES")

func before(t testing.TB) []json.RawMessage {
	t.Helper()
	if captures == "" {
		return []json.RawMessage{madeUp("Forum-Exemple", "forum.example", "2024-02-01"), madeUp("Club-Exemple", "club.example", "2025-02-25")}
	}
	return capture(t, "breaches-2025-02-25.json")
}

func leaked(t testing.TB) json.RawMessage {
	t.Helper()
	if captures == "" {
		return madeUp("Boutique-Exemple", madeUpOrganisation, "2025-10-07")
	}
	for _, entry := range capture(t, "breaches-10-with-attribution-2025-10.json") {
		var e struct{ Domain string }
		if err := json.Unmarshal(entry, &e); err == nil && e.Domain == realOrganisation {
			return entry
		}
	}
	t.Fatal("VIGIE_CAPTURES: nothing of ", realOrganisation)
	return nil
}

func capture(t testing.TB, name string) (list []json.RawMessage) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(captures, "hibp", name))
	if err == nil {
		err = json.Unmarshal(data, &list)
	}
	if err != nil {
		t.Fatal("VIGIE_CAPTURES: ", err)
	}
	return list
}

// madeUp is a breach as Have I Been Pwned tells it.
func madeUp(name, domain, added string) json.RawMessage {
	return json.RawMessage(fmt.Sprintf(`{"Name": %q, "Title": %[1]q, "Domain": %q, "BreachDate": "2025-01-17",
		"AddedDate": "%sT08:00:00Z", "ModifiedDate": "%[3]sT08:00:00Z", "PwnCount": 1200, "Description": "", "LogoPath": "",
		"DataClasses": ["Email addresses", "Names"], "IsVerified": true, "IsFabricated": false, "IsSensitive": false,
		"IsRetired": false, "IsSpamList": false, "IsMalware": false}`, name, domain, added))
}
