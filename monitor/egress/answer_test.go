package egress

import (
	"bytes"
	"compress/gzip"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"vigie/monitor"
)

func zip(b []byte) []byte {
	var z bytes.Buffer
	w := gzip.NewWriter(&z)
	_, _ = w.Write(b)
	_ = w.Close()
	return z.Bytes()
}

// What counts as an answer: the type, the encoding, the size.
func TestBody(t *testing.T) {
	const page = "<!DOCTYPE html><title>Sign in</title>"
	long := []byte(`["` + rand.Text() + strings.Repeat("0123456789", 50) + `"]`)
	bomb := zip(bytes.Repeat([]byte{' '}, 1<<20))
	for name, c := range map[string]struct {
		mediaType, encoding string
		body                []byte
		status              int
		max                 int64
		reason              monitor.Reason
	}{
		"plain":                        {"application/json", "", long, 200, 0, ""},
		"type with parameters":         {"Application/JSON; charset=utf-8", "", long, 200, 0, ""},
		"no type":                      {"", "", long, 200, 0, ""},
		"identity":                     {"application/json", "identity", long, 200, 0, ""},
		"gzip":                         {"application/json", "gzip", zip(long), 200, 0, ""},
		"GZIP":                         {"application/json", "GZIP", zip(long), 200, 0, ""},
		"accepted status":              {"application/json", "", long, 404, 0, ""},
		"accepted status, empty":       {"text/html", "", nil, 404, 0, ""},
		"as large as may be":           {"application/json", "", long, 200, int64(len(long)), ""},
		"gzip, as large as may be":     {"application/json", "gzip", zip(long), 200, int64(len(long)), ""},
		"too large":                    {"application/json", "", long, 200, int64(len(long)) - 1, "too-large"},
		"gzip, too large":              {"application/json", "gzip", zip(long), 200, int64(len(long)) - 1, "too-large"},
		"bomb":                         {"application/json", "gzip", bomb, 200, 1 << 21, "too-large"},
		"unasked br":                   {"application/json", "br", long, 200, 0, "not-understood"},
		"gzip twice":                   {"application/json", "gzip, gzip", zip(zip(long)), 200, 0, "not-understood"},
		"not gzip":                     {"application/json", "gzip", long, 200, 0, "not-understood"},
		"gzip, bytes after":            {"application/json", "gzip", append(zip(long), "more bytes"...), 200, 0, "not-understood"},
		"gzip, wrong sum":              {"application/json", "gzip", flip(zip(long)), 200, 0, "not-understood"},
		"gzip, cut":                    {"application/json", "gzip", zip(long)[:20], 200, 0, "truncated"},
		"gzip, nothing":                {"application/json", "gzip", nil, 200, 0, "truncated"},
		"page":                         {"text/html", "", []byte(page), 200, 0, "sign-in"},
		"page said to be data":         {"application/json", "", []byte("\uFEFF \n" + page), 200, 0, "sign-in"},
		"page of no type":              {"", "", []byte("<HTML><body>"), 200, 0, "sign-in"},
		"data said to be a page":       {"text/html", "", long, 200, 0, "sign-in"},
		"page at an accepted status":   {"text/html", "", []byte(page), 404, 0, "sign-in"},
		"picture":                      {"image/png", "", long, 200, 0, "not-understood"},
		"type that is none":            {";;", "", long, 200, 0, "not-understood"},
		"as text, which was not asked": {"text/plain", "", long, 200, 0, "not-understood"},
	} {
		t.Run(name, func(t *testing.T) {
			s := serve(t, func(w http.ResponseWriter, r *http.Request) {
				w.Header()["Content-Type"] = nil
				if c.mediaType != "" {
					w.Header().Set("Content-Type", c.mediaType)
				}
				if c.encoding != "" {
					w.Header().Set("Content-Encoding", c.encoding)
				}
				w.WriteHeader(c.status)
				_, _ = w.Write(c.body)
			})
			l := &ledger{}
			r := catalogue(s.URL)
			r.MaxBytes, r.Statuses = c.max, []int{404}
			resp, err := newClient(l).Get(t.Context(), r)
			if c.reason != "" {
				e := failure(t, resp, err)
				if e.Reason != c.reason || l.rows[0].Outcome != string(c.reason) || e.Status != 0 {
					t.Errorf("got %v, row %s, want %s", e, l.rows[0].Outcome, c.reason)
				}
				if (e.State == monitor.StateBlocked) != (c.reason == monitor.ReasonSignIn) {
					t.Errorf("state %s", e.State)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if want := map[bool][]byte{true: long, false: {}}[len(c.body) > 0]; !bytes.Equal(resp.Body, want) {
				t.Errorf("body %q", resp.Body)
			}
			if resp.Status != c.status || l.rows[0].Outcome != strconv.Itoa(c.status) {
				t.Errorf("status %d, row %s", resp.Status, l.rows[0].Outcome)
			}
		})
	}
}

func flip(b []byte) []byte {
	b[len(b)-5] ^= 1
	return b
}

// Connections that end badly, at the level of bytes.
func TestWire(t *testing.T) {
	const head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
	reset := func(s string) func(net.Conn) {
		return func(c net.Conn) {
			fmt.Fprint(c, s)
			_ = c.(*net.TCPConn).SetLinger(0)
		}
	}
	say := func(s string) func(net.Conn) { return func(c net.Conn) { fmt.Fprint(c, s) } }
	for name, c := range map[string]struct {
		answer func(net.Conn)
		reason []monitor.Reason
	}{
		"hangs up":             {say(""), []monitor.Reason{"interrupted"}},
		"reset":                {reset(""), []monitor.Reason{"interrupted"}},
		"reset inside headers": {reset("HTTP/1.1 200 O"), []monitor.Reason{"interrupted"}},
		// What a reset leaves of the bytes before it is up to the network.
		"reset inside body":      {reset(head + "Content-Length: 100\r\n\r\n{"), []monitor.Reason{"interrupted", "truncated"}},
		"too few bytes":          {say(head + "Content-Length: 100\r\n\r\n{"), []monitor.Reason{"truncated"}},
		"chunk cut":              {say(head + "Transfer-Encoding: chunked\r\n\r\n10\r\n{"), []monitor.Reason{"truncated"}},
		"chunks without an end":  {say(head + "Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n"), []monitor.Reason{"truncated"}},
		"chunk that is none":     {say(head + "Transfer-Encoding: chunked\r\n\r\nxyz\r\n"), []monitor.Reason{"interrupted"}},
		"promises 2 GB":          {say(head + "Content-Length: 2147483648\r\n\r\n"), []monitor.Reason{"too-large"}},
		"promises less than 0":   {say(head + "Content-Length: -1\r\n\r\n"), []monitor.Reason{"interrupted"}},
		"two lengths":            {say(head + "Content-Length: 1\r\nContent-Length: 2\r\n\r\n{}"), []monitor.Reason{"interrupted"}},
		"not HTTP":               {say("220 mail.example ESMTP\r\n"), []monitor.Reason{"interrupted"}},
		"header line without :":  {say("HTTP/1.1 200 OK\r\nnonsense\r\n\r\n"), []monitor.Reason{"interrupted"}},
		"headers without an end": {endless(head, "X: 0123456789\r\n"), []monitor.Reason{"interrupted"}},
		"body without an end":    {endless(head+"\r\n", strings.Repeat(" ", 4096)), []monitor.Reason{"too-large"}},
		"empty blocks without an end": {endless(head+"Content-Encoding: gzip\r\n\r\n"+string(zip(nil)[:10]),
			strings.Repeat("\x00\x00\x00\xff\xff", 1000)), []monitor.Reason{"too-large"}},
	} {
		t.Run(name, func(t *testing.T) {
			address, requests := wire(t, c.answer)
			l := &ledger{}
			resp, err := newClient(l).Get(t.Context(), catalogue(address+"/path?q=query"))
			e := failure(t, resp, err)
			if e.State != monitor.StateFailed || !contains(c.reason, e.Reason) {
				t.Errorf("got %v, want failed: %v", e, c.reason)
			}
			if len(requests()) != 1 || len(l.rows) != 1 {
				t.Errorf("%d requests, %d rows", len(requests()), len(l.rows))
			}
			assertSilent(t, e, address)
		})
	}
}

func contains(all []monitor.Reason, r monitor.Reason) bool {
	for _, one := range all {
		if one == r {
			return true
		}
	}
	return false
}

// endless says head, then the same bytes until the other side hangs up.
func endless(head, more string) func(net.Conn) {
	return func(c net.Conn) {
		_, err := io.WriteString(c, head)
		for err == nil {
			_, err = io.WriteString(c, more)
		}
	}
}

// assertSilent checks that an error names neither where it happened nor what was said.
func assertSilent(t *testing.T, err error, address string) {
	t.Helper()
	for ; err != nil; err = errors.Unwrap(err) {
		for _, word := range []string{strings.TrimPrefix(address, "http://"), "127.0.0.1", "path", "query", "nonsense", "xyz", "mail", "example"} {
			if strings.Contains(err.Error(), word) {
				t.Errorf("%q holds %q", err, word)
			}
		}
	}
}

// Silence ends, wherever it falls. Each time-out is met alone: the others are long.
func TestTimeouts(t *testing.T) {
	const short = 20 * time.Millisecond
	const head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n"
	quiet := func(s string) func(net.Conn) {
		return func(c net.Conn) {
			_, _ = io.WriteString(c, s)
			_, _ = io.Copy(io.Discard, c) // until the client hangs up
		}
	}
	for name, c := range map[string]struct {
		answer func(net.Conn)
		set    func(*Timeouts)
	}{
		"silence":         {quiet(""), func(t *Timeouts) { t.Header = short }},
		"in the headers":  {quiet(head[:20]), func(t *Timeouts) { t.Header = short }},
		"in the body":     {quiet(head + "{"), func(t *Timeouts) { t.Idle = short }},
		"before the body": {quiet(head), func(t *Timeouts) { t.Idle = short }},
		"drip":            {endless(head[:len(head)-7]+"9999999999\r\n\r\n", " "), func(t *Timeouts) { t.Whole = short }},
		"silence, whole":  {quiet(""), func(t *Timeouts) { t.Whole = short }},
	} {
		t.Run(name, func(t *testing.T) {
			address, _ := wire(t, c.answer)
			l := &ledger{}
			client := newClient(l)
			c.set(&client.config.Timeouts)
			r := catalogue(address)
			r.MaxBytes = 1 << 40
			resp, err := client.Get(t.Context(), r)
			if e := failure(t, resp, err); e.Reason != monitor.ReasonTimeout || l.rows[0].Outcome != "timeout" {
				t.Errorf("got %v, row %+v", e, l.rows[0])
			}
		})
	}
}
