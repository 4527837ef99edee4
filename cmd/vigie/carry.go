package main

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"

	"vigie/cmd/internal/installation"
	"vigie/gui/view"
	"vigie/monitor"
	"vigie/monitor/desktop"
	"vigie/monitor/identifier"
)

// carry carries one effect out. Some have an outcome of their own; for the
// others it is that they are finished.
func (p *program) carry(ctx context.Context, e view.Effect) (view.Event, error) {
	switch e := e.(type) {
	case view.AddPerson:
		_, err := p.inst.Monitor.AddPerson(ctx, e.Name, e.Role)
		return nil, err
	case view.EditPerson:
		return nil, p.named(ctx, e.ID, func(name string) error {
			_, err := p.inst.Monitor.EditPerson(ctx, name, e.Name, e.Role)
			return err
		})
	case view.RemovePerson:
		return nil, p.named(ctx, e.ID, func(name string) error { return p.inst.Monitor.RemovePerson(ctx, name) })
	case view.AddIdentifier:
		return nil, p.addIdentifier(ctx, e)
	case view.RemoveIdentifier:
		return nil, p.inst.Monitor.RemoveIdentifier(ctx, e.ID)
	case view.RevealIdentifier:
		return p.reveal(ctx, e.ID)
	case view.AddAffiliations:
		return nil, p.named(ctx, e.Person, func(name string) error {
			_, err := p.inst.Monitor.AddAffiliations(ctx, name, e.Said...)
			return err
		})
	case view.EditAffiliation:
		_, err := p.inst.Monitor.EditAffiliation(ctx, e.Affiliation)
		return nil, err
	case view.RemoveAffiliation:
		return nil, p.inst.Monitor.RemoveAffiliation(ctx, e.ID)
	case view.AnswerLeak:
		return nil, p.named(ctx, e.Person, func(name string) error {
			_, err := p.inst.Monitor.Answer(ctx, name, e.Evidence)
			return err
		})
	case view.MarkSeen:
		return nil, p.markSeen(ctx, e.Alerts)
	}
	return p.carryPlan(ctx, e)
}

// carryPlan carries out what is about the plan, letters and files.
func (p *program) carryPlan(ctx context.Context, e view.Effect) (view.Event, error) {
	switch e := e.(type) {
	case view.AnswerPassword:
		return nil, p.planner.Answer(ctx, e.Action, e.Reply)
	case view.MarkAction:
		return nil, p.planner.Say(ctx, e.Action, e.Progress)
	case view.UndoAction:
		return nil, p.planner.Undo(ctx, e.Action)
	case view.WriteLetter:
		return p.writeLetter(ctx, e)
	case view.SaveLetter:
		return nil, p.saveLetter(e)
	case view.KeepLetter:
		return nil, p.keepLetter(ctx)
	case view.MarkLetter:
		return nil, p.putLetter(ctx, e.Letter)
	case view.RemoveLetter:
		return nil, p.inst.Store.Update(ctx, func(tx monitor.Tx) error { return tx.DeleteDocument(kindLetter, e.ID) })
	case view.ImportSites:
		return readSites(e)
	case view.JudgePassword:
		return p.judgePassword(ctx, e)
	case view.AuditPasswords:
		return p.auditPasswords(ctx, e)
	case view.MakePassword:
		return p.makePassword()
	case view.SaveCalendar:
		return nil, p.saveCalendar(ctx, e.Path)
	case view.SaveSheet:
		return nil, p.saveSheet(ctx, e.Path)
	case view.Backup:
		return nil, p.backup(ctx, e)
	case view.Restore:
		return nil, p.restore(ctx, e)
	}
	return p.carrySettings(ctx, e)
}

// carrySettings carries out what is about this installation.
func (p *program) carrySettings(ctx context.Context, e view.Effect) (view.Event, error) {
	switch e := e.(type) {
	case view.GrantConsent:
		_, err := p.inst.Monitor.Grant(ctx, e.Feed, e.Identifier)
		return nil, err
	case view.RevokeConsent:
		return nil, p.inst.Monitor.Revoke(ctx, e.Feed, e.Identifier)
	case view.ChooseFeed:
		_, err := p.inst.Monitor.Choose(ctx, e.Feed, e.On)
		return nil, err
	case view.SetKey:
		return nil, p.inst.Monitor.SetKey(ctx, e.Feed, []byte(e.Key.Reveal()))
	case view.SetSchedule:
		return nil, p.choose(ctx, func(s *installation.Settings) { s.Rhythm = e.Every })
	case view.Pause:
		return nil, p.choose(ctx, func(s *installation.Settings) { s.PausedUntil = e.Until })
	case view.SetQuietHours:
		quiet, err := desktop.ParseQuietHours(e.Hours)
		if err != nil {
			return nil, err
		}
		return nil, p.choose(ctx, func(s *installation.Settings) { s.Quiet = quiet })
	case view.SetPrivacy:
		return nil, p.choose(ctx, func(s *installation.Settings) { s.Privacy = desktop.Privacy(e.Level) })
	case view.SetLanguage:
		return nil, p.setLanguage(ctx, e.Lang)
	case view.SetTheme:
		return nil, p.keep(ctx, settingTheme, string(e.Theme))
	case view.SetTextSize:
		return nil, p.keep(ctx, settingTextSize, strconv.Itoa(e.Percent))
	case view.SetAutostart:
		return nil, p.setAutostart(e.On)
	case view.SetOffline:
		return nil, p.choose(ctx, func(s *installation.Settings) { s.Offline = e.On })
	case view.Unlock:
		return nil, p.unlock(ctx)
	case view.EraseAll:
		return nil, p.erase(ctx)
	case view.KeepStep:
		return nil, p.keep(ctx, settingFirst, string(e.Step))
	case view.ReadMessage:
		return p.readMessage(ctx, e)
	}
	return nil, monitor.NewProblem("window.later")
}

// named hands over the name of a person, by which the core knows people.
func (p *program) named(ctx context.Context, id string, f func(name string) error) error {
	h, err := p.inst.Store.Household(ctx)
	if err != nil {
		return err
	}
	person, ok := h.Person(id)
	if !ok {
		return monitor.NewProblem("window.gone")
	}
	return f(person.Name)
}

func (p *program) addIdentifier(ctx context.Context, e view.AddIdentifier) error {
	encoded, err := identifier.Encode(e.Value)
	if err != nil {
		return err
	}
	same := func(kept []byte) bool {
		have, err := identifier.Decode(kept)
		return err == nil && identifier.Same(have, e.Value)
	}
	return p.named(ctx, e.Person, func(name string) error {
		_, err := p.inst.Monitor.AddIdentifier(ctx, name, e.Value, encoded, same)
		return err
	})
}

func (p *program) reveal(ctx context.Context, id string) (view.Event, error) {
	data, err := p.inst.Keychain.Get(ctx, id)
	if err != nil {
		return nil, err
	}
	v, err := identifier.Decode(data)
	return view.Revealed{ID: id, Value: v}, err
}

func (p *program) markSeen(ctx context.Context, ids []string) error {
	alerts, err := p.inst.Store.Alerts(ctx)
	if err != nil {
		return err
	}
	return p.inst.Store.Update(ctx, func(tx monitor.Tx) error {
		for _, a := range alerts {
			if slices.Contains(ids, a.ID) {
				if err := putDocument(tx, kindSeen, a.ID, a.Person, true); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

func putDocument(tx monitor.Tx, kind, id, person string, body any) error {
	data, err := json.Marshal(body)
	if err != nil {
		return err
	}
	return tx.PutDocument(monitor.Document{Kind: kind, ID: id, Person: person, Body: data})
}

func (p *program) setLanguage(ctx context.Context, lang string) error {
	s, err := speak(lang)
	if err != nil {
		return err
	}
	if err := p.keep(ctx, settingLang, lang); err != nil {
		return err
	}
	p.speak = s
	return nil
}

func (p *program) setAutostart(on bool) error {
	a, err := p.autostart()
	if err != nil {
		return err
	}
	if on {
		return a.Enable()
	}
	return a.Disable()
}

func (p *program) erase(ctx context.Context) error {
	p.using.Lock()
	defer p.using.Unlock()
	if _, err := p.inst.Erase(ctx); err != nil {
		return err
	}
	if err := p.open(ctx); err != nil {
		return err
	}
	return p.unlock(ctx)
}
