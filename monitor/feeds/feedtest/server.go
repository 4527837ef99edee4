package feedtest

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"hash/fnv"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
)

// server has the pages of a suite, each of which may be told to answer badly.
type server struct {
	*httptest.Server
	pages []Page

	mu          sync.Mutex
	answers     map[string]answer // by path; what is missing is healthy
	seen        []string
	notModified bool
}

// answer is how a page answers a request.
type answer func(w http.ResponseWriter, r *http.Request, p Page)

// serve starts a healthy server.
func (s Suite) serve(t *testing.T) *server {
	t.Helper()
	v := &server{pages: s.Good, answers: make(map[string]answer)}
	v.Server = httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		checkRequest(t, r)
		i := slices.IndexFunc(v.pages, func(p Page) bool { return p.Path == r.URL.Path })
		if i < 0 {
			t.Errorf("the feed asks for %s, which the suite does not know", r.URL.Path)
			http.NotFound(w, r)
			return
		}
		v.note(r)(w, r, v.pages[i])
	}))
	v.Config.ErrorLog = log.New(io.Discard, "", 0)
	v.Start()
	t.Cleanup(v.Close)
	return v
}

// note records a request and returns how to answer it.
func (v *server) note(r *http.Request) answer {
	names := make([]string, 0, len(r.Header))
	for name, values := range r.Header {
		names = append(names, name+": "+strings.Join(values, ", "))
	}
	slices.Sort(names)
	v.mu.Lock()
	defer v.mu.Unlock()
	v.seen = append(v.seen, r.Method+" "+r.RequestURI+"\n"+strings.Join(names, "\n"))
	if a := v.answers[r.URL.Path]; a != nil {
		return a
	}
	return v.healthy
}

// answer makes a page answer in its own way; nil heals it.
func (v *server) answer(path string, a answer) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.answers[path] = a
}

// requests is what was asked so far: the request line and the sorted headers.
func (v *server) requests() []string {
	v.mu.Lock()
	defer v.mu.Unlock()
	return slices.Clone(v.seen)
}

// hits counts the requests for a page.
func (v *server) hits(path string) int {
	n := 0
	for _, r := range v.requests() {
		if strings.HasPrefix(r, "GET "+path+"\n") || strings.HasPrefix(r, "GET "+path+"?") {
			n++
		}
	}
	return n
}

// saved reports whether any page was answered "not modified".
func (v *server) saved() bool {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.notModified
}

// healthy answers as a good server does, conditional requests included.
func (v *server) healthy(w http.ResponseWriter, r *http.Request, p Page) {
	h := fnv.New64a()
	_, _ = h.Write(p.Body)
	tag := fmt.Sprintf(`"%x"`, h.Sum64())
	w.Header().Set("ETag", tag)
	if r.Header.Get("If-None-Match") == tag {
		v.mu.Lock()
		v.notModified = true
		v.mu.Unlock()
		w.WriteHeader(http.StatusNotModified)
		return
	}
	send(w, p.Type, p.Body)
}

func send(w http.ResponseWriter, mediaType string, body []byte) {
	w.Header().Set("Content-Type", mediaType)
	_, _ = w.Write(body)
}

// compressed answers in gzip, as every real server does.
func compressed(w http.ResponseWriter, r *http.Request, p Page) {
	if r.Header.Get("Accept-Encoding") == "gzip" {
		w.Header().Set("Content-Encoding", "gzip")
		p.Body = zip(p.Body)
	}
	send(w, p.Type, p.Body)
}

func zip(b []byte) []byte {
	var z bytes.Buffer
	w := gzip.NewWriter(&z)
	_, _ = w.Write(b)
	_ = w.Close()
	return z.Bytes()
}

// wire answers below HTTP.
func wire(then func(c *net.TCPConn, p Page)) answer {
	return func(w http.ResponseWriter, _ *http.Request, p Page) {
		c, _, err := http.NewResponseController(w).Hijack()
		if err != nil {
			panic(err)
		}
		defer c.Close()
		then(c.(*net.TCPConn), p)
	}
}

// The headers a catalogue request may carry.
var allowedHeaders = []string{"User-Agent", "Accept-Encoding", "If-None-Match", "If-Modified-Since"}

// checkRequest asks that a request carries nothing but its question.
func checkRequest(t *testing.T, r *http.Request) {
	t.Helper()
	if r.Method != http.MethodGet || r.ContentLength > 0 {
		t.Errorf("request %s with %d bytes", r.Method, r.ContentLength)
	}
	for name := range r.Header {
		if !slices.Contains(allowedHeaders, name) {
			t.Errorf("header %s leaves", name)
		}
	}
}
