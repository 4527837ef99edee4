package rss

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"vigie/monitor"
	"vigie/monitor/feeds/feedtest"
)

func fixture(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// sameDay compares dates, which have no exported fields.
var sameDay = cmp.Comparer(func(a, b monitor.Date) bool { return a == b })

func TestParse(t *testing.T) {
	tests := map[string][]Item{
		"rss2.xml": {
			{
				Title: "🟢 Mutuelle d'Exemple", Link: "https://feed.example/#Mutuelle%20d%27Exemple-2026-08-20", GUID: "mutuelle-1",
				Categories: []string{"leak", "sensitive"}, Text: "Environ 12 000 adhérents", List: []string{"Nom, prénom", "IBAN & BIC"},
				Day: monitor.MustDate("2026-08-20"), // in UTC it was still the 19th
			},
			{Title: "Café R&D & fils", Text: "Un mot ou deux."}, // http is no link
		},
		"atom.xml": {{
			Title: "Mutuelle d’Exemple", Link: "https://feed.example/entry/1", GUID: "urn:example:1", Categories: []string{"fuite"},
			Text: "Un résumé", Day: monitor.MustDate("2026-08-20"), // in UTC it was already the 21st
		}},
		"rss1.xml": {{Title: "Mutuelle d'Exemple", Link: "https://feed.example/1", Day: monitor.MustDate("2026-08-20")}},
	}
	for name, want := range tests {
		got, err := Parse(fixture(t, name))
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if diff := cmp.Diff(want, got, sameDay, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// one is a feed of one item with this in it.
func one(inside string) []byte {
	return fmt.Appendf(nil, `<rss version="2.0"><channel><item>%s</item></channel></rss>`, inside)
}

func TestParseDecodesTheEncodingOfTheDocument(t *testing.T) {
	doc := func(encoding, title string) string {
		return `<?xml version="1.0"` + encoding + `?>` + string(one("<title>"+title+"</title>"))
	}
	utf16le := func(s string) []byte {
		b := []byte{0xff, 0xfe}
		for _, u := range utf16.Encode([]rune(s)) {
			b = append(b, byte(u), byte(u>>8))
		}
		return b
	}
	for name, body := range map[string][]byte{
		"undeclared UTF-8":     []byte(doc("", "Société")),
		"UTF-8 with BOM":       []byte("\ufeff" + doc(` encoding="utf-8"`, "Société")),
		"ISO-8859-1":           []byte(doc(` encoding="ISO-8859-1"`, "Soci\xe9t\xe9")),
		"single quotes":        []byte(doc(` encoding='windows-1252' standalone='yes'`, "Soci\xe9t\xe9")),
		"UTF-16 with BOM":      utf16le(doc(` encoding="UTF-16"`, "Société")),
		"a BOM outranks":       []byte("\ufeff" + doc(` encoding="ISO-8859-1"`, "Société")),
		"a stray control":      []byte(doc("", "Soci\x00\x0bété")),
		"entities of XML":      []byte(doc("", "Soci&#xe9;t&#233;")),
		"entities of HTML":     []byte(doc("", "Soci&eacute;t&eacute;")),
		"decomposed, composed": []byte(doc("", "Socie\u0301te\u0301")),
	} {
		items, err := Parse(body)
		if err != nil || items[0].Title != "Société" {
			t.Errorf("%s: %q, %v", name, items, err)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	const empty = monitor.ReasonEmpty
	nested := func(n int) string { return strings.Repeat("<a>", n) + strings.Repeat("</a>", n) }
	tests := map[string]struct {
		body []byte
		want monitor.Reason
	}{
		"nothing":              {nil, monitor.ReasonNotUnderstood},
		"a page":               {[]byte("<!DOCTYPE html><html><body>Bonjour</body></html>"), monitor.ReasonNotUnderstood},
		"a page, no doctype":   {[]byte("<html><body><p>Bonjour</p></body></html>"), monitor.ReasonNotUnderstood},
		"JSON":                 {[]byte(`{"version":"https://jsonfeed.org/version/1","items":[{"title":"x"}]}`), monitor.ReasonNotUnderstood},
		"DOCTYPE":              {append([]byte("<!DOCTYPE rss>"), one("<title>x</title>")...), monitor.ReasonNotUnderstood},
		"DOCTYPE in the end":   {append(one("<title>x</title>"), "<!DOCTYPE rss>"...), monitor.ReasonNotUnderstood},
		"entity":               {append([]byte(`<!DOCTYPE r [<!ENTITY e "x">]>`), one("<title>&e;</title>")...), monitor.ReasonNotUnderstood},
		"two roots":            {append(one("<title>x</title>"), one("<title>y</title>")...), monitor.ReasonNotUnderstood},
		"tags that cross":      {one("<title><b>x</title></b>"), monitor.ReasonNotUnderstood},
		"too deep":             {one(nested(maxDepth - 2)), monitor.ReasonNotUnderstood},
		"unknown encoding":     {[]byte(`<?xml version="1.0" encoding="klingon"?>` + string(one(""))), monitor.ReasonNotUnderstood},
		"no items":             {[]byte(`<rss version="2.0"><channel><title>x</title></channel></rss>`), empty},
		"no channel":           {[]byte(`<rss version="2.0"/>`), empty},
		"an empty Atom feed":   {[]byte(`<feed xmlns="http://www.w3.org/2005/Atom"/>`), empty},
		"too many bytes":       {append(one("<title>x</title>"), bytes.Repeat([]byte(" "), MaxBytes)...), monitor.ReasonTooLarge},
		"too many items":       {[]byte(`<rss version="2.0"><channel>` + strings.Repeat("<item/>", maxItems+1) + `</channel></rss>`), monitor.ReasonTooLarge},
		"an attribute, no end": {[]byte(`<rss version="2.0`), monitor.ReasonNotUnderstood},
	}
	for name, tt := range tests {
		items, err := Parse(tt.body)
		var fe *monitor.FetchError
		if items != nil || !errors.As(err, &fe) || fe.Reason != tt.want {
			t.Errorf("%s: %d items, error %v, want %s", name, len(items), err, tt.want)
		} else if held := fe.State == monitor.StateHeld; held != (tt.want == empty) {
			t.Errorf("%s: state %s", name, fe.State)
		}
	}
	if _, err := Parse(one(nested(maxDepth - 3))); err != nil { // rss, channel and item come on top
		t.Errorf("%d levels: %v", maxDepth, err)
	}
}

// A feed cut at any byte is an error, never a shorter feed.
func TestParseRefusesEveryCut(t *testing.T) {
	for _, name := range []string{"rss2.xml", "atom.xml", "rss1.xml"} {
		body := bytes.TrimSpace(fixture(t, name))
		for n := range body {
			if items, err := Parse(body[:n]); err == nil {
				t.Fatalf("%s cut at %d of %d bytes gives %d items", name, n, len(body), len(items))
			}
		}
	}
}

func TestDay(t *testing.T) {
	for written, want := range map[string]string{
		"Thu, 20 Aug 2026 00:00:00 GMT":   "2026-08-20",
		"Thu, 20 Aug 2026 23:59:59 -0800": "2026-08-20",
		"Thu, 20 Aug 2026 00:00:01 +1200": "2026-08-20",
		"20 Aug 2026 10:00 +0000":         "2026-08-20",
		"2026-08-20T00:00:00+02:00":       "2026-08-20",
		"2026-08-20":                      "2026-08-20",
		"2026-08-20 10:11:12":             "2026-08-20",
		"Thursday, August 20, 2026":       "2026-08-20",
		"":                                "",
		"hier":                            "",
		"0000-00-00":                      "",
		"9999-12-31T00:00:00Z":            "",
		"Tue, 31 Feb 2026 00:00:00 GMT":   "",
	} {
		items, err := Parse(one("<title>x</title><pubDate>" + written + "</pubDate>"))
		if err != nil || items[0].Day.String() != want {
			t.Errorf("%q: %v, %v, want %q", written, items, err, want)
		}
	}
}

// Real feeds of other sites, which have every kind of element a feed can have.
func TestParseCaptures(t *testing.T) {
	for name, want := range map[string]struct {
		items int
		title string
		day   string
	}{
		"zataz/feed-2026-08-20.excerpt.xml":         {3, "Fuite Stripe : au moins 200 Français concernés", "2026-08-20"},
		"certfr/alerte-feed-2026-08-20.excerpt.xml": {6, "", ""},
		"bonjourlafuite/feed.example.xml":           {3, "🟢 Suez", "2026-08-20"},
	} {
		body, ok := feedtest.Captures(t, name)
		if !ok {
			continue
		}
		items, err := Parse(body)
		if err != nil || len(items) != want.items {
			t.Errorf("%s: %d items, %v", name, len(items), err)
			continue
		}
		if want.title != "" && (items[0].Title != want.title || items[0].Day.String() != want.day) {
			t.Errorf("%s: first item %+v", name, items[0])
		}
		for _, it := range items {
			if it.Title == "" || it.Link == "" || it.Day.IsZero() {
				t.Errorf("%s: incomplete item %+v", name, it)
			}
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, name := range []string{"rss2.xml", "atom.xml", "rss1.xml"} {
		f.Add(fixture(f, name))
	}
	f.Add(one("<title><![CDATA[<ul><li>x]]>&#0;&nbsp;</title><pubDate>9999</pubDate>"))
	f.Add([]byte("\xff\xfe<\x00r\x00s\x00s\x00"))
	f.Fuzz(func(t *testing.T, body []byte) {
		items, err := Parse(body)
		if err != nil {
			var fe *monitor.FetchError
			if items != nil || !errors.As(err, &fe) {
				t.Fatalf("%d items with error %v", len(items), err)
			}
			return
		}
		source := Source{Name: monitor.FeedCNIL, Read: func(it Item) (monitor.Facts, bool) {
			return monitor.Facts{Organisation: it.Title, Status: monitor.Claimed}, true
		}}
		records, _ := source.Records(items, monitor.DateOf(now))
		feedtest.CheckRecords(t, monitor.FeedCNIL, records, now)
	})
}

func BenchmarkParse(b *testing.B) {
	item := fixture(b, "rss2.xml")
	item = item[bytes.Index(item, []byte("<item>")) : bytes.Index(item, []byte("</item>"))+len("</item>")]
	body := fmt.Appendf(nil, `<rss version="2.0"><channel>%s</channel></rss>`, bytes.Repeat(item, 100))
	b.SetBytes(int64(len(body)))
	for b.Loop() {
		if _, err := Parse(body); err != nil {
			b.Fatal(err)
		}
	}
}
