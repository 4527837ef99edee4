package view

import (
	"vigie/checklist"
	"vigie/checklist/letters"
	"vigie/monitor"
)

// Event is something that Update is told: what a person does, or what came of
// something that was carried out.
type Event interface{ isEvent() }

// Intent is what a person does. Package gui sends it and knows nothing more.
type Intent interface {
	Event
	isIntent()
}

// Effect is an intent that is to be carried out by the program, which then tells
// Update [Finished] or [Failed] and shows the new State. It is complete and was
// validated.
type Effect interface {
	Intent
	isEffect()
}

// What embeds local is the window's own business; an effect is the program's;
// an outcome is what came of one.
type (
	local   struct{}
	effect  struct{}
	outcome struct{}
)

func (local) isEvent()   {}
func (local) isIntent()  {}
func (effect) isEvent()  {}
func (effect) isIntent() {}
func (effect) isEffect() {}
func (outcome) isEvent() {}

// WithPath is an intent that needs a file: package gui asks for one where
// ChooseFile says so, and sends what At makes of it.
type WithPath interface {
	Intent
	At(path string) Intent
}

// Of the window alone.
type (
	// Go leads to a screen.
	Go struct {
		local
		Place Place
	}
	// Back leads to where one was; Escape does the same.
	Back struct{ local }
	// Type is what was typed or chosen in a field.
	Type struct {
		local
		Field, Text string
	}
	// TypeSecret is Type for a SecretField; Secret makes its value.
	TypeSecret struct {
		local
		Field string
		Value monitor.Value
	}
	// Submit does what the fields of a form are for.
	Submit struct {
		local
		Form FormName
	}
	// Open shows or hides what a row has more to say.
	Open struct {
		local
		Key string
	}
	// Confirm asks before an intent that cannot be taken back.
	Confirm struct {
		local
		Then Intent
	}
	// Yes agrees to what is asked; Dismiss does not, and closes what can be closed.
	Yes     struct{ local }
	Dismiss struct{ local }
	// ShowPerson chooses whose puzzle or plan is shown; "" is everybody. Then is
	// where it leads, if anywhere.
	ShowPerson struct {
		local
		Person string
		Then   Name
	}
	// Filter chooses among leaks or ledger rows.
	Filter struct {
		local
		Value string
	}
	// ShowTheme chooses a theme of organisations.
	ShowTheme struct {
		local
		Theme string
	}
	// ShowMonth turns the calendar to a month.
	ShowMonth struct {
		local
		First monitor.Date
	}
	// AskPeriod opens the two clicks of a period for an organisation of the person
	// of the screen; PickPeriod is each of them; PickRelation says how they dealt
	// with it, when it is not the usual way.
	AskPeriod struct {
		local
		Organisation string
	}
	PickPeriod struct {
		local
		Pick Pick
	}
	PickRelation struct {
		local
		Relation monitor.Relation
	}
	// HideIdentifier hides what was revealed.
	HideIdentifier struct {
		local
		ID string
	}
	// ChooseFile is for package gui, which asks for a file and sends Then.At(path).
	ChooseFile struct {
		local
		Then    WithPath
		Save    bool     // a file to write; otherwise one to read
		Name    string   // proposed
		Endings []string // ".csv"; none: any
	}
	// StartBackup and StartRestore ask for the passphrase of a file.
	StartBackup struct {
		local
		Path string
	}
	StartRestore struct {
		local
		Path string
	}
	// NotMe asks why, then answers the leak.
	NotMe struct {
		local
		Person, Breach string
	}
	// Settle asks why a step does not apply or cannot be done; Hand asks to whom it
	// is handed; Postpone asks until when.
	Settle struct {
		local
		Action string
		State  checklist.State
	}
	Hand struct {
		local
		Action string
	}
	Postpone struct {
		local
		Action string
	}
	// Later leaves first start at a step, to go on another time.
	Later struct {
		local
		Step Step
	}
	// LetterIn shows the letter in another language.
	LetterIn struct {
		local
		Lang string
	}
	// NewMessage makes room for another message; ShowNew lists what is new.
	NewMessage struct{ local }
	ShowNew    struct{ local }
	// SubmitKey keeps a service's key that was typed.
	SubmitKey struct {
		local
		Feed string
	}
	// PickSite ticks or unticks a site that was read.
	PickSite struct {
		local
		Domain string
	}
	// StartLetter opens a new letter of a kind about a leak.
	StartLetter struct {
		local
		Person, Breach string
		Kind           letters.Kind
		About          string // LetterFacts.ID of the letter it comes back to, if any
	}
	// QuoteIdentifier lets the letter on the screen say an identifier, or no longer.
	QuoteIdentifier struct {
		local
		ID string
	}
	// CopyText puts a text on the clipboard: package gui does.
	CopyText struct {
		local
		Text string
	}
)

// At completes an intent with the path of the chosen file.
func (i ImportSites) At(path string) Intent    { i.Path = path; return i }
func (i ReadNotice) At(path string) Intent     { i.Path = path; return i }
func (i SaveNotice) At(path string) Intent     { i.Path = path; return i }
func (i AuditPasswords) At(path string) Intent { i.Path = path; return i }
func (i SaveLetter) At(path string) Intent     { i.Path = path; return i }
func (i SaveCalendar) At(path string) Intent   { i.Path = path; return i }
func (i SaveSheet) At(path string) Intent      { i.Path = path; return i }
func (i StartBackup) At(path string) Intent    { i.Path = path; return i }
func (i StartRestore) At(path string) Intent   { i.Path = path; return i }
