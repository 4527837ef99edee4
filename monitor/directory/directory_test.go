package directory

import (
	"math/rand/v2"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"vigie/assets"
	"vigie/assets/words"
	"vigie/monitor"
)

func load(t testing.TB, breaches ...monitor.Breach) *Directory {
	t.Helper()
	d, err := Load(assets.Directory())
	if err != nil {
		t.Fatal(err)
	}
	return d.With(breaches)
}

// The directory is shown, called and clicked on: every fact in it is of the
// kind it claims to be.
func TestLint(t *testing.T) {
	d := load(t)
	if got := len(d.entries); got < 195 {
		t.Errorf("%d organisations, want 195 or more", got)
	}
	if len(d.MailboxDomains()) == 0 || len(d.Sources()) == 0 {
		t.Error("no mailbox domains or no sources")
	}
	id := regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	phone := regexp.MustCompile(`^[0-9]{2,10}$`)
	// An address of a service, not of somebody: firstname.lastname has none of these words.
	role := regexp.MustCompile(`(?i)dpo|dpd|privacy|data|donnees|protection|libertes|feedback|questions`)
	for _, e := range d.entries {
		if !id.MatchString(e.ID) {
			t.Errorf("%s: not an id", e.ID)
		}
		for _, dom := range slices.Concat(e.Domains, e.SenderDomains) {
			if monitor.AsDomain(dom) != dom {
				t.Errorf("%s: %q is not a domain", e.ID, dom)
			}
		}
		for _, u := range []string{e.LoginURL, e.SecurityURL} {
			if u != "" && !slices.ContainsFunc(e.Domains, func(d string) bool { return below(host(t, e.ID, u), d) }) {
				t.Errorf("%s: %s is not below %v", e.ID, u, e.Domains)
			}
		}
		if e.Phone != "" && !phone.MatchString(e.Phone) {
			t.Errorf("%s: phone %q", e.ID, e.Phone)
		}
		if c := e.DPO; c != nil {
			if c.Email != "" && !role.MatchString(strings.Split(c.Email, "@")[0]) {
				t.Errorf("%s: is %s somebody’s own address?", e.ID, c.Email)
			}
			host(t, e.ID, c.Form)
		}
		if e.TwoFactor != nil {
			host(t, e.ID, e.TwoFactor.Documentation)
		}
		if e.AccountDeletion != nil {
			host(t, e.ID, e.AccountDeletion.URL)
		}
		for _, f := range e.Recalled {
			if f == "login_url" && e.LoginURL == "" || f == "security_url" && e.SecurityURL == "" || f == "phone" && e.Phone == "" {
				t.Errorf("%s: %s is recalled, and is not there", e.ID, f)
			}
		}
	}
}

// host checks that a URL is https, when there is one, and returns its host.
func host(t *testing.T, id, raw string) string {
	t.Helper()
	if raw == "" {
		return ""
	}
	u, err := url.Parse(raw)
	if err != nil || u.Scheme != "https" || u.Hostname() == "" || u.User != nil {
		t.Errorf("%s: %q is not an https address", id, raw)
		return ""
	}
	return u.Hostname()
}

func below(host, domain string) bool { return host == domain || strings.HasSuffix(host, "."+domain) }

// Two organisations under one name would make choosing one a matter of luck.
func TestNamesAreOnesOwn(t *testing.T) {
	owner := make(map[string]string)
	for _, e := range load(t).entries {
		for _, n := range append([]string{e.Name}, e.Aliases...) {
			key := monitor.NormalOrganisation(n)
			if o, taken := owner[key]; taken {
				t.Errorf("%q names both %s and %s", n, o, e.ID)
			}
			owner[key] = e.ID
		}
	}
}

func TestWords(t *testing.T) {
	d := load(t)
	for _, lang := range words.Languages() {
		w, err := words.Load(lang)
		if err != nil {
			t.Fatal(err)
		}
		var keys []string
		for _, theme := range d.Themes() {
			keys = append(keys, "directory.theme."+theme)
			if len(d.InTheme(theme)) == 0 {
				t.Errorf("nobody is in theme %s", theme)
			}
		}
		for _, r := range monitor.Relations() {
			keys = append(keys, "relation."+string(r))
		}
		for _, e := range d.entries {
			if e.TwoFactor != nil {
				for _, m := range e.TwoFactor.Methods {
					keys = append(keys, "directory.two-factor."+m)
				}
			}
			if e.AccountDeletion != nil {
				keys = append(keys, "directory.account-deletion."+e.AccountDeletion.Difficulty)
			}
		}
		for _, k := range keys {
			if !w.Has(k) {
				t.Errorf("%s: nothing under %s", lang, k)
			}
		}
	}
}

func TestLoadRefuses(t *testing.T) {
	for what, data := range map[string]string{
		"no JSON":          `{`,
		"an unknown field": `{"entries":[{"id":"a","name":"A","colour":"red"}]}`,
		"an unknown theme": `{"themes":[{"id":"t"}],"entries":[{"id":"a","name":"A","theme":"u"}]}`,
		"a relation nobody has": `{"themes":[{"id":"t"}],
			"entries":[{"id":"a","name":"A","theme":"t","relation":"fan"}]}`,
		"one id twice": `{"themes":[{"id":"t"}],"entries":[{"id":"a","name":"A","theme":"t"},{"id":"a","name":"B","theme":"t"}]}`,
		"no name":      `{"themes":[{"id":"t"}],"entries":[{"id":"a","name":"…","theme":"t"}]}`,
	} {
		if _, err := Load([]byte(data)); err == nil {
			t.Errorf("%s was accepted", what)
		}
	}
}

func breach(id, organisation string, aliases ...string) monitor.Breach {
	return monitor.Breach{ID: id, Facts: monitor.Facts{Organisation: organisation, Aliases: aliases, Status: monitor.StatusConfirmed}}
}

// A breach that knows an entry's name belongs to it: whoever chooses the entry
// is led to the breach. What no entry leads to is an entry of its own.
func TestJoin(t *testing.T) {
	withdrawn := breach("ft-0", "France Travail")
	withdrawn.Status = monitor.Withdrawn
	anyone := breach("everyone", "Une compilation")
	anyone.Criteria = []monitor.Criterion{{Relation: monitor.Anyone}}
	own := breach("serre-1", "La Serre aux Pinsons SARL", "Serre Pinsons")
	own.Domains = []string{"serre.example"}
	own.Criteria = []monitor.Criterion{{Relation: "customer"}, {Relation: "customer", AsOf: monitor.MustDate("2024")}}
	d := load(t, own, withdrawn, anyone,
		breach("ft-1", "France Travail", "Pôle emploi"),
		breach("ft-2", "France Travail (Kairos)", "FRANCE-TRAVAIL", "Kairos"),
		breach("both", "SFR et Free", "SFR", "Free"),
		breach("pinsons-2", "La serre aux pinsons", "Pinsonnière"),
		breach("orange-like", "Orangeraie"))

	for id, want := range map[string]int{"france-travail": 2, "sfr": 1, "free": 1, "la-serre-aux-pinsons-sarl": 2, "orange": 0, "orangeraie": 1} {
		e, ok := d.ByID(id)
		if !ok || e.Breaches != want {
			t.Errorf("%s: known %v with %d breaches, want %d", id, ok, e.Breaches, want)
		}
	}
	got, _ := d.ByID("la-serre-aux-pinsons-sarl")
	want := Entry{
		ID: "la-serre-aux-pinsons-sarl", Name: "La Serre aux Pinsons SARL", Aliases: []string{"Serre Pinsons"},
		Relation: "customer", Domains: []string{"serre.example"}, Breaches: 2,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("catalogue entry (-want +got):\n%s", diff)
	}
	if _, ok := d.ByID("une-compilation"); ok {
		t.Error("a compilation is offered as an organisation")
	}
	for _, text := range []string{"kairos", "Pinsonnière"} {
		if es := d.Search(text, 5); len(es) == 0 {
			t.Errorf("%q, a name of a joined breach, finds nothing", text)
		}
	}
}

// The order in which feeds came in is not a reason to find something else.
func TestOrderOfTheCatalogue(t *testing.T) {
	breaches := []monitor.Breach{
		breach("a-1", "C++"), breach("a-2", "C#"), breach("a-3", "Cé"), breach("b", "Orange", "Sosh"),
		breach("c", "Jardin d’Été"), breach("d", "Jardin d'été", "Le Jardin"),
	}
	want := load(t, breaches...)
	rapid.Check(t, func(rt *rapid.T) {
		shuffled := slices.Clone(breaches)
		seed := rapid.Uint64().Draw(rt, "seed")
		rand.New(rand.NewPCG(seed, 0)).Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		if diff := cmp.Diff(want.entries, load(t, shuffled...).entries); diff != "" {
			rt.Fatalf("another order, another directory:\n%s", diff)
		}
	})
}
