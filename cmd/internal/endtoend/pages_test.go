//go:build e2e && linux

package endtoend

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"html"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// bases are what follows a feed's host in feeds.toml.
var bases = map[string]string{
	"hibp":           "/api/v3",
	"bonjourlafuite": "/feed.xml",
	"frenchbreaches": "/feed.xml",
	"fuitesinfos":    "/registre.jsonl",
	"cnil":           "/feed.xml",
	"xposedornot":    "",
	"leakcheck":      "/api/public",
	"hudsonrock":     "/osint-tools",
	"pwnedpasswords": "",
}

// healthy is what the feeds answer until a test says otherwise: real answers
// where VIGIE_CAPTURES has them, and otherwise made-up ones in which nobody
// exists. Each kind of validator is there at least once.
func healthy(t testing.TB) map[string]map[string]page {
	t.Helper()
	const xml = "application/rss+xml"
	breaches := capture(t, "hibp/breaches-2025-02-25.json", hibpList(
		hibpEntry("Boutique-Exemple", "boutique.example", "2025-03-02"), hibpEntry("Forum-Exemple", "forum.example", "2026-08-01")))
	return map[string]map[string]page{
		"hibp": {
			"/api/v3/breaches":     {body: breaches, kind: "application/json", stamps: tagged},
			"/api/v3/latestbreach": {body: newestOf(t, breaches), kind: "application/json", stamps: tagged},
		},
		"bonjourlafuite": {"/feed.xml": {kind: xml, stamps: tagged | dated, body: bonjourLaFuite(t)}},
		"frenchbreaches": {"/feed.xml": {kind: xml, stamps: dated, body: rss(rssItem("Clinique d’Exemple", "Tue, 04 Aug 2026 00:00:00 GMT"))}},
		"fuitesinfos":    {"/registre.jsonl": {kind: "text/plain", body: capture(t, "fuitesinfos/registre-2026-08-19.jsonl", register())}},
		"cnil":           {"/feed.xml": {kind: xml, body: rss(rssItem("Fuite de données chez Exemple Assurances", "Thu, 06 Aug 2026 00:00:00 GMT"))}},
		"xposedornot": {"/v1/breaches": {kind: "application/json", stamps: tagged, body: capture(t, "xposedornot/breaches.example.json",
			xposedList)}},
		"leakcheck": {"/api/public": {kind: "application/json", body: capture(t, "leakcheck/public.notfound.example.json",
			`{"success": false, "error": "Not found"}`)}},
		"hudsonrock":     {},
		"pwnedpasswords": {},
	}
}

// capture is a real answer, or the made-up one where there are none.
func capture(t testing.TB, name, otherwise string) string {
	t.Helper()
	dir := os.Getenv("VIGIE_CAPTURES")
	if dir == "" {
		return otherwise
	}
	data, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
	if err != nil {
		t.Fatal("VIGIE_CAPTURES: ", err)
	}
	return string(data)
}

func hibpList(entries ...string) string { return "[" + strings.Join(entries, ",") + "]" }

// hibpEntry is a breach as Have I Been Pwned tells it.
func hibpEntry(name, domain, added string) string {
	return marshal(map[string]any{
		"Name": name, "Title": name, "Domain": domain, "BreachDate": "2024-10-17", "AddedDate": added + "T08:00:00Z",
		"ModifiedDate": added + "T08:00:00Z", "PwnCount": 1200, "Description": "", "LogoPath": "",
		"DataClasses": []string{"Email addresses", "Passwords"}, "IsVerified": true, "IsFabricated": false,
		"IsSensitive": false, "IsRetired": false, "IsSpamList": false, "IsMalware": false,
	})
}

// newestOf is the breach that was added last: what /latestbreach answers.
func newestOf(t testing.TB, breaches string) string {
	t.Helper()
	var all []json.RawMessage
	decode(t, breaches, &all)
	added := func(entry json.RawMessage) string {
		var e struct{ AddedDate string }
		decode(t, string(entry), &e)
		return e.AddedDate
	}
	return string(slices.MaxFunc(all, func(a, b json.RawMessage) int { return strings.Compare(added(a), added(b)) }))
}

func rss(items ...string) string {
	return `<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>Exemple</title>` + strings.Join(items, "") + `</channel></rss>`
}

// rssItem is an item with a date as RSS has it, and what leaked.
func rssItem(title, date string, leaked ...string) string {
	list := ""
	for _, what := range leaked {
		list += "<li>" + html.EscapeString(what) + "</li>"
	}
	return fmt.Sprintf("<item><title>%s</title><guid>%[1]s</guid><pubDate>%s</pubDate><description><![CDATA[<ul>%s</ul>]]></description></item>",
		html.EscapeString(title), date, list)
}

// bonjourLaFuite is its feed: the items of a real one, as that writes them.
func bonjourLaFuite(t testing.TB) string {
	t.Helper()
	var items []struct {
		Organization, Date, Status string
		Data                       []string
	}
	decode(t, capture(t, "bonjourlafuite/rss-derived-2026-08-21.json",
		`[{"organization": "Mairie d’Exemple", "date": "2026-08-03", "status": "confirmed", "data": ["Adresse email", "IBAN"]}]`), &items)
	var all []string
	for _, i := range items {
		day, err := time.Parse(time.DateOnly, i.Date)
		if err != nil {
			t.Fatal(err)
		}
		mark := map[string]string{"confirmed": "🟢 ", "claimed": "🟠 "}[i.Status]
		all = append(all, rssItem(mark+i.Organization, day.Format(http.TimeFormat), i.Data...))
	}
	return rss(all...)
}

// register is the public register of Fuites Infos with one entry, chained to
// nothing before it and hashed as its authors do.
func register() string {
	entry := map[string]any{
		"seq": 1, "type": "ajout", "entite": "Transports d'Exemple", "reference": "0123456789ab", "date": "2026-08-05",
		"date_certaine": true, "fiche_du": "2026-08-05", "constate_le": "2026-08-05", "empreinte_precedente": strings.Repeat("0", 64),
	}
	sum := sha256.Sum256([]byte(marshal(entry)))
	entry["empreinte"] = hex.EncodeToString(sum[:])
	return marshal(entry) + "\n"
}

func marshal(v any) string {
	data, err := json.Marshal(v)
	if err != nil {
		panic(err) // what is given has a JSON form
	}
	return string(data)
}

const xposedList = `{"status": "success", "exposedBreaches": [{"breachID": "Exemple-Media", "breachedDate": "2022-09-01T00:00:00+00:00",
 "addedDate": "2023-11-08T06:30:35+00:00", "domain": "media.example", "exposedData": ["Email addresses", "Usernames"],
 "exposedRecords": 2457, "exposureDescription": "", "industry": "Media", "logo": "", "passwordRisk": "plaintext",
 "referenceURL": "", "searchable": true, "sensitive": false, "verified": true}]}`
