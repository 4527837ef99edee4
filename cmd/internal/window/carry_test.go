package window

import (
	"context"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"vigie/assets/words"
	"vigie/checklist"
	"vigie/checklist/letters"
	"vigie/gui/view"
	"vigie/monitor"
	"vigie/monitor/identifier"
)

const address = "claire@example.org"

// parsed is an identifier as a person types it.
func parsed(t *testing.T, kind monitor.Kind, typed string) monitor.Value {
	t.Helper()
	v, err := identifier.Parse(kind, typed, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// TestHousehold: what is said about people is in the store, and what is taken
// back is not.
func TestHousehold(t *testing.T) {
	home := newPlace(t)
	s := home.open(t)
	claire := s.claire()
	s.send(view.AddPerson{Name: "claire", Role: monitor.Child})
	if p := s.p.ui.Errors["person.name"]; p == nil || p.Key != "person.exists" {
		t.Errorf("a second Claire: %v", s.p.ui.Errors)
	}
	s.p.ui = view.UI{}
	s.send(view.EditPerson{ID: claire.ID, Name: "Clara", Role: monitor.Helped})
	if got := s.state().Household.Persons[0]; got.Name != "Clara" || got.Role != monitor.Helped {
		t.Errorf("she is %+v", got)
	}
	a := s.state().Household.Affiliations[0]
	a.Period = monitor.Period{From: monitor.MustDate("2020"), Current: true}
	s.send(view.EditAffiliation{Affiliation: a})
	if got := s.state().Household.Affiliations[0]; got.Period != a.Period {
		t.Errorf("the period is %+v", got.Period)
	}
	s.send(view.AddIdentifier{Person: claire.ID, Value: parsed(t, monitor.Email, address)})
	s.fine()
	id := s.state().Household.Identifiers[0].ID
	s.send(view.RevealIdentifier{ID: id})
	if got := s.p.ui.Revealed[id]; got.Reveal() != address {
		t.Errorf("revealed: %v", got)
	}
	for _, print := range []string{"%v", "%+v", "%#v"} {
		if text := fmt.Sprintf(print, s.state()) + fmt.Sprintf(print, s.p.ui); strings.Contains(text, address) {
			t.Errorf("%s prints the address", print)
		}
	}
	s.send(view.RemoveIdentifier{ID: id})
	s.send(view.RemoveAffiliation{ID: a.ID})
	s.fine()
	if h := s.state().Household; len(h.Identifiers)+len(h.Affiliations) != 0 {
		t.Errorf("left: %+v", h)
	}
	s.send(view.RemovePerson{ID: claire.ID})
	s.fine()
	s.send(view.RemovePerson{ID: claire.ID})
	s.refused("window.gone")
}

// TestLeakIsAnswered: an answer changes the verdict, and "don't know" takes it back.
func TestLeakIsAnswered(t *testing.T) {
	s := newPlace(t).open(t)
	claire := s.claire()
	verdict := func() monitor.Verdict {
		for _, f := range s.state().Findings {
			if f.Breach == "france-travail-2024" {
				return f.Verdict
			}
		}
		return monitor.NoFinding
	}
	answer := func(e monitor.Evidence) monitor.Verdict {
		e.Person, e.Breach = claire.ID, "france-travail-2024"
		s.send(view.AnswerLeak{Person: claire.ID, Evidence: e})
		s.fine()
		return verdict()
	}
	for _, c := range []struct {
		said monitor.Evidence
		want monitor.Verdict
	}{
		{monitor.Evidence{Kind: monitor.NoticeReceived}, monitor.Confirmed},
		{monitor.Evidence{Kind: monitor.DontKnow}, monitor.Likely},
		{monitor.Evidence{Kind: monitor.NotMe, Reason: monitor.NotMeReasons()[0]}, monitor.NotConcerned},
		{monitor.Evidence{Kind: monitor.DontKnow}, monitor.Likely},
	} {
		if got := answer(c.said); got != c.want {
			t.Errorf("%s: %v, wants %v", c.said.Kind, got, c.want)
		}
	}
	s.send(view.AnswerLeak{Person: claire.ID, Evidence: monitor.Evidence{Person: claire.ID, Breach: "no-such-leak", Kind: monitor.NoticeReceived}})
	s.refused("breach.unknown")
}

// TestPlan: a step is done, put off, delegated, set aside with a reason, and each
// is taken back. What was said stays said when the window opens again.
func TestPlan(t *testing.T) {
	home := newPlace(t)
	s := home.open(t)
	s.claire()
	s.send(view.AddPerson{Name: "Mehdi", Role: monitor.Adult})
	mehdi := s.state().Household.Persons[1].ID
	step := checklist.Leaves(s.state().Plan)[0].ID
	state := func() checklist.State {
		a, _ := checklist.Find(s.state().Plan, step)
		return a.State
	}
	tomorrow := checklist.DateOf(checklist.LocalDay(time.Now()) + 1)
	for _, said := range []checklist.Progress{
		{State: checklist.Done, Note: "dossier 12"},
		{State: checklist.Reminded, Until: tomorrow},
		{State: checklist.Delegated, Delegate: mehdi},
		{State: checklist.NotApplicable, Reason: checklist.Reasons(checklist.NotApplicable)[0]},
		{State: checklist.Impossible, Reason: checklist.Reasons(checklist.Impossible)[0]},
	} {
		s.send(view.MarkAction{Action: step, Progress: said})
		s.fine()
		if state() != said.State {
			t.Errorf("said %s, it is %s", said.State, state())
		}
		s.send(view.UndoAction{Action: step})
		s.fine()
		if state() != checklist.ToDo {
			t.Errorf("%s was taken back, it is %s", said.State, state())
		}
	}
	s.send(view.MarkAction{Action: step, Progress: checklist.Progress{State: checklist.Done}})
	s.end()
	s = home.open(t)
	if state() != checklist.Done {
		t.Errorf("the next day it is %s", state())
	}
}

// TestChoices: every choice is kept, and the window opens with it again. The agent
// reads those about the watch at the same place.
func TestChoices(t *testing.T) {
	home := newPlace(t)
	s := home.open(t)
	until := time.Now().Add(time.Hour).UTC().Truncate(time.Second)
	for _, e := range []view.Effect{
		view.SetSchedule{Every: "week"}, view.SetQuietHours{Hours: "21:00-08:00"}, view.SetPrivacy{Level: "names"}, view.SetOffline{On: true},
		view.Pause{Until: until}, view.SetTheme{Theme: view.ThemeDark}, view.SetTextSize{Percent: 150}, view.SetLanguage{Lang: "en"},
		view.ChooseFeed{Feed: monitor.FeedCNIL, On: false}, view.KeepStep{Step: view.StepDone},
	} {
		s.send(e)
		s.fine()
	}
	s.send(view.SetSchedule{Every: "parfois"})
	if s.p.ui.Errors["schedule.own"] == nil {
		t.Errorf("a rhythm that is none: %v", s.p.ui.Errors)
	}
	s.send(view.SetQuietHours{Hours: "la nuit"})
	if s.p.ui.Errors["quiet.hours"] == nil {
		t.Errorf("hours that are none: %v", s.p.ui.Errors)
	}
	s.end()
	s = home.open(t)
	got := s.state().Settings
	want := view.Look{Theme: view.ThemeDark, TextSize: 150}
	if got.Schedule != "week" || got.Quiet != "21:00-08:00" || got.Privacy != "names" || !got.PausedUntil.Equal(until) || got.Look != want {
		t.Errorf("kept: %+v", got)
	}
	if watch, err := s.p.worker.inst.Settings(t.Context()); !watch.Offline || err != nil {
		t.Errorf("the network is not off: %v", err)
	}
	if lang := s.state().Words.Lang(); lang != "en" {
		t.Errorf("it speaks %s", lang)
	}
	if off := s.state().Feeds[slices.IndexFunc(s.state().Feeds, func(f monitor.FeedStatus) bool { return f.Name == monitor.FeedCNIL })]; off.State != monitor.StateOff {
		t.Errorf("the source is %s", off.State)
	}
	s.end()
	o := home.options()
	o.Lang, o.Chosen = "fr", true
	if lang := show(t, o).state().Words.Lang(); lang != "fr" {
		t.Errorf("asked for French, it speaks %s", lang)
	}
}

// TestConsents: what the window says can be asked is what the core lets be asked,
// kind by kind; what it does not offer, the core refuses.
func TestConsents(t *testing.T) {
	s := newPlace(t).open(t)
	claire := s.claire()
	typed := map[monitor.Kind]string{monitor.Email: address, monitor.Phone: "06 39 98 00 00", monitor.Username: "claire_example", monitor.Name: "Claire Exemple"}
	for kind, text := range typed {
		s.send(view.AddIdentifier{Person: claire.ID, Value: parsed(t, kind, text)})
		s.fine()
	}
	services := s.state().Settings.Lookups
	if len(services) != len(sends) {
		t.Fatalf("%d services of %d", len(services), len(sends))
	}
	for _, service := range services {
		for _, id := range s.state().Household.Identifiers {
			_, offered := service.Sends[id.Kind]
			_, err := s.p.worker.carry(t.Context(), view.GrantConsent{Feed: service.Feed, Identifier: id.ID})
			if taken := err == nil; taken != offered {
				t.Errorf("%s about %s: offered %t, %v", service.Feed, id.Kind, offered, err)
			}
			_, err = s.p.worker.carry(t.Context(), view.RevokeConsent{Feed: service.Feed, Identifier: id.ID})
			if taken := err == nil; taken != offered {
				t.Errorf("%s about %s: taken back: %v", service.Feed, id.Kind, err)
			}
		}
	}
	s.send(view.GrantConsent{Feed: monitor.FeedPwnedPasswords})
	s.fine()
	if n := len(s.state().Household.Consents); n != 1 {
		t.Errorf("%d consents left, wants that about passwords", n)
	}
	s.send(view.SetKey{Feed: monitor.FeedHIBP, Key: view.Secret("0123456789abcdef0123456789abcdef")})
	s.fine()
	if i := slices.IndexFunc(s.state().Settings.Lookups, func(l view.LookupService) bool { return l.NeedsKey }); !s.state().Settings.Lookups[i].HasKey {
		t.Error("the key is not there")
	}
}

// TestPasswordsAndMessages are judged without a request, and none is kept.
func TestPasswordsAndMessages(t *testing.T) {
	home := newPlace(t)
	s := home.open(t)
	s.claire()
	s.send(view.JudgePassword{Password: view.Secret("Soleil1985")})
	s.fine()
	if v := s.p.ui.Judged; v == nil || v.Level != "none" || v.Checked {
		t.Errorf("judged: %+v", v)
	}
	s.send(view.MakePassword{})
	if m := s.p.ui.Made; m == nil || m.Bits < 80 {
		t.Errorf("made: %+v", m)
	}
	export := filepath.Join(t.TempDir(), "export.csv")
	if err := os.WriteFile(export, []byte("name,url,username,password\nUn site,https://example.org/login,claire,Soleil1985\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	s.send(view.AuditPasswords{Path: export})
	s.until("it is judged", func() bool { return s.p.ui.Auditing == nil })
	s.fine()
	if a := s.p.ui.Audit; a == nil || a.Entries != 1 || !a.Partial || len(a.Worst) != 1 {
		t.Errorf("audited: %+v", a)
	}
	s.send(view.ImportSites{Person: s.state().Household.Persons[0].ID, Path: export})
	s.fine()
	if in := s.p.ui.Import; in == nil || len(in.Sites) != 1 || in.Sites[0].Domain != "example.org" {
		t.Errorf("sites: %+v", in)
	}
	s.send(view.ReadMessage{Text: view.Secret("Votre allocation France Travail est suspendue. Sous 24 heures, confirmez votre RIB ici : https://francetravail-dossier.example/rib")})
	s.fine()
	if v := s.p.ui.Message; v == nil || v.Level == view.MessageNothing || len(v.Signs) == 0 {
		t.Errorf("the message: %+v", v)
	}
	if n := len(s.state().Ledger); n != 0 {
		t.Errorf("%d requests", n)
	}
	s.end()
	for _, path := range files(t, home.dir) {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, secret := range []string{"Soleil1985", "francetravail-dossier", address} {
			if strings.Contains(string(data), secret) {
				t.Errorf("%s holds %q", path, secret)
			}
		}
	}
}

func files(t *testing.T, dir string) (all []string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() {
			all = append(all, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// TestFiles: each file is written whole, for its owner alone.
func TestFiles(t *testing.T) {
	out := t.TempDir()
	s := newPlace(t).open(t)
	s.claire()
	for name, saving := range map[string]func(path string) view.Effect{
		"vigie.ics":   func(path string) view.Effect { return view.SaveCalendar{Path: path} },
		"feuille.pdf": func(path string) view.Effect { return view.SaveSheet{Path: path} },
	} {
		path := filepath.Join(out, name)
		s.send(saving(path))
		s.fine()
		info, err := os.Stat(path)
		if err != nil || info.Size() == 0 || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v, %v", name, info, err)
		}
	}
	s.send(view.SaveCalendar{Path: filepath.Join(out, "no", "such", "folder.ics")})
	s.refused("file.unwritable")
	s.send(view.ImportSites{Path: filepath.Join(out, "nothing.csv")})
	s.refused("file.unreadable")
	if left := files(t, out); len(left) != 2 {
		t.Errorf("left behind: %v", left)
	}
}

// TestLetter: a letter says of the person what was ticked or typed for it, and
// nothing else; it is remembered with the file, as the command line does.
func TestLetter(t *testing.T) {
	home := newPlace(t)
	s := home.open(t)
	claire := s.claire()
	for kind, text := range map[monitor.Kind]string{monitor.Email: address, monitor.BirthDate: "1985-07-12"} {
		s.send(view.AddIdentifier{Person: claire.ID, Value: parsed(t, kind, text)})
		s.fine()
	}
	s.send(view.StartLetter{Person: claire.ID, Breach: "france-travail-2024", Kind: letters.Access})
	if l := s.p.ui.Letter; l == nil || !slices.Equal(l.Missing, []string{"name"}) {
		t.Fatalf("the letter: %+v", l)
	}
	s.send(view.TypeSecret{Field: "letter.name", Value: view.Secret("Claire Exemple")})
	s.send(view.Submit{Form: view.FormLetter})
	s.fine()
	saved := func() string {
		path := filepath.Join(t.TempDir(), "lettre.txt")
		s.send(view.SaveLetter{Format: "txt", Path: path})
		s.fine()
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	if text := saved(); !strings.Contains(text, "Claire Exemple") || strings.Contains(text, address) || strings.Contains(text, "1985") {
		t.Errorf("nothing was ticked, and it says:\n%s", text)
	}
	for _, id := range s.state().Household.Identifiers {
		if id.Kind == monitor.Email {
			s.send(view.QuoteIdentifier{ID: id.ID})
		}
	}
	if preview := s.p.ui.Letter.Preview; strings.Contains(preview, address) {
		t.Errorf("the preview has no mask:\n%s", preview)
	}
	if text := saved(); !strings.Contains(text, address) || strings.Contains(text, "1985") {
		t.Errorf("the address was ticked, and it says:\n%s", text)
	}
	kept := s.state().Letters
	if len(kept) != 2 || kept[0].To != "France Travail" || kept[0].Kind != letters.Access {
		t.Fatalf("kept: %+v", kept)
	}
	s.send(view.SaveLetter{Format: "txt", Path: filepath.Join(home.dir, "lettre.txt")})
	s.refused("letter.folder")

	sent := kept[0]
	sent.Sent.Sent = checklist.DateOf(checklist.LocalDay(time.Now()) - 60)
	s.send(view.MarkLetter{Letter: sent})
	s.fine()
	s.send(view.StartLetter{Person: claire.ID, Breach: sent.Breach, Kind: letters.Reminder, About: sent.ID})
	s.fine()
	if l := s.p.ui.Letter; slices.Contains(l.Missing, "sent") || slices.Contains(l.Missing, "recipient") {
		t.Errorf("the reminder asks again for %v", l.Missing)
	}
	for _, l := range kept {
		s.send(view.RemoveLetter{ID: l.ID})
	}
	s.fine()
	if n := len(s.state().Letters); n != 0 {
		t.Errorf("%d letters left", n)
	}
	s.p.worker.draft = nil
	s.send(view.SaveLetter{Format: "txt", Path: filepath.Join(t.TempDir(), "x.txt")})
	s.refused("window.gone")
}

// TestBankLetter: a letter to one's bank goes to the bank, not to whom the leak
// was at; debits are typed as people write them.
func TestBankLetter(t *testing.T) {
	s := newPlace(t).open(t)
	claire := s.claire()
	s.send(view.StartLetter{Person: claire.ID, Breach: "france-travail-2024", Kind: letters.BankDispute})
	if l := s.p.ui.Letter; l == nil || !slices.Contains(l.Missing, "recipient") || !slices.Contains(l.Missing, "debits") {
		t.Fatalf("the letter: %+v", l)
	}
	for field, text := range map[string]string{"recipient": "Banque Exemple", "debits": "2/11/2026 ; 39,90 € ; ACME\n3/11/2026 ; 12 €"} {
		s.send(view.Type{Field: "letter." + field, Text: text})
	}
	for field, text := range map[string]string{"name": "Claire Exemple", "address": "1 rue de l’Exemple, 99999 Exemple", "iban": "FR7630006000011234567890189"} {
		s.send(view.TypeSecret{Field: "letter." + field, Value: view.Secret(text)})
	}
	s.send(view.Submit{Form: view.FormLetter})
	s.fine()
	preview := strings.ReplaceAll(s.p.ui.Letter.Preview, "\u00a0", " ")
	if !strings.Contains(preview, "Banque Exemple") || !strings.Contains(preview, "39,90 €") || !strings.Contains(preview, "12 €") || strings.Contains(preview, "1234567890189") {
		t.Errorf("missing: %v; it says:\n%s", s.p.ui.Letter.Missing, preview)
	}
}

// TestErase: nothing of the household is left, in the folder or the key store, and
// the window begins anew.
func TestErase(t *testing.T) {
	home := newPlace(t)
	s := home.open(t)
	s.claire()
	s.send(view.KeepStep{Step: view.StepDone})
	s.send(view.EraseAll{})
	s.fine()
	if h := s.state().Household; len(h.Persons) != 0 || s.state().FirstStart != view.StepPromise {
		t.Errorf("left: %+v, %s", h, s.state().FirstStart)
	}
	s.claire()
	if len(s.state().Household.Persons) != 1 {
		t.Error("it cannot begin anew")
	}
}

// TestBrowser: only https is opened, and a browser that does not open is told of.
func TestBrowser(t *testing.T) {
	s := newPlace(t).open(t)
	s.send(view.OpenOfficial{URL: "https://www.cnil.fr/fr", Host: "cnil.fr"})
	s.send(view.OpenOfficial{URL: "file:///etc/passwd", Host: "cnil.fr"})
	if !slices.Equal(s.browsed, []string{"https://www.cnil.fr/fr"}) {
		t.Errorf("opened: %v", s.browsed)
	}
	s.blind = os.ErrNotExist
	s.send(view.OpenOfficial{URL: "https://www.cnil.fr/fr", Host: "cnil.fr"})
	s.refused("window.no-browser")
}

// elsewhere are the effects that carry does not see: loop.go begins them.
var elsewhere = []string{"CheckNow", "CancelCheck", "AuditPasswords", "CancelAudit", "OpenOfficial"}

// TestEveryEffectIsCarriedOut: whatever gui/view may ask for, somebody here does.
func TestEveryEffectIsCarriedOut(t *testing.T) {
	asked := structs(t, filepath.Join("..", "..", "..", "gui", "view", "effect.go"))
	carried := cases(t, "carry.go")
	for _, name := range asked {
		if !slices.Contains(carried, name) && !slices.Contains(elsewhere, name) {
			t.Errorf("nobody carries out %s", name)
		}
	}
	if len(asked) < 40 {
		t.Errorf("only %d effects were found", len(asked))
	}
	s := newPlace(t).open(t)
	if _, err := s.p.worker.carry(t.Context(), view.CheckNow{}); err == nil {
		t.Error("what nobody carries out passes for done")
	}
}

// structs are the types of a file that embed effect.
func structs(t *testing.T, path string) (names []string) {
	t.Helper()
	inspect(t, path, func(n ast.Node) {
		spec, ok := n.(*ast.TypeSpec)
		if !ok {
			return
		}
		if s, ok := spec.Type.(*ast.StructType); ok && slices.ContainsFunc(s.Fields.List, func(f *ast.Field) bool {
			embedded, ok := f.Type.(*ast.Ident)
			return len(f.Names) == 0 && ok && embedded.Name == "effect"
		}) {
			names = append(names, spec.Name.Name)
		}
	})
	return names
}

// cases are the types of view that a file's switches tell apart.
func cases(t *testing.T, path string) (names []string) {
	t.Helper()
	inspect(t, path, func(n ast.Node) {
		clause, ok := n.(*ast.CaseClause)
		if !ok {
			return
		}
		for _, e := range clause.List {
			if sel, ok := e.(*ast.SelectorExpr); ok {
				names = append(names, sel.Sel.Name)
			}
		}
	})
	return names
}

func inspect(t *testing.T, path string, f func(ast.Node)) {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(file, func(n ast.Node) bool { f(n); return true })
}

// TestFail says what happened in a line and what to do in another.
func TestFail(t *testing.T) {
	for _, lang := range words.Languages() {
		s, err := Speak(lang)
		if err != nil {
			t.Fatal(err)
		}
		for want, err := range map[int]error{1: monitor.NewProblem("window.no-display"), 2: monitor.UsageProblem("window.usage")} {
			var out strings.Builder
			if got := s.Fail(&out, err); got != want || strings.Count(out.String(), "\n") != 2 {
				t.Errorf("%s: exit status %d, %q", lang, got, out.String())
			}
		}
		var out strings.Builder
		if s.Fail(&out, context.Canceled) != 1 || out.Len() == 0 {
			t.Errorf("%s: an interruption says %q", lang, out.String())
		}
	}
}
