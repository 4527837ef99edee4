package view

import (
	"vigie/checklist"
	"vigie/monitor"
)

// field is one field of a form: its words follow from its key, and what was
// typed comes before what is stored.
func (p *page) field(key string, kind FieldKind, stored string) Field {
	f := Field{Key: key, Kind: kind, Label: p.t("field." + key), Value: stored}
	if p.Words.Has("window.field." + key + ".help") {
		f.Help = p.t("field." + key + ".help")
	}
	if p.Words.Has("window.field." + key + ".hint") {
		f.Hint = p.t("field." + key + ".hint")
	}
	if typed, ok := p.ui.Typed[key]; ok {
		f.Value = typed
	}
	switch hidden := p.ui.Hidden[key].Reveal(); {
	case kind == SecretField:
		f.Value, f.Filled = "", hidden != ""
	case private(key):
		f.Value = hidden // whoever types it sees it; it is masked once it is kept
	}
	if problem := p.ui.Errors[key]; problem != nil {
		f.Error = p.problem(problem)
	}
	return f
}

// dialog asks what has to be known before an intent is carried out.
func (p *page) dialog() *Dialog {
	no := Button{Text: p.t("dialog.no"), Intent: Dismiss{}}
	switch a := p.ui.Asking.(type) {
	case RemovePerson:
		return p.sure("dialog.remove-person", "name", p.name(a.ID))
	case RemoveIdentifier:
		return p.sure("dialog.remove-identifier")
	case RemoveLetter:
		return p.sure("dialog.remove-letter")
	case RevealIdentifier:
		d := p.sure("dialog.reveal")
		d.Buttons[1].Kind = Plain
		return d
	case EraseAll:
		return &Dialog{
			Title: p.t("dialog.erase"), Text: p.t("dialog.erase.text"),
			Points:  []string{p.t("dialog.erase.1"), p.t("dialog.erase.2"), p.t("dialog.erase.3")},
			Form:    &Form{Fields: []Field{p.field("erase.word", TextField, "")}},
			Buttons: []Button{no, {Text: p.t("dialog.erase.yes"), Kind: Grave, Intent: Submit{Form: FormErase}}},
		}
	case StartBackup:
		return &Dialog{
			Title: p.t("dialog.backup"), Text: p.t("dialog.backup.text"),
			Form:    &Form{Fields: []Field{p.field("backup.passphrase", SecretField, ""), p.field("backup.again", SecretField, "")}},
			Buttons: []Button{no, {Text: p.t("backup.out.do"), Kind: Primary, Intent: Submit{Form: FormBackup}}},
		}
	case StartRestore:
		return &Dialog{
			Title: p.t("dialog.restore"), Text: p.restoreMeans(),
			Form:    &Form{Fields: []Field{p.field("restore.passphrase", SecretField, "")}},
			Buttons: []Button{no, {Text: p.t("backup.in.do"), Kind: Primary, Intent: Submit{Form: FormRestore}}},
		}
	case KeepNotice:
		return p.keepNotice(no)
	case NotMe:
		return p.notMe(a, no)
	case Settle:
		return p.settle(a, no)
	case Hand:
		return p.hand(a, no)
	case Postpone:
		return p.postpone(a, no)
	}
	return nil
}

// restoreMeans says what becomes of what is here: it stays, but for what the key
// store no longer opens.
func (p *page) restoreMeans() string {
	if p.unreadable() {
		return p.t("dialog.restore.lost")
	}
	return p.t("dialog.restore.text")
}

// sure asks for a plain yes.
func (p *page) sure(key string, pairs ...any) *Dialog {
	return &Dialog{Title: p.t(key, pairs...), Text: p.t(key+".text", pairs...), Buttons: []Button{
		{Text: p.t("dialog.no"), Intent: Dismiss{}}, {Text: p.t(key + ".yes"), Kind: Grave, Intent: Yes{}},
	}}
}

// notMe asks why someone is not concerned; it can be taken back.
func (p *page) notMe(a NotMe, no Button) *Dialog {
	d := &Dialog{Title: p.t("dialog.not-me"), Text: p.t("dialog.not-me.text", "leak", p.leakName(a.Breach)), Buttons: []Button{no}}
	for _, reason := range monitor.NotMeReasons() {
		d.Buttons = append(d.Buttons, Button{Text: upper(p.Words.T("not-me." + reason)), Intent: AnswerLeak{
			Person: a.Person, Evidence: monitor.Evidence{Person: a.Person, Breach: a.Breach, Kind: monitor.NotMe, Reason: reason},
		}})
	}
	return d
}

// settle asks why a step does not apply or cannot be done.
func (p *page) settle(a Settle, no Button) *Dialog {
	d := &Dialog{Title: p.t("dialog.settle." + string(a.State)), Text: p.actionTitle(a.Action), Buttons: []Button{no}}
	for _, reason := range checklist.Reasons(a.State) {
		d.Buttons = append(d.Buttons, Button{Text: upper(p.Words.T("plan.reason." + string(reason))), Intent: MarkAction{
			Action: a.Action, Progress: checklist.Progress{State: a.State, Reason: reason},
		}})
	}
	return d
}

func (p *page) actionTitle(id string) string {
	a, ok := checklist.Find(p.Plan, id)
	if !ok {
		return ""
	}
	return p.speak.Title(a)
}

// hand asks who takes a step over.
func (p *page) hand(a Hand, no Button) *Dialog {
	d := &Dialog{Title: p.t("dialog.hand"), Text: p.actionTitle(a.Action), Buttons: []Button{no}}
	mine, _ := checklist.Find(p.Plan, a.Action)
	for _, x := range p.Household.Persons {
		if x.ID != mine.Person && x.Role != monitor.Child {
			d.Buttons = append(d.Buttons, Button{Text: clean(x.Name), Intent: MarkAction{Action: a.Action, Progress: checklist.Progress{State: checklist.Delegated, Delegate: x.ID}}})
		}
	}
	return d
}

// postpone asks until when: tomorrow, in a week, in a month, or on a day.
func (p *page) postpone(a Postpone, no Button) *Dialog {
	d := &Dialog{Title: p.t("dialog.postpone"), Text: p.actionTitle(a.Action), Buttons: []Button{no}}
	for _, days := range []int{1, 7, 30} {
		until := checklist.DateOf(p.today() + monitor.Day(days))
		d.Buttons = append(d.Buttons, Button{Text: p.n("dialog.postpone.days", days, "day", p.day(until)), Intent: MarkAction{
			Action: a.Action, Progress: checklist.Progress{State: checklist.Reminded, Until: until},
		}})
	}
	d.Form = &Form{
		Fields:  []Field{p.field("postpone.until", TextField, "")},
		Buttons: []Button{{Text: p.t("dialog.postpone.on"), Intent: Submit{Form: FormPostpone}}},
	}
	return d
}
