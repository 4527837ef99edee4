//go:build e2e && linux

package endtoend

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"hash/fnv"
	"io"
	"log"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// internet is every feed, on this computer: a server with a port of its own for
// each, all of them with certificates of one authority that nobody else knows.
type internet struct {
	t         testing.TB
	authority string // path of its certificate, for SSL_CERT_FILE
	servers   map[string]*server
}

// server plays one feed, over TLS, and keeps every byte it is sent.
type server struct {
	url string

	mu       sync.Mutex
	pages    map[string]page // by path
	received bytes.Buffer    // as decrypted, connection after connection
	answers  []string        // the status of each, in order
	sizes    []int           // bytes that each connection which is over brought, TLS and all
	held     chan struct{}   // no answer before it is closed; nil: at once
}

// page is what a path answers. A healthy page has status 0 and answers 304 to
// whoever has it already.
type page struct {
	body   string
	kind   string // its media type
	status int
	header http.Header
	stamps stamps
}

// stamps are the validators that a page is sent with.
type stamps int

const (
	tagged stamps = 1 << iota // an entity tag
	dated                     // the date of the last change
)

// newInternet starts every feed, with its healthy pages.
func newInternet(t testing.TB) *internet {
	t.Helper()
	certificate, authority := authority(t)
	n := &internet{t: t, authority: authority, servers: make(map[string]*server)}
	for feed, pages := range healthy(t) {
		n.servers[feed] = startServer(t, certificate, pages)
	}
	return n
}

func startServer(t testing.TB, certificate tls.Certificate, pages map[string]page) *server {
	t.Helper()
	s := &server{pages: pages}
	h := httptest.NewUnstartedServer(s)
	h.Config.ErrorLog = log.New(io.Discard, "", 0)
	// HTTP/1.1 alone: what HTTP/2 sends cannot be searched for words.
	h.Listener = &recorder{tls.NewListener(&scales{h.Listener, s}, &tls.Config{Certificates: []tls.Certificate{certificate}}), s}
	h.Start()
	t.Cleanup(h.Close)
	s.url = "https://" + h.Listener.Addr().String()
	return s
}

// authority makes a certificate for this computer that vouches for itself, and
// writes it where programs look for authorities.
func authority(t testing.TB) (tls.Certificate, string) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	now := time.Now()
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), NotBefore: now.Add(-time.Hour), NotAfter: now.Add(24 * time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true,
		KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "authority.pem")
	if err := os.WriteFile(path, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), 0o600); err != nil {
		t.Fatal(err)
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, path
}

// recorder keeps what is read from connections.
type recorder struct {
	net.Listener
	server *server
}

func (r *recorder) Accept() (net.Conn, error) {
	conn, err := r.Listener.Accept()
	return &recorded{conn, r.server}, err
}

type recorded struct {
	net.Conn
	server *server
}

func (r *recorded) Read(p []byte) (int, error) {
	n, err := r.Conn.Read(p)
	r.server.mu.Lock()
	defer r.server.mu.Unlock()
	r.server.received.Write(p[:n])
	return n, err
}

// scales weigh what comes on each connection, as it comes over the wire.
type scales struct {
	net.Listener
	server *server
}

func (w *scales) Accept() (net.Conn, error) {
	conn, err := w.Listener.Accept()
	return &weighed{Conn: conn, server: w.server}, err
}

type weighed struct {
	net.Conn
	server *server
	bytes  atomic.Int64
	over   sync.Once
}

func (w *weighed) Read(p []byte) (int, error) {
	n, err := w.Conn.Read(p)
	w.bytes.Add(int64(n))
	return n, err
}

func (w *weighed) Close() error {
	w.over.Do(func() {
		w.server.mu.Lock()
		defer w.server.mu.Unlock()
		w.server.sizes = append(w.server.sizes, int(w.bytes.Load()))
	})
	return w.Conn.Close()
}

func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	p := s.answer(r)
	if s.held != nil {
		select {
		case <-s.held:
		case <-r.Context().Done():
		}
	}
	for name, values := range p.header {
		w.Header()[name] = values
	}
	w.Header().Set("Content-Type", p.kind)
	if p.stamps&tagged != 0 {
		w.Header().Set("ETag", p.tag())
	}
	if p.stamps&dated != 0 {
		w.Header().Set("Last-Modified", lastModified)
	}
	w.WriteHeader(p.status)
	if p.status != http.StatusNotModified {
		_, _ = io.WriteString(w, p.body)
	}
}

// answer is the page that a request gets, with its status.
func (s *server) answer(r *http.Request) page {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, ok := s.pages[r.URL.Path]
	if prefix, isRange := strings.CutPrefix(r.URL.Path, "/range/"); isRange {
		p, ok = rangePage(prefix, r.Header.Get("Add-Padding") != ""), true
	}
	switch {
	case !ok:
		p.status = http.StatusNotFound
	case p.status == 0 && p.known(r):
		p.status = http.StatusNotModified
	case p.status == 0:
		p.status = http.StatusOK
	}
	s.answers = append(s.answers, strconv.Itoa(p.status))
	return p
}

const lastModified = "Sat, 01 Aug 2026 08:00:00 GMT"

func (p page) tag() string {
	h := fnv.New64a()
	_, _ = io.WriteString(h, p.body)
	return fmt.Sprintf(`"%x"`, h.Sum64())
}

// known reports whether a request names the very page.
func (p page) known(r *http.Request) bool {
	return p.stamps&tagged != 0 && r.Header.Get("If-None-Match") == p.tag() ||
		p.stamps == dated && r.Header.Get("If-Modified-Since") == lastModified
}

// page is what a path answers.
func (n *internet) page(feed, path string) page {
	n.t.Helper()
	s := n.servers[feed]
	s.mu.Lock()
	defer s.mu.Unlock()
	p, ok := s.pages[path]
	if !ok {
		n.t.Fatalf("%s has no %s", feed, path)
	}
	return p
}

// set changes what a path answers from now on.
func (n *internet) set(feed, path string, change func(*page)) {
	n.t.Helper()
	p := n.page(feed, path)
	change(&p)
	s := n.servers[feed]
	s.mu.Lock()
	defer s.mu.Unlock()
	s.pages[path] = p
}

// exchange is what one feed was sent.
type exchange struct {
	received string
	answers  []string // the status of each, in order
}

// take gives what every feed was sent since the last time.
func (n *internet) take() map[string]exchange {
	all := make(map[string]exchange)
	for feed, s := range n.servers {
		s.mu.Lock()
		if len(s.answers) > 0 {
			all[feed] = exchange{s.received.String(), s.answers}
		}
		s.received.Reset()
		s.answers = nil
		s.mu.Unlock()
	}
	return all
}

// hosts are the addresses of the feeds.
func (n *internet) hosts() (hosts []string) {
	for _, s := range n.servers {
		hosts = append(hosts, strings.TrimPrefix(s.url, "https://"))
	}
	slices.Sort(hosts)
	return hosts
}

// feedsFile is the feeds.toml that leads to this internet.
func (n *internet) feedsFile() string {
	var b strings.Builder
	for feed, s := range n.servers {
		fmt.Fprintf(&b, "[feed.%s]\nurl = %q\n", feed, s.url+bases[feed])
	}
	return b.String()
}

// trust is the environment in which the internet's certificates are believed.
func (n *internet) trust() []string {
	return []string{"SSL_CERT_FILE=" + n.authority, "SSL_CERT_DIR=" + filepath.Dir(n.authority)}
}
