package egress

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"syscall"
	"time"
)

// maxHeaderBytes bounds the headers of an answer.
const maxHeaderBytes = 64 << 10

// lingering bounds an HTTP/2 connection whose last stream was not quite over
// when its request closed it.
const lingering = time.Second

var (
	errAddress = errors.New("the name led to an address of another network than its own")
	errProxy   = errors.New("the proxy refused")
)

// transport makes the connection of one request.
func (c *Client) transport(u *url.URL, allowPrivate bool) *http.Transport {
	reach := isPublic
	if proxy, _ := c.config.Proxy(&http.Request{URL: u}); proxy != nil || allowPrivate {
		// It is the proxy that looks the name up. Its own address, like the one
		// that a person typed, may well be private.
		reach = func(netip.Addr) bool { return true }
	}
	if isLoopback(u.Hostname()) {
		reach = netip.Addr.IsLoopback // plain http stays on this computer whatever "localhost" means
	}
	dialer := &net.Dialer{
		Timeout:  c.config.Timeouts.Connect,
		Resolver: c.resolver,
		// Called with each address once its name is resolved, so that a name
		// cannot pass the check and then lead elsewhere.
		ControlContext: func(_ context.Context, _, address string, _ syscall.RawConn) error {
			if a, err := netip.ParseAddrPort(address); err != nil || !reach(a.Addr().Unmap()) {
				return errAddress
			}
			return nil
		},
	}
	return &http.Transport{
		Proxy:       c.config.Proxy,
		DialContext: dialer.DialContext,
		OnProxyConnectResponse: func(_ context.Context, _ *url.URL, _ *http.Request, r *http.Response) error {
			if r.StatusCode != http.StatusOK {
				return errProxy
			}
			return nil
		},
		TLSClientConfig:        &tls.Config{RootCAs: c.config.RootCAs, Time: c.config.Now},
		TLSHandshakeTimeout:    c.config.Timeouts.Connect,
		ResponseHeaderTimeout:  c.config.Timeouts.Header,
		MaxResponseHeaderBytes: maxHeaderBytes,
		IdleConnTimeout:        lingering,
		DisableCompression:     true,
		ForceAttemptHTTP2:      true, // a custom dialer would switch it off
	}
}

// sharedSpace is what carriers and VPNs number their own networks with (RFC 6598).
var sharedSpace = netip.MustParsePrefix("100.64.0.0/10")

// isPublic reports whether an address is neither of this computer nor of a
// network around it.
func isPublic(a netip.Addr) bool {
	return a.IsGlobalUnicast() && !a.IsPrivate() && !sharedSpace.Contains(a)
}
