package identifier_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"vigie/monitor/identifier"
)

// TestHostname: whatever goes in, what comes out is a host name of RFC 1123
// that stands for itself.
func TestHostname(t *testing.T) {
	nearly := rapid.StringMatching(`([a-zA-Z0-9é。ß_-]{0,6}[.。]){0,3}(xn--)?[a-z0-9é-]{0,6}\.?`)
	rapid.Check(t, func(t *rapid.T) {
		typed := rapid.OneOf(nearly, rapid.String(), rapid.Map(rapid.SliceOf(rapid.Byte()), func(b []byte) string { return string(b) + ".example.org" })).Draw(t, "typed")
		host, ok := identifier.Hostname(typed)
		if !ok {
			return
		}
		if strings.Trim(host, "abcdefghijklmnopqrstuvwxyz0123456789.-") != "" || len(host) > 253 {
			t.Errorf("%q becomes %q", typed, host)
		}
		for _, label := range strings.Split(host, ".") {
			if len(label) < 1 || len(label) > 63 || strings.HasPrefix(label, "-") || strings.HasSuffix(label, "-") {
				t.Errorf("%q has the label %q", typed, label)
			}
		}
		if again, ok := identifier.Hostname(host); !ok || again != host {
			t.Errorf("%q becomes %q, which becomes %q, %v", typed, host, again, ok)
		}
	})
}
