package checklist

import (
	"fmt"
	"io/fs"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

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
		if a.Direct(info.Name) {
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

// Every step has an actor for every role, a duration, a source that can be
// opened, and official addresses that are https and in the directory.
func TestEveryStepIsComplete(t *testing.T) {
	a := advice(t)
	d, err := directory.Load(assets.Directory(), nil)
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
		for _, l := range a.Laws() {
			if texts["law."+l.ID] == "" {
				t.Errorf("%s: law.%s is missing", lang, l.ID)
			}
		}
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

// A mistake in the files is named, not swallowed.
func TestLoadRefuses(t *testing.T) {
	d, err := directory.Load(assets.Directory(), nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ file, old, new, want string }{
		{"steps.toml", `source = "cnil-france-travail"`, `source = "nowhere"`, "unknown source"},
		{"steps.toml", `official = ["ameli"]`, `official = ["amelie"]`, "not in the directory"},
		{"steps.toml", `schedule = "red-flags"`, `schedule = "often"`, "unknown schedule"},
		{"steps.toml", "minutes = 5\n", "minutes = 0\n", "no minutes"},
		{"steps.toml", `child = "parent"`, `child = "neighbour"`, "nobody does it"},
		{"steps.toml", `mark = "verified"`, `mark = "sure"`, "no mark"},
		{"steps.toml", `line = "money"`, `line = "gold"`, "unknown line"},
		{"steps.toml", `settled-by = "not-reused"`, `settled-by = "luck"`, "no answer"},
		{"steps.toml", `law = ["gdpr-17"]`, `law = ["gdpr-1"]`, "unknown law"},
		{"steps.toml", "renew = true\n", "renewed = true\n", "strict mode"},
		{"steps.toml", `id = "combine"`, `id = "complaint"`, "twice"},
		{"topics.toml", `"Credit card CVV"`, `"Credit card colour"`, "unknown or has a topic already"},
		{"topics.toml", `"Credit card CVV"`, `"Names"`, "unknown or has a topic already"},
		{"topics.toml", `groups = ["vehicle"]`, `groups = ["boat"]`, "has no advice"},
		{"topics.toml", `groups = ["other"]`, `groups = ["rest"]`, "nobody has named yet"},
		{"topics.toml", `when = "child"`, `when = "adult"`, "no topic for circumstance child"},
		{"topics.toml", `week = ["secret-answers"]`, `week = ["secret"]`, "unknown step"},
		{"combinations.toml", `all = [["iban"], ["nir"]]`, `all = [["iban"]]`, "fewer than two"},
		{"combinations.toml", `["iban"], ["nir"]`, `["iban"], ["nri"]`, "unknown topic"},
		{"schedules.toml", `{ times = 3, every = "1 month" }`, `{ every = "1 month" }`, "never ends"},
		{"schedules.toml", `every = "1 year"`, `every = "1 age"`, "no unit"},
		{"sources.toml", `url = "https://17cyber.gouv.fr/"`, `url = "http://17cyber.gouv.fr/"`, "https"},
	} {
		files := make(fstest.MapFS)
		for _, name := range []string{"steps.toml", "topics.toml", "combinations.toml", "schedules.toml", "sources.toml", "laws.toml"} {
			read, err := fs.ReadFile(assets.Advice(), name)
			if err != nil {
				t.Fatal(err)
			}
			data := string(read)
			if name == c.file {
				if !strings.Contains(data, c.old) {
					t.Fatalf("%s does not hold %q", name, c.old)
				}
				data = strings.Replace(data, c.old, c.new, 1)
			}
			files[name] = &fstest.MapFile{Data: []byte(data)}
		}
		if _, err := Load(files, d, classes(t)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s with %q: %v, want %q", c.file, c.new, err, c.want)
		}
	}
}
