package view

import (
	"errors"
	"slices"
	"strings"
	"time"

	"vigie/checklist"
	"vigie/monitor"
	"vigie/monitor/identifier"
)

// submit does what the fields of a form are for, or says beside a field what is
// wrong with it.
func (u UI) submit(s *State, form FormName) (UI, []Effect) {
	switch form {
	case FormPerson:
		return u.submitPerson(s)
	case FormIdentifier:
		return u.submitIdentifier(s)
	case FormBackup:
		return u.submitBackup(s)
	case FormRestore:
		return u.submitRestore(s)
	case FormErase:
		if !strings.EqualFold(strings.TrimSpace(u.Typed["erase.word"]), s.Words.T("erase.word")) {
			return u.wrong("erase.word", monitor.NewProblem("window.erase-word", "word", s.Words.T("erase.word"))), nil
		}
		return u.carryOut(s, EraseAll{})
	case FormSchedule:
		return u.carryOut(s, SetSchedule{Every: strings.TrimSpace(u.Typed["schedule.own"])})
	case FormQuiet:
		return u.carryOut(s, SetQuietHours{Hours: strings.TrimSpace(u.Typed["quiet.hours"])})
	case FormLetter:
		return u.writeLetter(s, LetterLang)
	case FormSent:
		return u.submitSent(s)
	case FormMessage:
		return u.submitMessage()
	case FormPostpone:
		return u.submitPostpone(s)
	case FormPassword:
		return u.submitPassword()
	case FormUnlock:
		return u.submitUnlock(s)
	case FormVault:
		return u.submitVault(s)
	case FormImport:
		if u.Import == nil {
			return u, nil
		}
		return u.carryOut(s, AddAffiliations{Person: u.Import.Person, Said: u.Import.kept()})
	}
	return u, nil
}

// wrong says what is wrong with a field.
func (u UI) wrong(field string, p *monitor.Problem) UI {
	u.Errors = with(u.Errors, field, p)
	return u
}

func (u UI) submitPerson(s *State) (UI, []Effect) {
	x, editing := s.Household.Person(u.Place.Person)
	editing = editing && u.Place.Screen == ScreenPerson
	if !editing {
		x = monitor.Person{Role: monitor.Adult}
	}
	if name, typed := u.Typed["person.name"]; typed {
		x.Name = strings.TrimSpace(name)
	}
	if role := monitor.Role(u.Typed["person.role"]); slices.Contains(monitor.Roles(), role) {
		x.Role = role
	}
	switch {
	case x.Name == "":
		return u.wrong("person.name", monitor.NewProblem("window.no-name")), nil
	case editing:
		return u.carryOut(s, EditPerson{ID: x.ID, Name: x.Name, Role: x.Role})
	}
	return u.carryOut(s, AddPerson{Name: x.Name, Role: x.Role})
}

// submitIdentifier reads the value where it was typed: from here on it is a
// monitor.Value, and printed nowhere.
func (u UI) submitIdentifier(s *State) (UI, []Effect) {
	person := u.Place.Person
	if person == "" {
		person = newPage(s, u).shown()
	}
	kind := monitor.Email
	if k, typed := u.Typed["identifier.kind"]; typed {
		kind = monitor.Kind(k)
	}
	v, err := identifier.Parse(kind, u.Hidden["identifier.value"].Reveal(), s.Now)
	if err != nil {
		return u.wrong("identifier.value", asProblem(err)), nil
	}
	return u.carryOut(s, AddIdentifier{Person: person, Value: v})
}

func (u UI) submitBackup(s *State) (UI, []Effect) {
	start, ok := u.Asking.(StartBackup)
	phrase, again := u.Hidden["backup.passphrase"], u.Hidden["backup.again"]
	switch {
	case !ok:
		return u, nil
	case phrase.Reveal() != again.Reveal():
		return u.wrong("backup.again", monitor.NewProblem("window.passphrase-different")), nil
	}
	return u.carryOut(s, Backup{Path: start.Path, Passphrase: phrase})
}

func (u UI) submitRestore(s *State) (UI, []Effect) {
	start, ok := u.Asking.(StartRestore)
	phrase := u.Hidden["restore.passphrase"]
	switch {
	case !ok:
		return u, nil
	case phrase.Reveal() == "":
		return u.wrong("restore.passphrase", monitor.NewProblem("window.passphrase-empty")), nil
	}
	return u.carryOut(s, Restore{Path: start.Path, Passphrase: phrase})
}

func (u UI) submitUnlock(s *State) (UI, []Effect) {
	phrase := u.Hidden["unlock.passphrase"]
	if phrase.Reveal() == "" {
		return u.wrong("unlock.passphrase", monitor.NewProblem("window.passphrase-empty")), nil
	}
	return u.carryOut(s, Unlock{Passphrase: phrase})
}

func (u UI) submitVault(s *State) (UI, []Effect) {
	phrase := u.Hidden["vault.passphrase"]
	if phrase.Reveal() != u.Hidden["vault.again"].Reveal() {
		return u.wrong("vault.again", monitor.NewProblem("window.passphrase-different")), nil
	}
	return u.carryOut(s, KeepInFile{Passphrase: phrase})
}

func (u UI) submitKey(feed string) (UI, []Effect) {
	field := "key." + feed
	v := u.Hidden[field]
	if v.Reveal() == "" {
		return u.wrong(field, monitor.NewProblem("window.key-empty")), nil
	}
	return u, []Effect{SetKey{Feed: feed, Key: v}}
}

// submitSent keeps what became of a letter: each of three days may be left out.
func (u UI) submitSent(s *State) (UI, []Effect) {
	i := slices.IndexFunc(s.Letters, func(l LetterFacts) bool { return l.ID == u.Place.ID })
	if i < 0 {
		return u, nil
	}
	l := s.Letters[i]
	for _, x := range []struct {
		field string
		day   *monitor.Date
	}{{"sent.sent", &l.Sent.Sent}, {"sent.received", &l.Received}, {"sent.answered", &l.Answered}} {
		typed, ok := u.Typed[x.field]
		if !ok {
			continue
		}
		day, ok := readDay(typed)
		if !ok || !day.IsZero() && day.First() > checklist.LocalDay(s.Now) {
			return u.wrong(x.field, monitor.NewProblem("window.day")), nil
		}
		*x.day = day
	}
	return u.carryOut(s, MarkLetter{Letter: l})
}

// maxMessage is the longest message that is checked, in bytes: an e-mail with
// its headers is shorter, a whole mailbox is not a message.
const maxMessage = 200_000

func (u UI) submitMessage() (UI, []Effect) {
	message := u.Hidden["message.text"]
	switch text := message.Reveal(); {
	case strings.TrimSpace(text) == "":
		return u.wrong("message.text", monitor.NewProblem("window.message-empty")), nil
	case len(text) > maxMessage:
		return u.wrong("message.text", monitor.NewProblem("window.message-long")), nil
	}
	return u, []Effect{ReadMessage{Text: message}}
}

func (u UI) submitPassword() (UI, []Effect) {
	v := u.Hidden["password.try"]
	if v.Reveal() == "" {
		return u.wrong("password.try", monitor.NewProblem("window.password-empty")), nil
	}
	return u, []Effect{JudgePassword{Password: v}}
}

func (u UI) submitPostpone(s *State) (UI, []Effect) {
	asked, ok := u.Asking.(Postpone)
	if !ok {
		return u, nil
	}
	day, ok := readDay(u.Typed["postpone.until"])
	if !ok || day.IsZero() || day.First() <= checklist.LocalDay(s.Now) {
		return u.wrong("postpone.until", monitor.NewProblem("window.later-day")), nil
	}
	return u.carryOut(s, MarkAction{Action: asked.Action, Progress: checklist.Progress{State: checklist.Reminded, Until: day}})
}

// readDay reads a whole day as people write it in either language of the
// program, or nothing.
func readDay(typed string) (monitor.Date, bool) {
	typed = strings.TrimSpace(typed)
	if typed == "" {
		return monitor.Date{}, true
	}
	for _, layout := range []string{time.DateOnly, "2/1/2006", "2.1.2006"} {
		if t, err := time.Parse(layout, typed); err == nil {
			return monitor.DateOf(t), true
		}
	}
	return monitor.Date{}, false
}

// yearDate is a year; zero for one that is not known.
func yearDate(year int) monitor.Date {
	if year <= 0 {
		return monitor.Date{}
	}
	d, err := monitor.ParseDate(time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC).Format("2006"))
	if err != nil {
		return monitor.Date{}
	}
	return d
}

// asProblem is an error for people; one that nobody wrote words for is told as
// unexpected.
func asProblem(err error) *monitor.Problem {
	var p *monitor.Problem
	if errors.As(err, &p) {
		return p
	}
	return monitor.NewProblem("unexpected").Because(err)
}
