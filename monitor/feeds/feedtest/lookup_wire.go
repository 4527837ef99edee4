package feedtest

import (
	"bytes"
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
)

// lookupServer is a server that answers the questions of a look-up.
type lookupServer struct {
	*server
	opened   atomic.Int32 // connections made so far
	listener *tap
}

// serve starts a healthy server.
func (s LookupSuite) serve(t *testing.T) *lookupServer {
	t.Helper()
	v := s.unstarted(t)
	v.Start()
	t.Cleanup(v.Close)
	return v
}

// tapped starts one that also keeps every byte it is sent.
func (s LookupSuite) tapped(t *testing.T) *lookupServer {
	t.Helper()
	v := s.unstarted(t)
	v.listener = &tap{Listener: v.Listener}
	v.Listener = v.listener
	v.Start()
	t.Cleanup(v.Close)
	return v
}

func (s LookupSuite) unstarted(t *testing.T) *lookupServer {
	t.Helper()
	v := &lookupServer{server: &server{answers: make(map[string]answer)}}
	for _, q := range s.Asks {
		v.pages = append(v.pages, q.page(t))
	}
	v.Server = httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		i := slices.IndexFunc(s.Asks, func(q Question) bool { return q.URI == r.RequestURI })
		if i < 0 {
			t.Errorf("the look-up asks for %s, which the suite does not know", r.RequestURI)
			http.NotFound(w, r)
			return
		}
		s.Asks[i].check(t, r)
		v.note(r)(w, r, v.pages[i])
	}))
	v.Config.ErrorLog = log.New(io.Discard, "", 0)
	v.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			v.opened.Add(1)
		}
	}
	return v
}

// last is the page of the look-up itself.
func (v *lookupServer) last() Page { return v.pages[len(v.pages)-1] }

// page is the answer to the question.
func (q Question) page(t *testing.T) Page {
	t.Helper()
	u, err := url.ParseRequestURI(q.URI)
	if err != nil {
		t.Fatal(err)
	}
	return Page{u.Path, q.Type, q.Body}
}

// check asks that a request carries nothing but its question: no validator
// either, by which a service could tell who asks again.
func (q Question) check(t *testing.T, r *http.Request) {
	t.Helper()
	if r.Method != http.MethodGet || r.ContentLength > 0 {
		t.Errorf("request %s with %d bytes", r.Method, r.ContentLength)
	}
	want := slices.Sorted(slices.Values(append([]string{"User-Agent", "Accept-Encoding"}, q.Header...)))
	var have []string
	for name := range r.Header {
		have = append(have, name)
	}
	slices.Sort(have)
	if !slices.Equal(have, want) {
		t.Errorf("headers %s leave, want %s", have, want)
	}
}

func (r Reply) serve(w http.ResponseWriter, _ *http.Request, _ Page) {
	if r.Type != "" {
		w.Header().Set("Content-Type", r.Type)
	}
	if r.Status != 0 {
		w.WriteHeader(r.Status)
	}
	_, _ = io.WriteString(w, r.Body)
}

// wire looks at the bytes themselves: besides the documented form, no trace of
// the value is among them.
func (s LookupSuite) wire(t *testing.T) {
	v := s.tapped(t)
	if _, err := s.ask(t, v, patient); err != nil {
		t.Fatal(err)
	}
	rest := v.listener.bytes()
	for _, q := range s.Asks {
		line := []byte("GET " + q.URI + " HTTP/1.1\r\n")
		if n := bytes.Count(rest, line); n != 1 {
			t.Errorf("%s is asked %d times", q.URI, n)
		}
		rest = bytes.Replace(rest, line, nil, 1)
	}
	s.checkSilent(t, "rest of the request", string(rest))
}

// traces are the forms in which a text may show that it is there, in lower case.
func traces(value string) map[string]string {
	lower := strings.ToLower(value)
	all := map[string]string{
		"itself":  lower,
		"escaped": strings.ToLower(url.QueryEscape(lower)),
		"base64":  strings.ToLower(base64.RawStdEncoding.EncodeToString([]byte(value))),
		"hex":     hex.EncodeToString([]byte(lower)),
	}
	if mailbox, _, _ := strings.Cut(lower, "@"); len(mailbox) > 5 { // a shorter one may stand in any word
		all["mailbox"] = mailbox
	}
	for _, text := range []string{value, lower} {
		m, o, h := md5.Sum([]byte(text)), sha1.Sum([]byte(text)), sha256.Sum256([]byte(text))
		// The first digits of a hash are enough to find the value again.
		all["MD5 of "+text] = hex.EncodeToString(m[:])[:12]
		all["SHA-1 of "+text] = hex.EncodeToString(o[:])[:12]
		all["SHA-256 of "+text] = hex.EncodeToString(h[:])[:12]
	}
	return all
}

// tap keeps what is read from connections.
type tap struct {
	net.Listener

	mu   sync.Mutex
	read bytes.Buffer
}

// Accept takes a connection and listens in.
func (l *tap) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	return &tappedConn{c, l}, err
}

func (l *tap) bytes() []byte {
	l.mu.Lock()
	defer l.mu.Unlock()
	return bytes.Clone(l.read.Bytes())
}

type tappedConn struct {
	net.Conn
	tap *tap
}

// Read keeps a copy of what it reads.
func (c *tappedConn) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	c.tap.mu.Lock()
	defer c.tap.mu.Unlock()
	c.tap.read.Write(p[:n])
	return n, err
}
