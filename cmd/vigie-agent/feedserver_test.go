package main

import (
	"crypto/sha1"
	"fmt"
	"hash/fnv"
	"io"
	"log"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/rogpeppe/go-internal/testscript"
)

// feedServer plays every feed, on this computer. A feed has the path of its
// name; see feedsFile. It is healthy unless a script says otherwise.
type feedServer struct {
	*httptest.Server

	mu      sync.Mutex
	answers map[string]answer // by path
	asked   []asked
	faults  []string // what no request may be
}

// answer is what is said to one path.
type answer struct {
	status int
	header http.Header
	body   []byte
	hangUp bool // in the middle of the body
}

// asked is one request: its path, and all of it.
type asked struct{ path, whole string }

func startFeeds() *feedServer {
	s := &feedServer{answers: make(map[string]answer)}
	for p, body := range healthy {
		s.answers[p] = answer{status: http.StatusOK, header: mediaType(p), body: []byte(body)}
	}
	s.Server = httptest.NewUnstartedServer(s)
	s.Config.ErrorLog = log.New(io.Discard, "", 0)
	s.Start()
	return s
}

// healthy is what the feeds say unless a script has them say something else.
// Nobody in it exists.
var healthy = map[string]string{
	"/hibp/latestbreach":       toJSON(hibpEntry("Exemple", 2)),
	"/hibp/breaches":           toJSON([]map[string]any{hibpEntry("Patron", 1), hibpEntry("Exemple", 2)}),
	"/bonjourlafuite/feed.xml": rssChannel(rssItem("🟢 Mairie d’Exemple", "2026-08-03")),
	"/frenchbreaches/feed.xml": rssChannel(rssItem("Clinique d’Exemple", "2026-08-04")),
	"/fuitesinfos/feed.xml":    rssChannel(rssItem("Transports d’Exemple", "2026-08-05")),
	"/cnil/feed.xml":           rssChannel(rssItem("Fuite de données chez Exemple Assurances", "2026-08-06")),
}

func rssChannel(items ...string) string {
	return `<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>Exemple</title>` + strings.Join(items, "") + `</channel></rss>`
}

func rssItem(title, day string) string {
	return `<item><title>` + title + `</title><guid>` + title + `</guid><pubDate>` + day + `T08:00:00Z</pubDate></item>`
}

// feedsFile is the feeds.toml that leads every feed here.
func (s *feedServer) feedsFile() string {
	var b strings.Builder
	for _, feed := range []string{"hibp", "bonjourlafuite", "frenchbreaches", "fuitesinfos", "cnil", "xposedornot", "leakcheck", "hudsonrock", "pwnedpasswords"} {
		p := "/" + feed
		if _, isRSS := healthy[p+"/feed.xml"]; isRSS {
			p += "/feed.xml"
		}
		fmt.Fprintf(&b, "[feed.%s]\nurl = %q\n", feed, s.URL+p)
	}
	return b.String()
}

// The headers that a request may carry; a key besides, where a key is asked for.
var allowedHeaders = []string{"User-Agent", "Accept-Encoding", "If-None-Match", "If-Modified-Since"}

func (s *feedServer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	a := s.note(r)
	for name, values := range a.header {
		w.Header()[name] = values
	}
	if tag := a.tag(); tag != "" {
		w.Header().Set("ETag", tag)
		if r.Header.Get("If-None-Match") == tag {
			a.status, a.body = http.StatusNotModified, nil
		}
	}
	if a.hangUp {
		w.Header().Set("Content-Length", strconv.Itoa(len(a.body)+1000))
	}
	w.WriteHeader(a.status)
	_, _ = w.Write(a.body)
}

func (s *feedServer) note(r *http.Request) answer {
	s.mu.Lock()
	defer s.mu.Unlock()
	whole := r.Method + " " + r.RequestURI
	for _, name := range slices.Sorted(maps.Keys(r.Header)) {
		whole += "\n" + name + ": " + strings.Join(r.Header[name], ", ")
		keyed := name == "Hibp-Api-Key" && strings.HasPrefix(r.URL.Path, "/hibp/") && healthy[r.URL.Path] == ""
		padded := name == "Add-Padding" && strings.HasPrefix(r.URL.Path, "/pwnedpasswords/")
		if !slices.Contains(allowedHeaders, name) && !keyed && !padded {
			s.faults = append(s.faults, "header "+name+" leaves for "+r.URL.Path)
		}
	}
	if r.Method != http.MethodGet || r.ContentLength > 0 {
		s.faults = append(s.faults, r.Method+" with a body")
	}
	s.asked = append(s.asked, asked{r.URL.Path, whole})
	a, ok := s.answers[r.URL.Path]
	if !ok {
		a, ok = leakedPasswords(r)
	}
	if !ok {
		s.faults = append(s.faults, "nobody has "+r.URL.Path)
		a.status = http.StatusNotFound
	}
	return a
}

// leakedPasswords plays Pwned Passwords: whatever is asked, every first digit
// occurs, and "azerty123" leaked 1,234 times.
func leakedPasswords(r *http.Request) (answer, bool) {
	prefix, ok := strings.CutPrefix(r.URL.Path, "/pwnedpasswords/range/")
	if !ok || len(prefix) != 5 || r.Header.Get("Add-Padding") != "true" {
		return answer{}, false
	}
	var b strings.Builder
	for i := range 16 {
		fmt.Fprintf(&b, "%X%s:3\r\n", i, strings.Repeat("0", 34))
	}
	known := fmt.Sprintf("%X", sha1.Sum([]byte("azerty123")))
	if suffix, ok := strings.CutPrefix(known, prefix); ok {
		b.WriteString(suffix + ":1234\r\n")
	}
	return answer{status: http.StatusOK, header: mediaType(".txt"), body: []byte(b.String())}, true
}

// tag is the validator of a healthy answer.
func (a answer) tag() string {
	if a.status != http.StatusOK {
		return ""
	}
	h := fnv.New64a()
	_, _ = h.Write(a.body)
	return fmt.Sprintf(`"%x"`, h.Sum64())
}

func mediaType(name string) http.Header {
	t := "application/json"
	switch path.Ext(name) {
	case ".xml":
		t = "application/rss+xml"
	case ".html":
		t = "text/html; charset=utf-8"
	case ".txt":
		t = "text/plain"
	}
	return http.Header{"Content-Type": {t}}
}

// close ends the server and tells what requests were wrong.
func (s *feedServer) close() []string {
	s.Close()
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.faults
}

// cmdServe changes what a path answers from now on:
//
//	serve PATH [STATUS] [FILE] ['Header: value']... [hang-up]
//	serve PATH healthy
func (s *feedServer) cmdServe(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: serve PATH [STATUS] [FILE] ['Header: value']... [hang-up]")
	}
	p, a := args[0], answer{status: http.StatusOK, header: make(http.Header)}
	for _, arg := range args[1:] {
		name, value, isHeader := strings.Cut(arg, ": ")
		switch status, err := strconv.Atoi(arg); {
		case err == nil:
			a.status = status
		case arg == "hang-up":
			a.hangUp = true
		case arg == "healthy":
			a.body, a.header = []byte(healthy[p]), mediaType(p)
		case isHeader:
			a.header.Add(name, value)
		default:
			a.body = []byte(ts.ReadFile(arg))
			a.header["Content-Type"] = mediaType(arg)["Content-Type"]
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.answers[p] = a
}

// cmdAsked looks at the requests since it was last told to forget:
//
//	asked N [PATH]      there were N
//	asked save FILE     keeps them, in order of their paths
//	asked forget
func (s *feedServer) cmdAsked(ts *testscript.TestScript, neg bool, args []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case neg || len(args) == 0:
		ts.Fatalf("usage: asked N [PATH] | asked save FILE | asked forget")
	case args[0] == "forget":
		s.asked = nil
	case args[0] == "save":
		var all []string
		for _, a := range s.asked {
			all = append(all, a.whole)
		}
		slices.Sort(all)
		ts.Check(os.WriteFile(ts.MkAbs(args[1]), []byte(strings.Join(all, "\n")+"\n"), 0o600))
	default:
		n := 0
		for _, a := range s.asked {
			if len(args) == 1 || a.path == args[1] {
				n++
			}
		}
		if strconv.Itoa(n) != args[0] {
			ts.Fatalf("asked %d times: %v", n, s.asked)
		}
	}
}

// cmdTrust leads the feed of our own list to /vigie/list, and trusts whoever
// signs with a key:
//
//	trust PUBLIC-KEY
func (s *feedServer) cmdTrust(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: trust PUBLIC-KEY")
	}
	text := s.feedsFile() + fmt.Sprintf("[feed.vigie]\nurl = %q\npublisher_keys = [%q]\n", s.URL+"/vigie/list", args[0])
	ts.Check(os.WriteFile(filepath.Join(ts.Getenv("DATA"), "feeds.toml"), []byte(text), 0o600))
}
