package letters

import (
	"io/fs"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"text/template/parse"
	"time"

	"vigie/assets"
	"vigie/assets/words"
)

var action = regexp.MustCompile(`\{\{[^}]*\}\}`)

// asked lists what the text of a letter calls, as "need name", "have name" and
// "law id", by looking at the text and not at one way of filling it in.
func asked(t *testing.T, kind Kind, lang string) []string {
	t.Helper()
	lt, err := loadTemplate(kind, lang)
	if err != nil {
		t.Fatal(err)
	}
	var calls []string
	var walk func(parse.Node)
	pipe := func(p *parse.PipeNode) {
		for _, c := range p.Cmds {
			if id, ok := c.Args[0].(*parse.IdentifierNode); ok && len(c.Args) == 2 {
				calls = append(calls, id.Ident+" "+strings.Trim(c.Args[1].String(), `"`))
			}
		}
	}
	branch := func(b *parse.BranchNode) { pipe(b.Pipe); walk(b.List); walk(b.ElseList) }
	walk = func(n parse.Node) {
		switch n := n.(type) {
		case *parse.ListNode:
			if n != nil {
				for _, c := range n.Nodes {
					walk(c)
				}
			}
		case *parse.ActionNode:
			pipe(n.Pipe)
		case *parse.WithNode:
			branch(&n.BranchNode)
		case *parse.IfNode:
			branch(&n.BranchNode)
		}
	}
	walk(lt.text.Tree.Root)
	slices.Sort(calls)
	return slices.Compact(calls)
}

// Both languages of a letter say the same: they need, use and quote the same.
func TestBothLanguagesAskTheSame(t *testing.T) {
	for _, kind := range Kinds() {
		fr, en := asked(t, kind, "fr"), asked(t, kind, "en")
		if !slices.Equal(fr, en) {
			t.Errorf("%s: French asks %v, English %v", kind, fr, en)
		}
	}
}

// Every legal reference of every letter comes from the table, and every text of
// the table is quoted or dates a deadline: no reference is written by hand.
func TestLaws(t *testing.T) {
	laws, err := Laws()
	if err != nil {
		t.Fatal(err)
	}
	used := map[string]bool{"cmf-l133-25": true} // of DebitLimits only
	byHand := regexp.MustCompile(`(?i)\b(?:articles?|art\.)\s|\bL\.? ?\d{2,}|code (?:pénal|monétaire|de procédure)|(?:criminal|financial) code|nº ?\d`)
	for _, lang := range words.Languages() {
		for _, kind := range Kinds() {
			for _, call := range asked(t, kind, lang) {
				if id, ok := strings.CutPrefix(call, "law "); ok {
					used[id] = true
					if !slices.ContainsFunc(laws, func(l Law) bool { return l.ID == id }) {
						t.Errorf("%s quotes %s, which is not in the table", kind, id)
					}
				}
			}
			data, err := fs.ReadFile(assets.Letters(), lang+"/"+string(kind)+".txt")
			if err != nil {
				t.Fatal(err)
			}
			if m := byHand.Find(action.ReplaceAll(data, nil)); m != nil {
				t.Errorf("%s/%s writes a reference by hand: %q", lang, kind, m)
			}
		}
	}
	for i, l := range laws {
		u, err := url.Parse(l.Source)
		if err != nil || u.Scheme != "https" || u.Host == "" {
			t.Errorf("%s was read at %q", l.ID, l.Source)
		}
		if _, err := time.Parse(time.DateOnly, l.Read); err != nil {
			t.Errorf("%s was read on %q", l.ID, l.Read)
		}
		if l.FR == "" || l.EN == "" || l.In("fr") != l.FR || l.In("en") != l.EN {
			t.Errorf("%s lacks words", l.ID)
		}
		if !used[l.ID] {
			t.Errorf("%s is quoted nowhere", l.ID)
		}
		if slices.ContainsFunc(laws[:i], func(o Law) bool { return o.ID == l.ID }) {
			t.Errorf("%s is there twice", l.ID)
		}
	}
}

// A letter says which texts it quotes.
func TestLettersListTheirLaws(t *testing.T) {
	for kind, want := range map[Kind][]string{
		Access:      {"gdpr-15", "gdpr-12-3"},
		BankDispute: {"cmf-l133-24", "cmf-l133-18", "sepa-5-3-d"},
		Prosecutor:  {"penal-323-1", "penal-323-3", "penal-226-4-1", "penal-313-1", "cpp-85"},
	} {
		laws, err := write(t, kind, complete("fr")).Laws()
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, l := range laws {
			got = append(got, l.ID)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s quotes %v, want %v", kind, got, want)
		}
	}
}

// The letters keep the manners of all other words.
func TestTypography(t *testing.T) {
	loose := regexp.MustCompile(`[^\x{202F}][;:!?»]|«[^\x{202F}]`)
	for _, lang := range words.Languages() {
		for _, kind := range Kinds() {
			data, err := fs.ReadFile(assets.Letters(), lang+"/"+string(kind)+".txt")
			if err != nil {
				t.Fatal(err)
			}
			text := action.ReplaceAllString(string(data), "x")
			if strings.ContainsAny(text, `'"!`) {
				t.Errorf("%s/%s has a straight quote or an exclamation mark", lang, kind)
			}
			if m := loose.FindString(text); lang == "fr" && m != "" {
				t.Errorf("fr/%s has %q without a narrow no-break space", kind, m)
			}
		}
	}
}

// Each kind has its words wherever it is shown, and every field a name.
func TestWords(t *testing.T) {
	for _, lang := range words.Languages() {
		w, err := words.Load(lang)
		if err != nil {
			t.Fatal(err)
		}
		keys := []string{"letter.field.day", "letter.field.name"}
		for _, kind := range Kinds() {
			keys = append(keys, "letter.title."+string(kind), "letter.how."+string(kind))
			k, err := info(kind)
			if err != nil {
				t.Fatal(err)
			}
			for _, need := range k.Needs {
				keys = append(keys, "letter.field."+need)
			}
			for _, call := range asked(t, kind, lang) {
				if name, ok := strings.CutPrefix(call, "need "); ok {
					keys = append(keys, "letter.field."+name)
				}
			}
		}
		for _, what := range []What{AnswerDue, LateAnswerDue, ReminderAnswer, CNILNews, Prosecution, RefundDue, DisputeLimit, DisputeAbroad, ClaimBack} {
			keys = append(keys, "letter.deadline."+string(what))
		}
		for _, step := range []Step{StepWait, StepWrite, StepRead, StepMediate, StepJudge, StepAskAgain} {
			keys = append(keys, "letter.step."+string(step))
		}
		for _, key := range []string{"kind", "language", "missing", "early", "characters"} {
			keys = append(keys, "problem.letter."+key, "problem.letter."+key+".do")
		}
		for _, key := range keys {
			if !w.Has(key) {
				t.Errorf("%s: nothing under %s", lang, key)
			}
		}
	}
}
