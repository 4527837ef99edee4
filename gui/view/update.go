package view

import (
	"slices"
	"strings"

	"vigie/monitor"
)

// Update is what an event makes of the window, and what is to be carried out.
func Update(s *State, u UI, e Event) (UI, []Effect) {
	switch e := e.(type) {
	case Go:
		return u.visit(s, e.Place)
	case Back:
		return u.back(s)
	case Submit:
		return u.submit(s, e.Form)
	case PickPeriod:
		return u.pickPeriod(s, e.Pick)
	case StartLetter:
		return u.startLetter(s, e)
	case Yes:
		agreed, _ := u.Asking.(Effect)
		u.Asking = nil
		if agreed == nil {
			return u, nil
		}
		return u.carryOut(s, agreed)
	case ShowPerson:
		if e.Then != "" {
			u, effects := u.visit(s, Place{Screen: e.Then})
			u.Only = e.Person
			return u, effects
		}
		if u.Place.Screen == ScreenLeaks || u.Place.Screen == ScreenPlan {
			u.Only = e.Person
		} else {
			u.Person = e.Person
		}
		return u, nil
	case ShowNew:
		u, effects := u.visit(s, Place{Screen: ScreenLeaks})
		u.Filter = "new"
		return u, effects
	case QuoteIdentifier:
		return u.quote(s, e.ID)
	case LetterIn:
		return u.writeLetter(s, e.Lang)
	case Later:
		u = u.at(Place{Screen: ScreenHome})
		u.History = nil
		return u, []Effect{KeepStep{Step: e.Step}}
	case SubmitKey:
		return u.submitKey(e.Feed)
	case Effect:
		return u.carryOut(s, e)
	case Finished:
		return u.finished(s, e.Intent), nil
	case Failed:
		return u.failed(e), nil
	}
	return u.local(e), nil
}

// local is what an event makes of the window where nothing is to be carried out.
func (u UI) local(e Event) UI {
	switch e := e.(type) {
	case Type:
		if private(e.Field) {
			return u.local(TypeSecret{Field: e.Field, Value: Secret(e.Text)})
		}
		u.Typed = with(u.Typed, e.Field, e.Text)
		u.Errors = without(u.Errors, func(key string) bool { return key == e.Field })
	case TypeSecret:
		u.Hidden = with(u.Hidden, e.Field, e.Value)
		u.Errors = without(u.Errors, func(key string) bool { return key == e.Field })
	case Open:
		u.Open = with(u.Open, e.Key, !u.Open[e.Key])
	case Filter:
		u.Filter = e.Value
	case ShowTheme:
		u.Theme = e.Theme
		u = u.forget("organisation")
	case ShowMonth:
		u.Month = e.First
	case AskPeriod:
		if u.Period != nil && u.Period.Organisation == e.Organisation {
			u.Period = nil
		} else {
			u.Period = &PeriodPick{Organisation: e.Organisation}
		}
	case PickRelation:
		if u.Period != nil {
			pick := *u.Period
			pick.Relation = &e.Relation
			u.Period = &pick
		}
	case Confirm:
		u.Asking = e.Then
	case StartBackup, StartRestore, NotMe, Settle, Hand, Postpone:
		u.Asking = e.(Intent)
	case Dismiss:
		u = u.dismiss()
	case HideIdentifier:
		u.Revealed = without(u.Revealed, func(key string) bool { return key == e.ID })
	case NewMessage:
		u.Message = nil
		u = u.forget("message")
	case PickSite:
		u.Import = u.Import.pick(e.Domain)
	case Revealed:
		u.Revealed = with(u.Revealed, e.ID, e.Value)
	case SitesRead:
		u.Import = &Import{SitesRead: e}
		u = u.at(Place{Screen: ScreenImport, Person: e.Person})
	case NoticeRead:
		u.Notice, u.Asking = &e, KeepNotice{Person: e.Person, Breach: e.Breach}
	case LetterReady:
		u.Letter = &e.Letter
	case MessageRead:
		u.Message = &e.Verdict
	case PasswordJudged:
		u.Judged = &e.Verdict
		u = u.forget(string(FormPassword))
	case AuditProgress:
		u.Auditing = &e
	case PasswordsAudited:
		u.Audit, u.Auditing = &e.Audit, nil
	case PasswordMade:
		u.Made = &e.Made
	}
	return u
}

// dismiss closes what stands in front: a question, then what was told.
func (u UI) dismiss() UI {
	if u.Asking != nil {
		u.Asking = nil
		return u.forget(string(FormBackup)).forget(string(FormRestore)).forget(string(FormErase)).forget(string(FormPostpone))
	}
	u.Told, u.Problem = nil, nil
	return u
}

// forget drops what was typed into the fields of a form.
func (u UI) forget(form string) UI {
	of := func(key string) bool { return strings.HasPrefix(key, form+".") }
	u.Typed, u.Hidden, u.Errors = without(u.Typed, of), without(u.Hidden, of), without(u.Errors, of)
	return u
}

// at moves the window. What was revealed is hidden again, what was typed and not
// kept is dropped, and what was told has been read.
func (u UI) at(to Place) UI {
	from := u.Place
	if from != to {
		u.History = append(slices.Clip(u.History), from)
		if n := len(u.History); n > maxHistory {
			u.History = u.History[n-maxHistory:]
		}
	}
	if mainOf(from.Screen) != mainOf(to.Screen) {
		u.Filter, u.Only = "", ""
	}
	u.Place, u.Asking, u.Period, u.Told, u.Problem = to, nil, nil, nil, nil
	u.Revealed, u.Typed, u.Hidden, u.Errors = nil, nil, nil, nil
	u.Judged, u.Made = nil, nil
	return u
}

const maxHistory = 50

// visit moves the window; that a leak was opened is remembered, so that it is not
// called new for ever.
func (u UI) visit(s *State, to Place) (UI, []Effect) {
	u = u.at(to)
	if to.Screen == ScreenLeak {
		if seen := unseen(s, to.Person, to.ID); len(seen) > 0 {
			return u, []Effect{MarkSeen{Alerts: seen}}
		}
	}
	return u, nil
}

// unseen are the alerts about a leak that were not read.
func unseen(s *State, person, breach string) []string {
	p := newPage(s, UI{})
	var ids []string
	for _, a := range s.Alerts {
		if a.Person == person && p.sameLeak(a.Breach, breach) && !s.Seen[a.ID] {
			ids = append(ids, a.ID)
		}
	}
	return ids
}

// AlertPlace is the leak that an alert is about; the list of leaks when it is
// not known here.
func AlertPlace(s *State, id string) Place {
	for _, a := range s.Alerts {
		if a.ID == id {
			return Place{Screen: ScreenLeak, Person: a.Person, ID: a.Breach}
		}
	}
	return Place{Screen: ScreenLeaks}
}

// back closes what stands in front, else returns to where one was.
func (u UI) back(s *State) (UI, []Effect) {
	if u.Asking != nil {
		return u.dismiss(), nil
	}
	if u.Place.Screen == ScreenFirstStart {
		if step := newPage(s, u).step(); step != StepPromise {
			return u.carryOut(s, KeepStep{Step: step.previous()})
		}
		return u, nil
	}
	n := len(u.History)
	if n == 0 {
		return u.at(Place{Screen: ScreenHome}), nil
	}
	last := u.History[n-1]
	rest := u.History[:n-1]
	u = u.at(last)
	u.History = rest
	return u, nil
}

// carryOut prepares the window for what is to be carried out, and remembers how
// it could be taken back.
func (u UI) carryOut(s *State, e Effect) (UI, []Effect) {
	u.Asking, u.Told, u.Problem = nil, nil, nil
	switch e := e.(type) {
	case AddAffiliations:
		if len(e.Said) == 1 && e.Said[0].Period == (monitor.Period{}) {
			u.Period = &PeriodPick{Organisation: e.Said[0].Organisation}
		}
	case RemoveAffiliation:
		u.Period = nil
		for _, a := range s.Household.Affiliations {
			if a.ID == e.ID {
				a.ID = ""
				u = u.keepUndo(e, AddAffiliations{Person: a.Person, Said: []monitor.Affiliation{a}})
			}
		}
	case AnswerLeak:
		if k := e.Evidence.Kind; k == monitor.NotMe || k == monitor.NoticeReceived {
			back := e
			back.Evidence = monitor.Evidence{Person: e.Evidence.Person, Breach: e.Evidence.Breach, Kind: monitor.DontKnow}
			u = u.keepUndo(e, back)
		}
	case AuditPasswords:
		u.Audit, u.Auditing = nil, &AuditProgress{}
	case MarkAction:
		e.Progress.Note = strings.TrimSpace(u.Typed["action.note"])
		u = u.keepUndo(e, UndoAction{Action: e.Action})
		return u.forget(string(FormPostpone)).forget("action"), []Effect{e}
	case KeepStep:
		place := Place{Screen: ScreenFirstStart, ID: string(e.Step)}
		if e.Step == StepDone {
			place = Place{Screen: ScreenHome}
		}
		u = u.at(place)
		u.History = nil
	}
	return u, []Effect{e}
}

// pickPeriod is one of the two clicks; the second one is carried out.
func (u UI) pickPeriod(s *State, pick Pick) (UI, []Effect) {
	if u.Period == nil {
		return u, nil
	}
	if u.Period.From == nil {
		next := *u.Period
		next.From = &pick
		u.Period = &next
		return u, nil
	}
	p := newPage(s, u)
	person := u.Place.Person
	if person == "" {
		person = p.shown()
	}
	a, known := p.dealings(person).at(p.namesOf(u.Period.Organisation))
	if !known {
		a = monitor.Affiliation{Person: person, Organisation: u.Period.Organisation}
	}
	a.Relation = p.relation(a)
	a.Period = monitor.Period{From: yearDate(u.Period.From.Year), To: yearDate(pick.Year), Current: pick.Current}
	u.Period = nil
	if !known {
		return u, []Effect{AddAffiliations{Person: person, Said: []monitor.Affiliation{a}}}
	}
	return u, []Effect{EditAffiliation{Affiliation: a}}
}

// pick ticks or unticks a site.
func (in *Import) pick(domain string) *Import {
	if in == nil {
		return nil
	}
	next := *in
	next.Left = with(in.Left, domain, !in.Left[domain])
	return &next
}
