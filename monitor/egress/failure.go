package egress

import (
	"compress/flate"
	"compress/gzip"
	"context"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"syscall"
	"time"

	"vigie/monitor"
)

// connectionFailure says why no answer came. net/http's own errors quote names,
// addresses and what the server sent: only their kind is kept.
func (x *exchange) connectionFailure(ctx, within context.Context, err error) *monitor.FetchError {
	var dns *net.DNSError
	var op *net.OpError
	errors.As(err, &op)
	switch {
	case within.Err() != nil:
		return ended(ctx)
	case errors.Is(err, errProxy):
		return blocked(monitor.ReasonProxy, errProxy)
	case errors.Is(err, errAddress):
		return failed(monitor.ReasonPrivateAddress, errAddress)
	case op != nil && (op.Op == "proxyconnect" || op.Op == "socks connect"):
		return failed(monitor.ReasonProxy, cause(err))
	case isTimeout(err):
		return failed(monitor.ReasonTimeout, context.DeadlineExceeded)
	case errors.As(err, &dns), op != nil && op.Op == "dial":
		return failed(monitor.ReasonNoNetwork, cause(err))
	case x.tlsFailed.Load() && !isBroken(err):
		return certificateFailure(err, x.client.Now())
	}
	// Headers that make no sense too: net/http does not tell them from a line
	// that was cut.
	return failed(monitor.ReasonInterrupted, cause(err))
}

// ended is the failure of a request whose time is over, or that was given up.
func ended(ctx context.Context) *monitor.FetchError {
	if errors.Is(ctx.Err(), context.Canceled) {
		return failed(monitor.ReasonInterrupted, context.Canceled)
	}
	return failed(monitor.ReasonTimeout, context.DeadlineExceeded)
}

func isTimeout(err error) bool {
	var t net.Error
	return errors.As(err, &t) && t.Timeout()
}

// isBroken reports whether the other side hung up.
func isBroken(err error) bool {
	return errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) ||
		errors.Is(err, syscall.ECONNRESET) || errors.Is(err, syscall.EPIPE)
}

// cause is the part of an error that names nobody: "connection refused".
func cause(err error) error {
	var errno syscall.Errno
	switch {
	case errors.As(err, &errno):
		return errno
	case isBroken(err):
		return io.ErrUnexpectedEOF
	}
	return nil
}

// longExpired is past any negligence: a certificate that ended longer ago than
// this shows a computer whose clock is ahead.
const longExpired = 30 * 24 * time.Hour

// certificateFailure tells a certificate that cannot be trusted from one that
// only looks so because this computer's clock is wrong.
func certificateFailure(err error, now time.Time) *monitor.FetchError {
	var invalid x509.CertificateInvalidError
	var name x509.HostnameError
	var unknown x509.UnknownAuthorityError
	switch {
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		if now.Before(invalid.Cert.NotBefore) || now.Sub(invalid.Cert.NotAfter) > longExpired {
			return failed(monitor.ReasonClock, errors.New("certificate of another time"))
		}
		return failed(monitor.ReasonCertificate, errors.New("certificate expired"))
	case errors.As(err, &name):
		return failed(monitor.ReasonCertificate, errors.New("certificate of another name"))
	case errors.As(err, &unknown):
		return failed(monitor.ReasonCertificate, errors.New("certificate of an unknown authority"))
	}
	return failed(monitor.ReasonCertificate, errors.New("no secure connection"))
}

// statusFailure judges an answer by its status alone. Status is set: it is what
// decided.
func statusFailure(resp *http.Response, keyed bool, now time.Time) *monitor.FetchError {
	var e *monitor.FetchError
	switch code := resp.StatusCode; {
	case code == http.StatusUnauthorized && keyed:
		e = blocked(monitor.ReasonKeyRefused, nil)
	case code == http.StatusUnauthorized, code == http.StatusForbidden:
		e = blocked(monitor.ReasonRefused, nil)
	case code == http.StatusProxyAuthRequired:
		e = blocked(monitor.ReasonProxy, nil)
	case code == http.StatusTooManyRequests:
		e = blocked(monitor.ReasonRateLimited, nil)
	case code == http.StatusNetworkAuthenticationRequired:
		e = blocked(monitor.ReasonSignIn, nil)
	case code >= 500:
		e = failed(monitor.ReasonServer, nil)
	case code >= 300 && code < 400 && code != http.StatusNotModified:
		e = failed(monitor.ReasonRedirect, nil)
	default:
		e = failed(monitor.ReasonStatus, nil)
	}
	e.Status = resp.StatusCode
	if code := resp.StatusCode; code == http.StatusTooManyRequests || code >= 500 {
		e.RetryAt = retryAt(resp.Header, now)
	}
	return e
}

// The bounds of a wait that a server may ask for.
const (
	minWait = time.Second
	maxWait = 24 * time.Hour
)

// retryAt reads Retry-After (RFC 9110, section 10.2.3): whole seconds, or a
// date, which counts from the server's own clock if it tells it. The longest
// wins where several are given; the zero time where none can be used.
func retryAt(h http.Header, now time.Time) time.Time {
	served, err := http.ParseTime(h.Get("Date"))
	if err != nil {
		served = now
	}
	var wait time.Duration
	for _, v := range h.Values("Retry-After") {
		if t, err := http.ParseTime(v); err == nil {
			wait = max(wait, min(max(t.Sub(served), minWait), maxWait))
		} else if v != "" && strings.Trim(v, "0123456789") == "" {
			n, err := strconv.ParseInt(v, 10, 64)
			if err != nil || n > int64(maxWait/time.Second) {
				n = int64(maxWait / time.Second)
			}
			wait = max(wait, time.Duration(n)*time.Second, minWait)
		}
	}
	if wait == 0 {
		return time.Time{}
	}
	return now.Add(wait).UTC()
}

// bodyFailure says why a body could not be taken.
func bodyFailure(ctx, within context.Context, err error) *monitor.FetchError {
	var corrupt flate.CorruptInputError
	switch {
	case errors.Is(err, errTooLarge):
		return failed(monitor.ReasonTooLarge, err)
	case within.Err() != nil:
		return ended(ctx)
	case errors.Is(err, errEncoding), errors.Is(err, gzip.ErrHeader), errors.Is(err, gzip.ErrChecksum), errors.As(err, &corrupt):
		return failed(monitor.ReasonNotUnderstood, errEncoding)
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		return failed(monitor.ReasonTruncated, io.ErrUnexpectedEOF)
	}
	return failed(monitor.ReasonInterrupted, cause(err))
}
