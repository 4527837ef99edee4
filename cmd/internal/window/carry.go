package window

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"vigie/cmd/internal/installation"
	"vigie/gui/view"
	"vigie/monitor/desktop"
)

// carry carries one effect out. Some have an outcome of their own; for the
// others it is that they are finished.
func (w *worker) carry(ctx context.Context, e view.Effect) (view.Event, error) {
	for _, try := range []func(context.Context, view.Effect) (view.Event, error){
		w.carryHousehold, w.carryPlan, w.carryLetter, w.carryJudgement, w.carryFile, w.carryConsent, w.carrySetting, w.carryInstallation,
	} {
		if outcome, err := try(ctx, e); !errors.Is(err, errElsewhere) {
			return outcome, err
		}
	}
	return nil, fmt.Errorf("nobody carries out %T", e)
}

// errElsewhere says that an effect is none of a family's.
var errElsewhere = errors.New("carried out elsewhere")

// carryHousehold carries out what is about people, and what they said.
func (w *worker) carryHousehold(ctx context.Context, e view.Effect) (view.Event, error) {
	m := w.inst.Monitor
	switch e := e.(type) {
	case view.AddPerson:
		_, err := m.AddPerson(ctx, e.Name, e.Role)
		return nil, err
	case view.EditPerson:
		return nil, w.named(ctx, e.ID, func(name string) error {
			_, err := m.EditPerson(ctx, name, e.Name, e.Role)
			return err
		})
	case view.RemovePerson:
		return nil, w.named(ctx, e.ID, func(name string) error { return m.RemovePerson(ctx, name) })
	case view.AddIdentifier:
		return nil, w.addIdentifier(ctx, e)
	case view.RemoveIdentifier:
		return nil, m.RemoveIdentifier(ctx, e.ID)
	case view.RevealIdentifier:
		return w.reveal(ctx, e.ID)
	case view.AddAffiliations:
		return nil, w.named(ctx, e.Person, func(name string) error {
			_, err := m.AddAffiliations(ctx, name, e.Said...)
			return err
		})
	case view.EditAffiliation:
		_, err := m.EditAffiliation(ctx, e.Affiliation)
		return nil, err
	case view.RemoveAffiliation:
		return nil, m.RemoveAffiliation(ctx, e.ID)
	case view.AnswerLeak:
		return nil, w.named(ctx, e.Person, func(name string) error {
			_, err := m.Answer(ctx, name, e.Evidence)
			return err
		})
	case view.MarkSeen:
		return nil, w.inst.MarkSeen(ctx, e.Alerts)
	}
	return nil, errElsewhere
}

// carryPlan carries out what is said about the steps of the plan.
func (w *worker) carryPlan(ctx context.Context, e view.Effect) (view.Event, error) {
	switch e := e.(type) {
	case view.AnswerPassword:
		return nil, w.planner.Answer(ctx, e.Action, e.Reply)
	case view.MarkAction:
		return nil, w.planner.Say(ctx, e.Action, e.Progress)
	case view.UndoAction:
		return nil, w.planner.Undo(ctx, e.Action)
	}
	return nil, errElsewhere
}

func (w *worker) carryLetter(ctx context.Context, e view.Effect) (view.Event, error) {
	switch e := e.(type) {
	case view.WriteLetter:
		return w.writeLetter(ctx, e)
	case view.SaveLetter:
		return nil, w.saveLetter(ctx, e)
	case view.MarkLetter:
		return nil, w.inst.KeepLetter(ctx, e.Letter)
	case view.RemoveLetter:
		return nil, w.inst.ForgetLetter(ctx, e.ID)
	}
	return nil, errElsewhere
}

// carryJudgement judges messages and passwords. None is kept.
func (w *worker) carryJudgement(ctx context.Context, e view.Effect) (view.Event, error) {
	switch e := e.(type) {
	case view.ReadMessage:
		return w.readMessage(ctx, e)
	case view.JudgePassword:
		return w.judgePassword(ctx, e)
	case view.MakePassword:
		return w.makePassword()
	}
	return nil, errElsewhere
}

func (w *worker) carryFile(ctx context.Context, e view.Effect) (view.Event, error) {
	switch e := e.(type) {
	case view.ImportSites:
		return readSites(e)
	case view.ReadNotice:
		return w.readNotice(ctx, e)
	case view.KeepNotice:
		return nil, w.keepNotice(ctx, e)
	case view.SaveNotice:
		return nil, w.saveNotice(ctx, e)
	case view.SaveCalendar:
		return nil, w.saveCalendar(ctx, e.Path)
	case view.SaveSheet:
		return nil, w.saveSheet(e.Path)
	case view.Backup:
		return nil, w.backup(ctx, e)
	case view.Restore:
		return nil, w.restore(ctx, e)
	}
	return nil, errElsewhere
}

// carryConsent carries out what is about who may be asked about what.
func (w *worker) carryConsent(ctx context.Context, e view.Effect) (view.Event, error) {
	m := w.inst.Monitor
	switch e := e.(type) {
	case view.GrantConsent:
		_, err := m.Grant(ctx, e.Feed, e.Identifier)
		return nil, err
	case view.RevokeConsent:
		return nil, m.Revoke(ctx, e.Feed, e.Identifier)
	case view.ChooseFeed:
		_, err := m.Choose(ctx, e.Feed, e.On)
		return nil, err
	case view.SetKey:
		return nil, m.SetKey(ctx, e.Feed, []byte(e.Key.Reveal()))
	}
	return nil, errElsewhere
}

// carrySetting carries out a choice.
func (w *worker) carrySetting(ctx context.Context, e view.Effect) (view.Event, error) {
	switch e := e.(type) {
	case view.SetSchedule:
		return nil, w.choose(ctx, func(s *installation.Settings) { s.Rhythm = e.Every })
	case view.Pause:
		return nil, w.choose(ctx, func(s *installation.Settings) { s.PausedUntil = e.Until })
	case view.SetQuietHours:
		quiet, err := desktop.ParseQuietHours(e.Hours)
		if err != nil {
			return nil, err
		}
		return nil, w.choose(ctx, func(s *installation.Settings) { s.Quiet = quiet })
	case view.SetPrivacy:
		return nil, w.choose(ctx, func(s *installation.Settings) { s.Privacy = desktop.Privacy(e.Level) })
	case view.SetOffline:
		return nil, w.choose(ctx, func(s *installation.Settings) { s.Offline = e.On })
	case view.SetLanguage:
		return nil, w.setLanguage(ctx, e.Lang)
	case view.SetTheme:
		return nil, w.keep(ctx, settingTheme, string(e.Theme))
	case view.SetTextSize:
		return nil, w.keep(ctx, settingTextSize, strconv.Itoa(e.Percent))
	case view.SetAutostart:
		return nil, w.setAutostart(e.On)
	case view.KeepStep:
		return nil, w.keep(ctx, settingFirst, string(e.Step))
	}
	return nil, errElsewhere
}

// carryInstallation carries out what is about the installation as a whole.
func (w *worker) carryInstallation(ctx context.Context, e view.Effect) (view.Event, error) {
	switch e := e.(type) {
	case view.Unlock:
		return nil, w.unlockWith(ctx, e.Passphrase)
	case view.KeepInFile:
		return nil, w.keepInFile(ctx, e.Passphrase)
	case view.LossSeen:
		return nil, w.lossSeen(ctx)
	case view.EraseAll:
		return nil, w.erase(ctx)
	}
	return nil, errElsewhere
}
