package checklist

import (
	"fmt"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/pelletier/go-toml/v2"

	"vigie/assets"
	"vigie/assets/words"
	"vigie/monitor"
	"vigie/monitor/directory"
)

// Every class of the vocabulary has advice, its own or its group's, in both
// languages, with a source and the day on which it was read.
func TestEveryClassHasAdvice(t *testing.T) {
	a := advice(t)
	speakers := map[string]*Speaker{"fr": speaker(t, "fr"), "en": speaker(t, "en")}
	direct, through := 0, 0
	for _, info := range classes(t).All() {
		topic := a.Topic(info.Name)
		if _, own := a.byClass[strings.ToLower(string(info.Name))]; own {
			direct++
		} else if through++; a.topics[a.byGroup[info.Group]].ID != topic.ID {
			t.Errorf("%s has the advice %q, which is neither its own nor that of its group %q", info.Name, topic.ID, info.Group)
		}
		if topic.Source.URL == "" || topic.Source.Reviewed.IsZero() {
			t.Errorf("%s: advice %q has no source or no date", info.Name, topic.ID)
		}
		for lang, s := range speakers {
			text := s.Topic(topic)
			if text.Allows == "" || text.Lasts == "" || strings.Contains(fmt.Sprint(text), "⟨") {
				t.Errorf("%s: %s: %+v", lang, info.Name, text)
			}
		}
	}
	t.Logf("%d classes have advice of their own, %d that of their group", direct, through)
	if got := a.Topic("Favourite colours").ID; got != "other" {
		t.Errorf("a class nobody has named yet has the advice %q", got)
	}
}

// The eight points of the CNIL's advice of March 2024 all stand as steps, each
// account on its own.
func TestEightPoints(t *testing.T) {
	want := map[string][]string{
		"C1": {"watch-messages"},
		"C2": {"never-share-secrets"},
		"C3": {"go-direct"},
		"C4": {"check-accounts.bank", "check-accounts.mailbox", "check-accounts.ameli", "check-accounts.impots",
			"check-accounts.franceconnect", "check-accounts.france-travail", "check-accounts.shops"},
		"C5": {"identity-advice", "complaint"},
		"C6": {"passwords.mailbox", "passwords.bank", "passwords.impots", "passwords.shops"},
		"C7": {"combine"},
		"C8": {"official-never-asks"},
	}
	got := make(map[string][]string)
	for _, s := range advice(t).steps {
		if s.Point != "" {
			got[s.Point] = append(got[s.Point], s.key())
		}
	}
	for point, steps := range want {
		for _, key := range steps {
			if !slices.Contains(got[point], key) {
				t.Errorf("%s: %s is missing among %q", point, key, got[point])
			}
		}
	}
	if points := slices.Sorted(maps.Keys(got)); len(points) != len(want) {
		t.Errorf("points %q", points)
	}
}

// What the advice was asked to cover, by the kind of data that leaked.
func TestListedDataHasItsSteps(t *testing.T) {
	for _, c := range []struct {
		what   string
		leaked []monitor.Class
		stored string // how passwords were, if some leaked
		want   []string
	}{
		{"NIR", []monitor.Class{nir}, "", []string{"secure-ameli", "check-accounts.ameli", "check-accounts.franceconnect", "check-accounts.mon-compte-formation", "ficoba", "ficp-fcc", "complaint"}},
		{"NIR and date of birth", []monitor.Class{nir, birth}, "", []string{"ficoba", "check-accounts.ameli"}},
		{"IBAN", []monitor.Class{iban}, "", []string{"bank-creditors", "bank-lists", "bank-dispute", "check-accounts.bank"}},
		{"IBAN, name and phone", []monitor.Class{iban, name, phone}, "", []string{"bank-adviser", "bank-creditors", "secure-operator"}},
		{"identity document", []monitor.Class{"Government issued IDs"}, "", []string{"document-bank", "document-erase", "document-renew", "watermark", "ficoba", "ficp-fcc", "complaint"}},
		{"card", []monitor.Class{card}, "", []string{"card-block", "card-dispute", "check-accounts.bank"}},
		{"health", []monitor.Class{"Personal health data"}, "", []string{"blackmail", "check-accounts.ameli", "check-accounts.mon-espace-sante", "complaint"}},
		{"password, plain", []monitor.Class{monitor.ClassPasswords}, "plain text", []string{"password-change", "password-reuse", "check-accounts.mailbox"}},
		{"password, weak hash", []monitor.Class{monitor.ClassPasswords}, "MD5", []string{"password-change", "password-reuse"}},
		{"password, strong hash", []monitor.Class{monitor.ClassPasswords}, "bcrypt", []string{"password-change", "password-reuse"}},
		{"France Travail identifier", []monitor.Class{"Public service identifiers"}, "", []string{"check-accounts.france-travail", "check-accounts.franceconnect"}},
		{"phone", []monitor.Class{phone}, "", []string{"secure-operator", "check-accounts.operator"}},
		{"postal address", []monitor.Class{"Physical addresses"}, "", []string{"check-address"}},
		{"firearms and address", []monitor.Class{"Firearm ownership", name, "Physical addresses"}, "", []string{"visitors"}},
	} {
		f := found("adult", "leak", "2026-11-20", c.leaked...)
		f.Organisation = "France Travail"
		known := monitor.NewCatalogue([]monitor.Breach{{ID: "leak", Facts: monitor.Facts{Passwords: c.stored}}})
		p := advice(t).Plan(Input{Household: home(), Catalogue: known, Findings: []monitor.Finding{f}, Today: day("2026-11-22")})
		for _, key := range c.want {
			if a, there := find(p, key); !there || a.Breaches[0] != "leak" {
				t.Errorf("%s: %s is missing", c.what, key)
			}
		}
	}
	minor := plan(t, "2026-11-22", found("child", "club", "2026-11-20", name))
	for _, key := range []string{"family-word", "child-papers", "ficoba-child", "child-help"} {
		must(t, minor, key)
	}
}

// Every step has an actor for every role, a duration, a source that can be
// opened, and official addresses that are https and in the directory.
func TestEveryStepIsComplete(t *testing.T) {
	a := advice(t)
	d, err := directory.Load(assets.Directory())
	if err != nil {
		t.Fatal(err)
	}
	for i := range a.steps {
		s := &a.steps[i]
		for _, r := range monitor.Roles() {
			if s.actors[r] == "" {
				t.Errorf("%s: nobody does it for a person with role %s", s.key(), r)
			}
		}
		if s.Minutes < 1 || s.Minutes > 120 {
			t.Errorf("%s takes %d minutes", s.key(), s.Minutes)
		}
		if !strings.HasPrefix(s.source.URL, "https://") || s.source.Reviewed.IsZero() {
			t.Errorf("%s: source %+v", s.key(), s.source)
		}
		everyone := slices.Collect(maps.Values(a.directory.byID))
		for _, l := range a.directory.links(s, everyone, func() []*directory.Entry { return everyone }) {
			e, ok := d.ByID(l.ID)
			if !ok || l.URL != "" && (!strings.HasPrefix(l.URL, "https://") || l.URL != e.LoginURL && l.URL != e.SecurityURL) || l.Phone != "" && l.Phone != e.Phone {
				t.Errorf("%s links to %+v, which the directory does not have so", s.key(), l)
			}
			recalled := e.Unverified || l.URL != "" && l.URL == e.LoginURL && slices.Contains(e.Recalled, "login_url") || l.Phone != "" && slices.Contains(e.Recalled, "phone")
			if recalled && l.Mark != Memory {
				t.Errorf("%s: that %s was recalled is not said", s.key(), l.ID)
			}
		}
		if len(s.Official) > 0 && !strings.HasPrefix(s.Official[0], "@") && len(a.directory.links(s, nil, func() []*directory.Entry { return nil })) == 0 {
			t.Errorf("%s has nowhere to go", s.key())
		}
	}
}

// A step that nothing calls for would never be seen.
func TestEveryStepIsCalledFor(t *testing.T) {
	a := advice(t)
	called := make(map[int]bool)
	for _, x := range a.topics {
		for _, c := range x.list {
			called[c.step] = true
		}
	}
	for i := range a.steps {
		if !called[i] {
			t.Errorf("%s stands in no topic", a.steps[i].key())
		}
	}
}

// What was not read in a source says so wherever it is shown.
func TestWhatIsRecalledSaysSo(t *testing.T) {
	a := advice(t)
	says := map[string][2]string{"fr": {"mémoire", "Proposition"}, "en": {"memory", "proposal"}}
	for _, lang := range words.Languages() {
		s := speaker(t, lang)
		check := func(what string, m Mark, shown string) {
			if m == Memory && !strings.Contains(shown, says[lang][0]) || m == Proposal && !strings.Contains(shown, says[lang][1]) {
				t.Errorf("%s: %s is marked %s, yet shown as %q", lang, what, m, shown)
			}
		}
		for i := range a.steps {
			x := &a.steps[i]
			text := s.Action(Action{Step: x.ID, Account: x.Account, State: ToDo, Actor: ActorPerson, Source: x.source, Mark: x.Mark, Recalled: x.Recalled, Laws: x.laws}, Names{})
			check(x.key(), x.Mark, text.Source)
			for j, l := range x.laws {
				check(l.ID, l.Mark, text.Laws[j])
			}
			for _, part := range x.Recalled {
				shown := text.Why
				if n := 0; part != "why" {
					if _, err := fmt.Sscanf(part, "how.%d", &n); err != nil || n < 1 || n > len(text.How) {
						t.Fatalf("%s: no part is called %q", x.key(), part)
					}
					shown = text.How[n-1]
				}
				check(x.key()+" "+part, Memory, shown)
			}
		}
		for i := range a.topics {
			x := &a.topics[i]
			text := s.Topic(Topic{ID: x.ID, Lasts: x.Lasts, Source: x.source, Mark: x.Mark, Recalled: x.Recalled, Laws: x.laws})
			check(x.ID, x.Mark, text.Source)
			for _, part := range x.Recalled {
				check(x.ID+" "+part, Memory, map[string]string{"allows": text.Allows, "calm": text.Calm}[part])
			}
		}
		for i := range a.combos {
			x := &a.combos[i]
			check(x.ID, x.Mark, s.Piece(Piece{ID: x.ID, Source: x.source, Mark: x.Mark}, Names{}).Source)
		}
		check("link", Memory, s.Link(Link{Label: "x", Mark: Memory}))
	}
}

// sentences are the texts of an area as they were written, by key.
func sentences(t *testing.T, lang, area string) map[string]string {
	t.Helper()
	data, err := os.ReadFile("../assets/words/" + lang + "/" + area)
	if err != nil {
		t.Fatal(err)
	}
	var raw map[string]any
	if err := toml.Unmarshal(data, &raw); err != nil {
		t.Fatal(err)
	}
	texts := make(map[string]string)
	for key, v := range raw {
		switch v := v.(type) {
		case string:
			texts[key] = v
		case map[string]any:
			for form, text := range v {
				texts[key+" "+form] = fmt.Sprint(text)
			}
		}
	}
	return texts
}

// Plain words: short sentences, nothing that frightens or blames.
func TestWordsArePlain(t *testing.T) {
	const most = 20 // words in a sentence
	ends := regexp.MustCompile(`[.?](?:\s|$)`)
	forbidden := regexp.MustCompile(`(?i)dark ?web|hack|\bpirat|cybercrim|!|vous êtes protégé|you are protected|victime|victim|catastroph|urgent(?:e|ly)? ?:`)
	for _, lang := range words.Languages() {
		for _, area := range []string{"advice.toml", "plan.toml"} {
			for key, text := range sentences(t, lang, area) {
				for _, s := range ends.Split(text, -1) {
					if n := len(strings.Fields(s)); n > most {
						t.Errorf("%s: %s has a sentence of %d words: %q", lang, key, n, s)
					}
				}
				if word := forbidden.FindString(text); word != "" {
					t.Errorf("%s: %s says %q", lang, key, word)
				}
			}
		}
	}
}

// No sentence is left over, and none is missing.
func TestWordsBelongToSteps(t *testing.T) {
	a := advice(t)
	known := make(map[string]bool)
	for i := range a.steps {
		known["advice."+a.steps[i].key()] = true
		if l := a.steps[i].Line; l != "" {
			known["advice.line."+l] = true
		}
	}
	for _, x := range a.topics {
		known["advice.topic."+x.ID] = true
	}
	for _, x := range a.combos {
		known["advice.together."+x.ID] = true
	}
	cited := make(map[string]bool)
	for i := range a.steps {
		cite(cited, a.steps[i].laws)
	}
	for i := range a.topics {
		cite(cited, a.topics[i].laws)
	}
	for i := range a.combos {
		cite(cited, a.combos[i].laws)
	}
	part := regexp.MustCompile(`\.(title|why|how\.\d+|allows|calm)$`)
	for _, lang := range words.Languages() {
		texts := sentences(t, lang, "advice.toml")
		for key := range texts {
			if base := part.ReplaceAllString(key, ""); strings.HasPrefix(key, "advice.") && !strings.HasPrefix(key, "advice.lasts.") && !known[base] {
				t.Errorf("%s: %s belongs to nothing", lang, key)
			}
		}
		for base := range known {
			need := []string{".title", ".why"}
			switch {
			case strings.HasPrefix(base, "advice.topic."), strings.HasPrefix(base, "advice.together."):
				need = []string{".allows"}
			case !strings.HasPrefix(base, "advice.line."):
				need = append(need, ".how.1")
			}
			for _, n := range need {
				if texts[base+n] == "" {
					t.Errorf("%s: %s is missing", lang, base+n)
				}
			}
		}
		for key := range texts {
			if law, ok := strings.CutPrefix(key, "law."); ok && !cited[law] {
				t.Errorf("%s: %s is cited nowhere", lang, key)
			}
		}
		for law := range cited {
			if texts["law."+law] == "" {
				t.Errorf("%s: law.%s is missing", lang, law)
			}
		}
	}
}

func cite(cited map[string]bool, laws []Law) {
	for _, l := range laws {
		cited[l.ID] = true
	}
}

// Only steps for passwords that leaked speak of changing one.
func TestOnlyLeakedPasswordsAreChanged(t *testing.T) {
	change := map[string]*regexp.Regexp{
		"fr": regexp.MustCompile(`(?i)(?:chang|remplac)\S* (?:\S+ ){0,4}mots? de passe`),
		"en": regexp.MustCompile(`(?i)(?:chang|replac)\S* (?:\S+ ){0,4}passwords?`),
	}
	allowed := regexp.MustCompile(`^advice\.(?:line\.(?:leaked-password|device)|password-change|password-reuse|device-\w+)\.`)
	for _, lang := range words.Languages() {
		spoken := 0
		for key, text := range sentences(t, lang, "advice.toml") {
			if !change[lang].MatchString(text) {
				continue
			}
			if spoken++; !allowed.MatchString(key) {
				t.Errorf("%s: %s: %q", lang, key, text)
			}
		}
		if spoken == 0 {
			t.Errorf("%s: nothing speaks of changing a password: the test looks for the wrong words", lang)
		}
	}
}
