package egress

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/dns/dnsmessage"

	"vigie/monitor"
)

func authority(s *httptest.Server) *x509.CertPool {
	pool := x509.NewCertPool()
	pool.AddCert(s.Certificate())
	return pool
}

func serveTLS(t *testing.T, configure func(*tls.Config)) *httptest.Server {
	t.Helper()
	s := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { data(w, "{}") }))
	s.TLS = &tls.Config{}
	s.Config.ErrorLog = log.New(io.Discard, "", 0)
	if configure != nil {
		configure(s.TLS)
	}
	s.StartTLS()
	t.Cleanup(s.Close)
	return s
}

// A secure connection that cannot be made is a certificate's fault, or the
// fault of this computer's clock.
func TestCertificates(t *testing.T) {
	s := serveTLS(t, nil)
	cert := s.Certificate()
	old := serveTLS(t, func(c *tls.Config) { c.MaxVersion = tls.VersionTLS11 })
	plain := serve(t, func(w http.ResponseWriter, r *http.Request) { data(w, "{}") })
	port := s.URL[strings.LastIndex(s.URL, ":"):]
	inside := cert.NotBefore.Add(time.Hour)
	for name, c := range map[string]struct {
		address string
		roots   *x509.CertPool
		now     time.Time
		reason  monitor.Reason
	}{
		"good":                  {s.URL, authority(s), inside, ""},
		"unknown authority":     {s.URL, x509.NewCertPool(), inside, "certificate"},
		"another name":          {"https://localhost" + port, authority(s), inside, "certificate"},
		"expired":               {s.URL, authority(s), cert.NotAfter.Add(time.Hour), "certificate"},
		"expired long ago":      {s.URL, authority(s), cert.NotAfter.Add(longExpired + time.Hour), "clock"},
		"not yet valid":         {s.URL, authority(s), cert.NotBefore.Add(-time.Hour), "clock"},
		"clock five years back": {s.URL, authority(s), cert.NotBefore.AddDate(-5, 0, 0), "clock"},
		"TLS 1.1":               {old.URL, authority(old), inside, "certificate"},
		"no TLS":                {"https" + strings.TrimPrefix(plain.URL, "http"), authority(s), inside, "certificate"},
	} {
		t.Run(name, func(t *testing.T) {
			l := &ledger{}
			client := newClient(l)
			client.config.RootCAs, client.config.Now = c.roots, func() time.Time { return c.now }
			resp, err := client.Get(t.Context(), catalogue(c.address))
			if c.reason == "" {
				if err != nil {
					t.Fatal(err)
				}
				return
			}
			e := failure(t, resp, err)
			if e.State != monitor.StateFailed || e.Reason != c.reason || l.rows[0].BytesOut != 0 {
				t.Errorf("got %v, row %+v, want %s", e, l.rows[0], c.reason)
			}
			assertSilent(t, e, c.address)
		})
	}
}

// names is a name server on this computer.
func names(t *testing.T, addresses map[string]string) *net.Resolver {
	t.Helper()
	conn, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		b := make([]byte, 512)
		for {
			n, from, err := conn.ReadFrom(b)
			if err != nil {
				return
			}
			var m dnsmessage.Message
			if m.Unpack(b[:n]) != nil || len(m.Questions) != 1 {
				continue
			}
			m.Response, m.Additionals = true, nil
			q := m.Questions[0]
			address, known := addresses[q.Name.String()]
			if !known {
				m.RCode = dnsmessage.RCodeNameError
			} else if a := netip.MustParseAddr(address); a.Is4() && q.Type == dnsmessage.TypeA {
				m.Answers = []dnsmessage.Resource{{Header: dnsmessage.ResourceHeader{Name: q.Name, Class: q.Class, TTL: 1}, Body: &dnsmessage.AResource{A: a.As4()}}}
			}
			if p, err := m.Pack(); err == nil {
				_, _ = conn.WriteTo(p, from)
			}
		}
	}()
	t.Cleanup(func() { conn.Close(); <-done })
	return &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, "udp", conn.LocalAddr().String())
	}}
}

// A public name that leads home is refused; a name the person chose is not.
func TestPrivateAddress(t *testing.T) {
	s := serveTLS(t, nil)
	port := s.URL[strings.LastIndex(s.URL, ":"):]
	for name, c := range map[string]struct {
		host   string
		allow  bool
		reason monitor.Reason
	}{
		// The certificate of httptest names example.com.
		"this computer, chosen":            {"example.com", true, ""},
		"this computer":                    {"example.com", false, "private-address"},
		"home network":                     {"home.test", false, "private-address"},
		"link local":                       {"link.test", false, "private-address"},
		"unknown name":                     {"unknown.test", false, "no-network"},
		"localhost that is somewhere else": {"localhost.test", false, "private-address"},
	} {
		t.Run(name, func(t *testing.T) {
			l := &ledger{}
			client := newClient(l)
			client.config.RootCAs, client.config.Now = authority(s), time.Now
			client.resolver = names(t, map[string]string{"example.com.": "127.0.0.1", "home.test.": "192.168.1.1",
				"link.test.": "169.254.169.254", "localhost.test.": "0.0.0.0"})
			r := catalogue("https://" + c.host + port)
			r.AllowPrivate = c.allow
			resp, err := client.Get(t.Context(), r)
			if c.reason == "" {
				if err != nil {
					t.Fatal(err)
				}
				return
			}
			e := failure(t, resp, err)
			if e.State != monitor.StateFailed || e.Reason != c.reason || l.rows[0].BytesOut != 0 {
				t.Errorf("got %v, row %+v, want %s", e, l.rows[0], c.reason)
			}
			assertSilent(t, e, c.host)
		})
	}
}

func TestIsPublic(t *testing.T) {
	for address, want := range map[string]bool{
		"1.1.1.1": true, "2606:4700::1111": true, "100.63.255.255": true,
		"127.0.0.1": false, "::1": false, "10.1.2.3": false, "172.16.0.1": false, "192.168.0.1": false, "169.254.169.254": false,
		"100.64.0.1": false, "0.0.0.0": false, "::": false, "255.255.255.255": false, "224.0.0.1": false, "ff02::1": false,
		"fe80::1": false, "fd00::1": false,
	} {
		if got := isPublic(netip.MustParseAddr(address)); got != want {
			t.Errorf("%s: public %t, want %t", address, got, want)
		}
	}
	if isPublic(netip.MustParseAddr("::ffff:10.0.0.1").Unmap()) {
		t.Error("an IPv4 address in IPv6 dress passes")
	}
}

func TestRefusedConnection(t *testing.T) {
	s := httptest.NewServer(nil)
	s.Close()
	l := &ledger{}
	resp, err := newClient(l).Get(t.Context(), catalogue(s.URL))
	if e := failure(t, resp, err); e.State != monitor.StateFailed || e.Reason != monitor.ReasonNoNetwork || l.rows[0].Outcome != "no-network" {
		t.Errorf("got %v, row %+v", e, l.rows[0])
	}
}

// proxied makes a client whose requests go through an address, as the
// environment would say, except those to this computer.
func proxied(l *ledger, proxy string) *Client {
	client := newClient(l)
	client.config.Proxy = func(r *http.Request) (*url.URL, error) {
		if isLoopback(r.URL.Hostname()) {
			return nil, nil
		}
		return url.Parse(proxy)
	}
	return client
}

// A proxy on the home network is used; one that refuses or is away is named as
// the reason.
func TestProxy(t *testing.T) {
	feed := serveTLS(t, nil)
	tunnel := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodConnect || r.Host != "example.com:443" {
			t.Errorf("the proxy was asked %s %s", r.Method, r.Host)
		}
		there, err := net.Dial("tcp", strings.TrimPrefix(feed.URL, "https://"))
		if err != nil {
			t.Error(err)
			return
		}
		here, _, err := http.NewResponseController(w).Hijack()
		if err != nil {
			t.Error(err)
			return
		}
		_, _ = here.Write([]byte("HTTP/1.1 200 OK\r\n\r\n"))
		join(here, there)
	})
	l := &ledger{}
	client := proxied(l, tunnel.URL)
	client.config.RootCAs, client.config.Now = authority(feed), time.Now
	if _, err := client.Get(t.Context(), catalogue("https://example.com/breaches")); err != nil {
		t.Error(err)
	}
	if _, err := client.Get(t.Context(), catalogue(feed.URL)); err != nil {
		t.Errorf("loopback went through the proxy: %v", err)
	}

	refuses := serve(t, func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(http.StatusProxyAuthRequired) })
	resp, err := proxied(l, refuses.URL).Get(t.Context(), catalogue("https://example.com/breaches"))
	if e := failure(t, resp, err); e.State != monitor.StateBlocked || e.Reason != monitor.ReasonProxy {
		t.Errorf("refused: %v", e)
	}
	away := httptest.NewServer(nil)
	away.Close()
	resp, err = proxied(l, away.URL).Get(t.Context(), catalogue("https://example.com/breaches"))
	if e := failure(t, resp, err); e.State != monitor.StateFailed || e.Reason != monitor.ReasonProxy {
		t.Errorf("away: %v", e)
	}
}

// join copies both ways until one side is done.
func join(a, b net.Conn) {
	done := make(chan bool, 2)
	for _, pair := range [][2]net.Conn{{a, b}, {b, a}} {
		go func() {
			buffer := make([]byte, 4096)
			for {
				n, err := pair[0].Read(buffer)
				if err != nil {
					break
				}
				if _, err := pair[1].Write(buffer[:n]); err != nil {
					break
				}
			}
			done <- true
		}()
	}
	<-done
	a.Close()
	b.Close()
	<-done
}

func TestProxyIsNamed(t *testing.T) {
	client := proxied(&ledger{}, "http://claire:secret@proxy.example:3128")
	for address, want := range map[string]string{
		"https://haveibeenpwned.com/api/v3": "proxy.example:3128",
		"http://127.0.0.1:8080/":            "",
		"https://%zz":                       "",
	} {
		if got := client.Proxy(address); got != want {
			t.Errorf("Proxy(%q) = %q, want %q", address, got, want)
		}
	}
}
