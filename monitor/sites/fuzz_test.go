package sites_test

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"testing"

	"vigie/monitor"
	"vigie/monitor/identifier"
	"vigie/monitor/sites"
)

// FuzzRead: no file brings Read down, errors hold numbers only, and what is
// read is sorted, distinct and in normal form.
func FuzzRead(f *testing.F) {
	for _, export := range exports {
		f.Add(export)
	}
	f.Add("name,url,username,password\n\"a\"b,c,d,e\n")
	f.Add("url;name;username;password\r\r\n\"https://[::1]\";;;\n,,,")
	f.Fuzz(func(t *testing.T, file string) {
		got, err := sites.Read(strings.NewReader(file))
		if err != nil {
			var p *monitor.Problem
			if !errors.As(err, &p) || p.Err != nil {
				t.Fatalf("%v is no problem of a file", err)
			}
			for name, value := range p.Args {
				if _, err := strconv.Atoi(value); err != nil {
					t.Fatalf("%s: %s is %q", p.Key, name, value)
				}
			}
			return
		}
		for i, s := range got.Sites {
			if host, ok := identifier.Hostname(s.Domain); !ok || host != s.Domain {
				t.Fatalf("%q is no normal form", s.Domain)
			}
			if i > 0 && got.Sites[i-1].Domain >= s.Domain {
				t.Fatalf("%q does not come after %q", s.Domain, got.Sites[i-1].Domain)
			}
			if s.Name != monitor.CleanText(s.Name, monitor.MaxName) || strings.Contains(s.Name, "@") {
				t.Fatalf("name %q", s.Name)
			}
		}
		if !slices.IsSortedFunc(got.Skipped, func(a, b sites.Skipped) int { return a.Line - b.Line }) {
			t.Fatal("skipped rows are not in the order of the file")
		}
	})
}
