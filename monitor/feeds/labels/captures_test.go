package labels

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"html"
	"regexp"
	"slices"
	"strings"
	"testing"

	"vigie/monitor/feeds/feedtest"
)

// mappedFloor is the least share of distinct labels that the table must know.
// Those it does not know are kept as text, so this is a measure of comfort;
// falling below it means that a change to the table lost something.
const mappedFloor = 0.90

func TestShareOfLabelsMapped(t *testing.T) {
	labels := fixture(t)
	if mirror, ok := feedtest.Captures(t, "bonjourlafuite/csv-mirror-2026-10.excerpt.csv"); ok {
		items, _ := feedtest.Captures(t, "bonjourlafuite/rss-derived-2026-08-21.json")
		page, _ := feedtest.Captures(t, "bonjourlafuite/index-2024-12-09.html")
		labels = slices.Concat(csvLabels(t, mirror), jsonLabels(t, items), htmlLabels(page))
	}
	slices.Sort(labels)
	labels = slices.Compact(labels)
	if len(labels) < 50 {
		t.Fatalf("only %d labels: the sources were not read", len(labels))
	}
	mapped := 0
	for _, l := range labels {
		if r := Read(l); len(r.Kept) == 0 {
			mapped++
		} else {
			t.Logf("kept as text: %q", r.Kept)
		}
	}
	share := float64(mapped) / float64(len(labels))
	t.Logf("%d of %d labels mapped: %.1f %%", mapped, len(labels), 100*share)
	if share < mappedFloor {
		t.Errorf("mapped share is %.3f, below %.2f", share, mappedFloor)
	}
}

// pythonString is one string of a list written the way Python prints it.
var pythonString = regexp.MustCompile(`'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"`)

// csvLabels reads the column "data" of the CSV mirror of Bonjour la fuite.
func csvLabels(t *testing.T, data []byte) []string {
	r := csv.NewReader(bytes.NewReader(data))
	r.Comma = ';'
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	column := slices.Index(rows[0], "data")
	var labels []string
	for _, row := range rows[1:] {
		for _, m := range pythonString.FindAllStringSubmatch(row[column], -1) {
			labels = append(labels, strings.ReplaceAll(m[1]+m[2], `\xa0`, "\u00a0"))
		}
	}
	return labels
}

func jsonLabels(t *testing.T, data []byte) []string {
	var leaks []struct{ Data []string }
	if err := json.Unmarshal(data, &leaks); err != nil {
		t.Fatal(err)
	}
	var labels []string
	for _, l := range leaks {
		labels = append(labels, l.Data...)
	}
	return labels
}

// listItem is a plain item of a list; those with markup inside are links.
var listItem = regexp.MustCompile(`<li>([^<]+)</li>`)

func htmlLabels(data []byte) []string {
	var labels []string
	for _, m := range listItem.FindAllStringSubmatch(string(data), -1) {
		labels = append(labels, strings.TrimSpace(html.UnescapeString(m[1])))
	}
	return labels
}
