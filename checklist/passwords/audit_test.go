package passwords

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

const strong = "abaisser-yacht-tortue-zeste-lagune-brique-crayon-omelette"

func auditor(t testing.TB, s *service) *Auditor {
	t.Helper()
	return &Auditor{
		Judge: judge(t), Source: Online{s.ranges},
		PlaceOf: func(domain string) Place {
			return map[string]Place{"mail.example": Mailbox, "bank.example": Bank, "shop.example": Shop}[domain]
		},
		LeakOf: func(domain string) (string, time.Time, bool) {
			return "old-2023", time.Date(2023, 5, 1, 0, 0, 0, 0, time.UTC), domain == "old.example"
		},
	}
}

const export = `"url","username","password","httpRealm","formActionOrigin","guid","timeCreated","timeLastUsed","timePasswordChanged"
"https://shop.example","me","azerty123",,"","{0}","1","2","1710322200000"
"https://mail.example","me","azerty123",,"","{1}","1","2","1710322200000"
"https://old.example","me","` + strong + `",,"","{2}","1","2","1600000000000"
"https://new.example","me","` + strong + `-1",,"","{3}","1","2","1710322200000"
"https://bank.example","me","",,"","{4}","1","2","1710322200000"
"https://bank.example","me","x9",,"","{5}","1","2","1710322200000"
"https://bank.example","broken"
`

func TestAudit(t *testing.T) {
	s := &service{known: map[string]int{NewSecret([]byte("azerty123")).Hash().Digits(): 1234}}
	var steps []int
	r, err := auditor(t, s).Audit(t.Context(), strings.NewReader(export), func(done, of int) { steps = append(steps, done, of) })
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range r.Entries {
		got = append(got, fmt.Sprint(e.Line, " ", e.Site, " ", e.Place, " ", e.Exposed.Count, " ", e.Reused, " ", e.Weak(), " ", e.OlderThan, " ", e.Sound()))
	}
	want := []string{
		"3 mail.example mailbox 1234 1 true  false", // before the shop: the mailbox opens all others
		"2 shop.example shop 1234 1 true  false",
		"4 old.example  0 0 false old-2023 false",
		"7 bank.example bank 0 0 true  false",
		"5 new.example  0 0 false  true",
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	if want := (Counts{Entries: 5, Exposed: 2, Reused: 2, Weak: 3, Older: 1, Sound: 1}); r.Counts() != want {
		t.Errorf("counts %+v, want %+v", r.Counts(), want)
	}
	if want := map[Excluded]int{NoPassword: 1, NotARow: 1}; !cmp.Equal(r.Excluded, want) || r.Partial || r.Format != "Firefox" {
		t.Errorf("%+v", r)
	}
	if n := len(steps); n < 2 || steps[n-2] != 5 || steps[n-1] != 5 {
		t.Errorf("progress %v", steps)
	}
}

// TestAuditIsHonest: what could not be looked up is not sound, and the report
// says that it is partial; an interruption keeps what was judged.
func TestAuditIsHonest(t *testing.T) {
	down := &service{down: func(string, int) error { return errDown }}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	for name, c := range map[string]struct {
		ctx context.Context
		s   *service
	}{"the service is down": {t.Context(), down}, "interrupted": {ended, &service{}}} {
		r, err := auditor(t, c.s).Audit(c.ctx, strings.NewReader(export), nil)
		if err != nil {
			t.Fatal(err)
		}
		counts := r.Counts()
		if !r.Partial || r.Err == nil || counts.Unchecked != 5 || counts.Sound != 0 || counts.Exposed != 0 || counts.Weak != 3 || counts.Reused != 2 {
			t.Errorf("%s: %+v, %+v", name, r.Err, counts)
		}
	}
	if _, err := auditor(t, down).Audit(t.Context(), strings.NewReader("site,secret\na,b\n"), nil); problemKey(err) != "sites.format" {
		t.Errorf("another file: %v", err)
	}
}

// TestAuditKeepsNoSecret: nothing of a password or a user name is in a report.
func TestAuditKeepsNoSecret(t *testing.T) {
	r, err := auditor(t, &service{}).Audit(t.Context(), strings.NewReader(export), nil)
	if err != nil {
		t.Fatal(err)
	}
	if text := fmt.Sprintf("%+v %#v", r, r.Entries); strings.Contains(text, "azerty") || strings.Contains(text, "tortue") || strings.Contains(text, `"me"`) {
		t.Errorf("report: %s", text)
	}
}

func BenchmarkAudit(b *testing.B) {
	var file strings.Builder
	file.WriteString("name,url,username,password,note\n")
	for i := range 10_000 {
		fmt.Fprintf(&file, "Site %d,https://site%d.example/,me,pass word %d,\n", i, i, i)
	}
	a := auditor(b, &service{})
	for b.Loop() {
		if _, err := a.Audit(b.Context(), strings.NewReader(file.String()), nil); err != nil {
			b.Fatal(err)
		}
	}
}
