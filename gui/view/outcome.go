package view

import (
	"reflect"
	"slices"
)

// undoing is something that is being carried out, and how it is taken back.
type undoing struct{ done, undo Effect }

// keepUndo remembers how something is taken back until it is known what came of
// it: of several that are asked for at once, each has its own.
func (u UI) keepUndo(done, undo Effect) UI {
	u.undos = append(slices.Clip(u.undos), undoing{done, undo})
	return u
}

// takeUndo is how something that was carried out is taken back; nil when it
// cannot be.
func (u UI) takeUndo(done Intent) (UI, Effect) {
	i := slices.IndexFunc(u.undos, func(x undoing) bool { return reflect.DeepEqual(x.done, done) })
	if i < 0 {
		return u, nil
	}
	undo := u.undos[i].undo
	u.undos = slices.Delete(slices.Clone(u.undos), i, i+1)
	return u, undo
}

// finished says that something was carried out, where that cannot be seen.
func (u UI) finished(s *State, e Intent) UI {
	u, undo := u.takeUndo(e)
	u.Problem = nil
	told := func(key string, pairs ...any) { u.Told = &Told{Key: key, Pairs: pairs, Undo: undo} }
	switch e := e.(type) {
	case AddPerson:
		u = u.forget(string(FormPerson))
		if x, ok := s.Household.PersonNamed(e.Name); ok {
			u.Person = x.ID
		}
	case EditPerson:
		u = u.forget(string(FormPerson))
		told("told.saved")
	case RemovePerson:
		if u.Place.Screen == ScreenPerson {
			u = u.at(Place{Screen: ScreenHousehold})
		}
		told("told.removed")
	case AddIdentifier:
		u = u.forget(string(FormIdentifier))
		told("told.identifier", "value", e.Value.Masked())
	case RemoveIdentifier, RemoveLetter:
		told("told.removed")
	case RemoveAffiliation:
		told("told.affiliation-removed")
	case AddAffiliations:
		if u.Place.Screen == ScreenImport {
			u.Import = nil
			u = u.at(Place{Screen: ScreenConcerned, Person: e.Person})
			told("told.imported")
		}
	case AnswerLeak:
		if undo != nil {
			told("told.answer")
		}
	case MarkAction:
		told("told.action." + string(e.Progress.State))
	case Backup:
		u = u.forget(string(FormBackup))
		told("told.backup")
	case Restore:
		u = u.forget(string(FormRestore)).at(Place{Screen: ScreenHome})
		told("told.restored")
	case SaveLetter:
		told("told.letter")
	case KeepNotice:
		u.Notice = nil
		told("told.notice")
	case SaveCalendar, SaveSheet, SaveNotice:
		told("told.file")
	case MarkLetter:
		u = u.forget(string(FormSent))
		told("told.saved")
	case SetQuietHours:
		u = u.forget(string(FormQuiet))
		told("told.saved")
	case SetSchedule:
		u = u.forget(string(FormSchedule))
	case SetKey:
		u = u.forget("key")
		told("told.saved")
	case GrantConsent:
		if e.Identifier != "" { // else it is about passwords, and can be seen
			told("told.consent")
		}
	case RevokeConsent:
		if e.Identifier != "" {
			told("told.revoked")
		}
	case Unlock:
		u = u.forget(string(FormUnlock))
	case KeepInFile:
		u = u.forget(string(FormVault))
	case EraseAll:
		return UI{}
	}
	return u
}

// passphraseShort is the problem of a passphrase that is too easy to guess.
const passphraseShort = "passphrase.short"

// failed says why something was not carried out: beside the field it came from,
// else above the screen. What was typed stays.
func (u UI) failed(e Failed) UI {
	u, _ = u.takeUndo(e.Intent)
	u.Told = nil
	field := ""
	switch x := e.Intent.(type) {
	case AddPerson, EditPerson:
		field = "person.name"
	case AddIdentifier:
		field = "identifier.value"
	case SetQuietHours:
		field = "quiet.hours"
	case SetSchedule:
		field = "schedule.own"
	case Restore:
		field, u.Asking = "restore.passphrase", StartRestore{Path: x.Path}
	case Backup:
		if e.Problem.Key != passphraseShort {
			u = u.forget(string(FormBackup))
			break
		}
		field, u.Asking = "backup.passphrase", StartBackup{Path: x.Path}
	case AuditPasswords:
		u.Auditing = nil
	case KeepInFile:
		field = "vault.passphrase"
	case Unlock:
		if _, typed := u.Hidden["unlock.passphrase"]; typed {
			field = "unlock.passphrase"
		}
	case MarkAction:
		if _, asked := u.Typed["postpone.until"]; asked {
			field = "postpone.until"
		}
	}
	if field == "" {
		u.Problem = e.Problem
		return u
	}
	u.Errors = with(u.Errors, field, e.Problem)
	return u
}
