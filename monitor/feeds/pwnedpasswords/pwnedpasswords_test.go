package pwnedpasswords

import (
	"bytes"
	"context"
	"crypto/sha1"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"vigie/monitor"
	"vigie/monitor/egress"
	"vigie/monitor/feeds/feedtest"
)

var now = time.Date(2026, 11, 22, 9, 12, 0, 0, time.UTC)

// A password, and the two parts of its SHA-1.
const (
	password = "Tr0ub4dor&3 été"
	prefix   = "79B24"
	suffix   = "30ABA5F3D0F334287ECF87D632226AB8D28"
)

// rows makes a range of n passwords, evenly spread and sorted as the service
// sorts them, with CRLF between them and not after the last.
func rows(n int) string {
	all := make([]string, n)
	for i := range all {
		all[i] = fmt.Sprintf("%X:%d", sha1.Sum(fmt.Append(nil, i)), i%7+1)[5:]
	}
	slices.Sort(all)
	return strings.Join(all, "\r\n")
}

// with puts a row where sorting would.
func with(list, row string) string {
	all := append(strings.Split(list, "\r\n"), row)
	slices.Sort(all)
	return strings.Join(all, "\r\n")
}

// first keeps the first n rows of a list.
func first(list string, n int) string { return strings.Join(strings.Split(list, "\r\n")[:n], "\r\n") }

// padding is what the service appends when it is asked to: 10 to 209 rows that
// count 0, in no order.
const padding = "\r\nE297B83D07B6AA70FD406C8758E7FCB1C9C:0\r\n00F5FC45B5CD245983D9504925683F30313:0"

// asLookup has the suite of look-ups test a library that is none.
type asLookup struct{ passwords *Passwords }

func (l asLookup) Name() string           { return monitor.FeedPwnedPasswords }
func (l asLookup) Budget() monitor.Budget { return monitor.Budget{PerCheck: 1} }

func (l asLookup) Ask(ctx context.Context, _ string, v monitor.Value) (*monitor.Asked, error) {
	n, err := l.passwords.Count(ctx, v.Reveal())
	if err != nil {
		return nil, err
	}
	if n == 0 {
		return &monitor.Asked{}, nil
	}
	return &monitor.Asked{Records: []monitor.Record{{Feed: l.Name(), Key: fmt.Sprint(n), ID: fmt.Sprint("password-", n),
		Facts: monitor.Facts{Organisation: "x", Status: monitor.StatusConfirmed}}}}, nil
}

func TestConformance(t *testing.T) {
	clean := rows(900) + padding
	text := func(body string) feedtest.Reply { return feedtest.Reply{Type: "text/plain", Body: body} }
	feedtest.RunLookup(t, feedtest.LookupSuite{
		New:       func(base string, client *egress.Client) monitor.Lookup { return asLookup{New(client, base+"/")} },
		Value:     monitor.NewValue("password", password, "•••"),
		Anonymous: true,
		Asks: []feedtest.Question{{URI: "/range/" + prefix, Sent: monitor.SentPrefix5, Header: []string{"Add-Padding"},
			Type: "text/plain", Body: []byte(with(rows(900), suffix+":12") + padding)}},
		Clean: []feedtest.Reply{text(clean), text(rows(900)), text(rows(900) + "\r\n"), text(clean + "\r\n" + suffix + ":0")},
		Unclear: []feedtest.Reply{
			text(""),
			text(" \r\n"),
			text(strings.TrimPrefix(padding, "\r\n")),
			text(rows(3)),
			text("The hash prefix was not in a valid format"),
			text(`{"statusCode":200}`),
			text(rows(900) + "\r\nTOO MANY REQUESTS"),
			{Status: 400, Type: "text/plain", Body: "The hash prefix was not in a valid format"},
			{Type: "application/json", Body: "[]"},
		},
		Now: now,
	})
}

func TestCount(t *testing.T) {
	list := rows(900)
	for name, c := range map[string]struct {
		body string
		want int // -1 is an error
	}{
		"CRLF":                     {with(list, suffix+":12"), 12},
		"LF":                       {strings.ReplaceAll(with(list, suffix+":12"), "\r\n", "\n"), 12},
		"last line ended":          {with(list, suffix+":12") + "\r\n", 12},
		"empty lines":              {"\r\n" + with(list, suffix+":12") + "\r\n\r\n", 12},
		"spaces":                   {with(list, " "+suffix+" : 12 "), 12},
		"small letters":            {strings.ToLower(with(list, suffix+":12")), 12},
		"byte order mark":          {"\ufeff" + with(list, suffix+":12"), 12},
		"not sorted":               {list + "\r\n" + suffix + ":12", 12},
		"first":                    {suffix + ":12\r\n" + list, 12},
		"most":                     {with(list, suffix+":52256179"), 52256179},
		"padded":                   {with(list, suffix+":12") + padding, 12},
		"alone":                    {suffix + ":12", 12},
		"not there":                {list, 0},
		"not there, padded":        {list + padding, 0},
		"padding of that name":     {list + padding + "\r\n" + suffix + ":0", 0},
		"padding, then the row":    {list + "\r\n" + suffix + ":0\r\n" + suffix + ":12", 12},
		"prefix of it":             {with(list, suffix[:34]+"0:12"), 0},
		"nothing":                  {"", -1},
		"only a mark":              {"\ufeff", -1},
		"only padding":             {strings.TrimPrefix(padding, "\r\n"), -1},
		"cut after half":           {first(list, 450), -1},
		"cut before the last 112":  {first(list, 900*14/16), -1},
		"only those before F":      {list[:strings.Index(list, "\r\nF")], -1},
		"only those after 0":       {list[strings.Index(list, "\n1")+1:], -1},
		"whole hash":               {with(list, prefix+suffix+":12"), -1},
		"NTLM":                     {with(list, suffix[:27]+":12"), -1},
		"no count":                 {with(list, suffix), -1},
		"empty count":              {with(list, suffix+":"), -1},
		"negative":                 {with(list, suffix+":-12"), -1},
		"signed":                   {with(list, suffix+":+12"), -1},
		"fraction":                 {with(list, suffix+":1.5"), -1},
		"two counts":               {with(list, suffix+":1:2"), -1},
		"too large":                {with(list, suffix+":99999999999999999999"), -1},
		"not hexadecimal":          {with(list, "G"+suffix[1:]+":12"), -1},
		"other digits":             {with(list, suffix+":١٢"), -1},
		"mark between two ranges":  {list + "\r\n\ufeff" + suffix + ":12", -1},
		"a page":                   {"<p>" + with(list, suffix+":12"), -1},
		"a line of something else": {with(list, suffix+":12") + "\r\nerror", -1},
	} {
		n, err := count([]byte(c.body), suffix)
		if err != nil {
			n = -1
		}
		if n != c.want {
			t.Errorf("%s: %d, want %d (%v)", name, n, c.want, err)
		}
	}
}

// Passwords whose hashes the service's documentation and its sources give.
func TestVectors(t *testing.T) {
	list := strings.NewReplacer("\r", "").Replace(rows(900))
	for password, row := range map[string]string{
		"test":     "FE5CCB19BA61C4C0873D391E987982FBBD3:222947",
		"P@ssw0rd": "2DC183F740EE76F27B78EB39C8AD972A757:1",
		"password": "1E4C9B93F3F0682250B6CF8331B7EE68FD8:52256179",
	} {
		suffix, _, err := parseRow([]byte(row))
		if err != nil || !strings.HasSuffix(fmt.Sprintf("%X", sha1.Sum([]byte(password))), suffix) {
			t.Errorf("%s is not %s", password, row)
		}
		if n, err := count([]byte(list+"\n"+row), suffix); err != nil || n == 0 {
			t.Errorf("%s: %d, %v", password, n, err)
		}
	}
}

// Real answers, kept outside this repository; git made their line ends LF.
func TestCaptures(t *testing.T) {
	const test = "FE5CCB19BA61C4C0873D391E987982FBBD3"
	for name, want := range map[string]int{
		"pwnedpasswords/range-A94A8.sha1.txt":        222947,
		"pwnedpasswords/range-A94A8.sha1.padded.txt": 222947,
		"pwnedpasswords/range-0CB69.ntlm.txt":        -1,
	} {
		body, ok := feedtest.Captures(t, name)
		if !ok {
			body, want = []byte(with(rows(900), test+":222947")), 222947
		}
		n, err := count(body, test)
		if err != nil {
			n = -1
		}
		if n != want {
			t.Errorf("%s: %d, want %d (%v)", name, n, want, err)
		}
		// Of another password of the same range, nothing is known; of a list that
		// was cut, it is not even known that it is unknown.
		if n, err := count(body, strings.Repeat("0", suffixDigits)); want > 0 && (n != 0 || err != nil) {
			t.Errorf("%s: another password %d, %v", name, n, err)
		}
		if _, err := count(body[:len(body)/2], strings.Repeat("0", suffixDigits)); err == nil {
			t.Errorf("%s: half of it is enough", name)
		}
	}
}

func FuzzCount(f *testing.F) {
	list := rows(40)
	for _, body := range []string{"", list, list + padding, with(list, suffix+":12"), "\ufeff" + list, suffix + ":0", suffix + " : 3\n"} {
		f.Add([]byte(body))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		n, err := count(body, suffix)
		if n < 0 || err != nil && n != 0 {
			t.Errorf("%d, %v", n, err)
		}
		if err == nil && n > 0 && !bytes.Contains(bytes.ToUpper(body), []byte(suffix)) {
			t.Errorf("found in %q", body)
		}
		if err == nil && n == 0 && len(body) < 16*len(suffix+":1") {
			t.Errorf("%q is enough to clear a password", body)
		}
	})
}

func BenchmarkCount(b *testing.B) {
	body := []byte(with(rows(2000), suffix+":12") + padding) // as many as in 2026
	b.SetBytes(int64(len(body)))
	for b.Loop() {
		if n, err := count(body, suffix); n != 12 || err != nil {
			b.Fatal(n, err)
		}
	}
}
