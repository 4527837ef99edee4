//go:build e2e && linux

package endtoend

import (
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// live has the session say everything a household can say, and see everything
// there is to see. It returns all that was printed.
func (s *session) live(n *internet) (printed []byte) {
	s.t.Helper()
	do := func(status int, typed string, args ...string) result {
		s.t.Helper()
		r := s.must(command{args: args, typed: typed, env: n.trust()}, status)
		printed = append(printed, r.out+r.err...)
		return r
	}
	for i, name := range household {
		do(done, "", "person", "add", name, "--role", []string{"adult", "helped"}[i])
	}
	zephyrinelle, rocambolesque := household[0], household[1]
	ids := make(map[string]string)
	for _, i := range identifiers {
		r := do(done, i.text, "identifier", "add", "--person", zephyrinelle, "--kind", i.kind, "--json")
		ids[i.kind] = read[identifier](s, r).ID
	}
	do(done, apiKey, "key", "set", "hibp")

	do(done, "", "affiliation", "add", "--person", zephyrinelle, "--organisation", "Pole Emploi", "--relation", "jobseeker", "--from", "2011", "--to", "2013")
	do(done, "", "affiliation", "add", "--person", zephyrinelle, "--organisation", "Adobe", "--current")
	do(done, "", "affiliation", "add", "--person", rocambolesque, "--organisation", freeName)
	do(done, "", "affiliation", "import", "--person", rocambolesque, s.exported())
	do(done, "", "answer", "france-travail-kairos-2025", "--person", zephyrinelle, "--question", "1.via", "yes")
	do(done, "", "answer", "france-travail-2024", "--person", zephyrinelle, "notice-received")
	do(done, "", "consent", "grant", "--feed", "leakcheck", "--identifier", ids["email"])
	do(done, "", "consent", "grant", "--feed", "hudsonrock", "--identifier", ids["username"])
	do(done, "", "consent", "revoke", "--feed", "hudsonrock", "--identifier", ids["username"])
	do(done, "", "feeds", "enable", "xposedornot")

	// Refusals, which may repeat nothing either.
	for _, kind := range []string{"nir", "iban", "email", "birth-date"} {
		do(usage, "x"+exportedPassword, "identifier", "add", "--person", zephyrinelle, "--kind", kind)
	}
	do(problem, identifiers[0].text, "identifier", "add", "--person", zephyrinelle, "--kind", "email") // twice

	s.checkAll(n, do)
	for _, lang := range []string{"fr", "en"} {
		s.readAll(lang, do)
	}
	return printed
}

// exported is a password manager's export, outside of what is searched: it is
// the person's own file.
func (s *session) exported() string {
	s.t.Helper()
	path := filepath.Join(s.t.TempDir(), "export.csv")
	if err := os.WriteFile(path, []byte(export), 0o600); err != nil {
		s.t.Fatal(err)
	}
	return path
}

// checkAll reads the feeds twice, the second time with every kind of answer.
func (s *session) checkAll(n *internet, do func(status int, typed string, args ...string) result) {
	s.t.Helper()
	first := read[checked](s, do(news, "", "check", "--json"))
	for _, feed := range []string{"hibp", "bonjourlafuite", "frenchbreaches", "fuitesinfos", "cnil", "xposedornot"} {
		first.expect(s.t, feed, "ok")
	}
	n.set("frenchbreaches", "/feed.xml", func(p *page) { p.status = http.StatusInternalServerError })
	n.set("fuitesinfos", "/registre.jsonl", func(p *page) { p.status = http.StatusForbidden })
	n.set("cnil", "/feed.xml", func(p *page) { p.body = rss() })
	n.set("xposedornot", "/v1/breaches", func(p *page) {
		p.status, p.header = http.StatusTooManyRequests, http.Header{"Retry-After": {"120"}}
	})
	second := read[checked](s, do(incomplete, "", "check", "--json"))
	for feed, state := range map[string]string{"hibp": "unchanged", "bonjourlafuite": "unchanged",
		"frenchbreaches": "failed", "fuitesinfos": "blocked", "cnil": "held", "xposedornot": "blocked", "pwnedpasswords": "off"} {
		second.expect(s.t, feed, state)
	}
}

// expect fails unless a feed is in a state.
func (c checked) expect(t testing.TB, feed, state string) {
	t.Helper()
	i := slices.IndexFunc(c.Feeds, func(f feedState) bool { return f.Name == feed })
	if i < 0 || c.Feeds[i].State != state {
		t.Errorf("%s is not %s: %+v", feed, state, c.Feeds)
	}
}

// readAll shows everything there is to see, in words and as documents.
func (s *session) readAll(lang string, do func(status int, typed string, args ...string) result) {
	s.t.Helper()
	for _, args := range []string{
		"person list", "identifier list", "affiliation list", "consent list", "findings", "exposure", "breach show france-travail-2024",
		"feeds list", "ledger", "status", "files", "organisation search exemple", "--offline findings", "doctor",
	} {
		for _, more := range [][]string{nil, {"--json"}} {
			r := do(done, "", append(append(strings.Fields(args), "--lang", lang), more...)...)
			if r.out == "" || strings.Contains(r.out+r.err, "⟨") {
				s.t.Errorf("without words: %v", r)
			}
		}
	}
}
