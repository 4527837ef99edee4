package view

import (
	"time"

	"vigie/checklist"
	"vigie/checklist/letters"
	"vigie/checklist/notice"
	"vigie/monitor"
)

// To be carried out by the program.
type (
	// AddPerson adds somebody to the household.
	AddPerson struct {
		effect
		Name string
		Role monitor.Role
	}
	// EditPerson gives somebody another name or role.
	EditPerson struct {
		effect
		ID, Name string
		Role     monitor.Role
	}
	// RemovePerson removes somebody and all that is theirs.
	RemovePerson struct {
		effect
		ID string
	}

	// AddIdentifier keeps a value in the key store.
	AddIdentifier struct {
		effect
		Person string
		Value  monitor.Value
	}
	// RemoveIdentifier removes a value and what rests on it.
	RemoveIdentifier struct {
		effect
		ID string
	}
	// RevealIdentifier asks for a value, which comes back as Revealed.
	RevealIdentifier struct {
		effect
		ID string
	}

	// AddAffiliations keeps what a person says of organisations.
	AddAffiliations struct {
		effect
		Person string
		Said   []monitor.Affiliation
	}
	// EditAffiliation replaces what a person said of one organisation.
	EditAffiliation struct {
		effect
		Affiliation monitor.Affiliation
	}
	// RemoveAffiliation takes it back.
	RemoveAffiliation struct {
		effect
		ID string
	}
	// ImportSites reads a password manager's export; the sites come back as SitesRead.
	ImportSites struct {
		effect
		Person, Path string
	}

	// AnswerLeak says something about one leak: notice received, not me, don't
	// know, or the answer to a question.
	AnswerLeak struct {
		effect
		Person   string
		Evidence monitor.Evidence
	}
	// ReadNotice reads a message by which an organisation told of a leak; what it says
	// comes back as NoticeRead.
	ReadNotice struct {
		effect
		Person, Breach, Path string
	}
	// KeepNotice keeps the message that was read last, as a proof of that leak.
	KeepNotice struct {
		effect
		Person, Breach string
	}
	// SaveNotice writes a message that is kept to a file, as it came.
	SaveNotice struct {
		effect
		ID, Path string
	}
	// AnswerPassword says whether a leaked password was used elsewhere, or when it
	// was changed.
	AnswerPassword struct {
		effect
		Action string // Action.ID, whose Question it answers
		Reply  monitor.Answer
	}

	// MarkAction says how a step of the plan stands.
	MarkAction struct {
		effect
		Action   string
		Progress checklist.Progress
	}
	// UndoAction takes the last word about a step back.
	UndoAction struct {
		effect
		Action string
	}
	// OpenOfficial opens an address in the usual browser. URL is https.
	OpenOfficial struct {
		effect
		URL, Host string
	}

	// WriteLetter composes a letter, which comes back as LetterReady.
	WriteLetter struct {
		effect
		Person, Breach string
		Kind           letters.Kind
		About          string // LetterFacts.ID of the letter it comes back to, if any
		Lang           string
		Quote          []string          // Identifier.ID of those it may say, of the ones that are kept
		Identity       []monitor.Value   // typed for this letter alone; they come before those that are kept
		Fields         map[string]string // the other fields, by letters.Missing's names; one thing a line where there may be several
	}
	// SaveLetter writes the letter that was composed last to a file, "pdf", "txt" or
	// "eml", and remembers that it was made.
	SaveLetter struct {
		effect
		Format, Path string
	}
	// MarkLetter keeps what became of a letter.
	MarkLetter struct {
		effect
		Letter LetterFacts
	}
	// RemoveLetter forgets a letter that was made.
	RemoveLetter struct {
		effect
		ID string
	}

	// GrantConsent lets one service be asked about one identifier.
	GrantConsent struct {
		effect
		Feed, Identifier string
	}
	// RevokeConsent takes that back.
	RevokeConsent struct {
		effect
		Feed, Identifier string
	}
	// ChooseFeed switches a source on or off.
	ChooseFeed struct {
		effect
		Feed string
		On   bool
	}
	// SetKey keeps a person's own key for a service.
	SetKey struct {
		effect
		Feed string
		Key  monitor.Value
	}

	// SetSchedule says how often lists are read.
	SetSchedule struct {
		effect
		Every string // a word of Schedules, or what was typed: it is for the program to refuse
	}
	// Pause stops checks and pop-ups until a moment; the zero one ends a pause.
	Pause struct {
		effect
		Until time.Time
	}
	// SetQuietHours says when nothing pops up, as it was typed: it is for the
	// program to refuse.
	SetQuietHours struct {
		effect
		Hours string // "22:00-07:00", or "" for none
	}
	// SetPrivacy says what a pop-up may tell: one of Privacies.
	SetPrivacy struct {
		effect
		Level string
	}
	// SetLanguage chooses one of words.Languages.
	SetLanguage struct {
		effect
		Lang string
	}
	// SetTheme chooses the colours.
	SetTheme struct {
		effect
		Theme Theme
	}
	// SetTextSize chooses the size of text, one of TextSizes.
	SetTextSize struct {
		effect
		Percent int
	}
	// SetAutostart lets the agent start with the session, or not.
	SetAutostart struct {
		effect
		On bool
	}
	// SetOffline switches all network access off, or on again.
	SetOffline struct {
		effect
		On bool
	}
	// Unlock tries the key store again, or the sealed file that stands in for it.
	Unlock struct {
		effect
		Passphrase monitor.Value // of that file
	}
	// KeepInFile keeps all secrets in a sealed file, where there is no key store.
	KeepInFile struct {
		effect
		Passphrase monitor.Value
	}
	// LossSeen puts the loss that State.Lost tells of behind.
	LossSeen struct{ effect }

	// CheckNow starts a check; State.Check then tells how it goes on.
	CheckNow struct{ effect }
	// CancelCheck stops it; what was read is kept.
	CancelCheck struct{ effect }
	// ReadMessage checks a message; the verdict comes back as MessageRead.
	ReadMessage struct {
		effect
		Text monitor.Value
	}
	// JudgePassword judges one password, AuditPasswords those of an export, as long
	// as CancelAudit does not stop it; MakePassword draws one. They come back as
	// PasswordJudged, PasswordsAudited after any AuditProgress, and PasswordMade.
	JudgePassword struct {
		effect
		Password monitor.Value
	}
	AuditPasswords struct {
		effect
		Path string
	}
	CancelAudit  struct{ effect }
	MakePassword struct{ effect }
	// MarkSeen remembers that alerts were read.
	MarkSeen struct {
		effect
		Alerts []string // Alert.ID
	}

	// Backup writes the household to a sealed file.
	Backup struct {
		effect
		Path       string
		Passphrase monitor.Value
	}
	// Restore adds to the household what a sealed file holds.
	Restore struct {
		effect
		Path       string
		Passphrase monitor.Value
	}
	// SaveCalendar writes what comes back as a calendar file.
	SaveCalendar struct {
		effect
		Path string
	}
	// SaveSheet writes the page for the family.
	SaveSheet struct {
		effect
		Path string
	}
	// EraseAll removes everything the program stored, key store included.
	EraseAll struct{ effect }

	// KeepStep remembers how far first start is; "done" when it is over.
	KeepStep struct {
		effect
		Step Step
	}
)

// What came of something that was carried out.
type (
	// Finished says that an intent was carried out; a new State comes with it.
	Finished struct {
		outcome
		Intent Intent
	}
	// Failed says why it was not.
	Failed struct {
		outcome
		Intent  Intent
		Problem *monitor.Problem
	}
	// Revealed is a value that a person asked to see.
	Revealed struct {
		outcome
		ID    string
		Value monitor.Value
	}
	// NoticeRead is what a message by which an organisation told of a leak says. It is
	// not kept yet.
	NoticeRead struct {
		outcome
		Person, Breach string
		Reading        notice.Reading
		Elsewhere      bool // it comes from another organisation than the leak's
	}
	// SitesRead is what a password manager's export says.
	SitesRead struct {
		outcome
		Person string
		Sites  []ImportedSite
		Format string
		// Skipped counts the rows that gave no site.
		Skipped int
	}
	// LetterReady is a letter as a screen may show it, or what it lacks.
	LetterReady struct {
		outcome
		Letter LetterDraft
	}
	// PasswordJudged, PasswordsAudited and PasswordMade are what came of passwords.
	PasswordJudged struct {
		outcome
		Verdict PasswordVerdict
	}
	AuditProgress struct {
		outcome
		Done, Of int // passwords
	}
	PasswordsAudited struct {
		outcome
		Audit PasswordAudit
	}
	PasswordMade struct {
		outcome
		Made MadePassword
	}
	// MessageRead is what the checker says about a message.
	MessageRead struct {
		outcome
		Verdict MessageVerdict
	}
)
