package view

import (
	"maps"

	"vigie/monitor"
)

// UI is what the window alone remembers. The zero UI is the home screen, or
// first start where it was left. It is a value: Update returns another one and
// never changes what it was given.
type UI struct {
	Place   Place
	History []Place // where Back leads, the last one at the end

	Person string // whose puzzle and organisations are shown; "": the first one concerned
	Only   string // whose leaks or actions are listed; "": everybody's
	Filter string
	Theme  string       // of organisations
	Month  monitor.Date // of the calendar; zero: this one
	Open   map[string]bool
	Typed  map[string]string        // by Field.Key
	Hidden map[string]monitor.Value // what was typed into SecretFields, by Field.Key
	Errors map[string]*monitor.Problem

	Asking   Intent // waits for a yes, or for more
	Period   *PeriodPick
	Revealed map[string]monitor.Value // by Identifier.ID
	Import   *Import
	Letter   *LetterDraft
	Notice   *NoticeRead
	Message  *MessageVerdict
	Judged   *PasswordVerdict
	Audit    *PasswordAudit
	Auditing *AuditProgress // while an export is judged
	Made     *MadePassword

	// Told is what was just carried out; Problem, what could not be.
	Told    *Told
	Problem *monitor.Problem
	undos   []undoing
}

// Told is what was just carried out, in a sentence, and how to take it back.
type Told struct {
	Key   string // of a sentence of the window
	Pairs []any
	Undo  Effect // nil where it cannot be taken back
}

// FormName names a form, for Submit. The keys of its fields begin with it.
type FormName string

// The forms.
const (
	FormPerson     FormName = "person"
	FormIdentifier FormName = "identifier"
	FormBackup     FormName = "backup"
	FormRestore    FormName = "restore"
	FormErase      FormName = "erase"
	FormQuiet      FormName = "quiet"
	FormSchedule   FormName = "schedule"
	FormLetter     FormName = "letter"
	FormSent       FormName = "sent"
	FormMessage    FormName = "message"
	FormPostpone   FormName = "postpone"
	FormImport     FormName = "import"
	FormPassword   FormName = "password"
	FormUnlock     FormName = "unlock" // the file that stands in for the key store
	FormVault      FormName = "vault"  // a new one
)

// Pick is one click of a period: a year, that it still lasts, or, when zero,
// that it is not known.
type Pick struct {
	Year    int
	Current bool // of the second click
}

// PeriodPick is a period of which one click is made, or none.
type PeriodPick struct {
	Organisation string
	Relation     *monitor.Relation // chosen; nil: as usual
	From         *Pick             // nil: the first click is to come
}

// Import is the sites that were read, and which of them to leave out.
type Import struct {
	SitesRead
	Left map[string]bool // by domain
}

// ImportedSite is a site of a password manager's export.
type ImportedSite struct{ Domain, Name string }

// with is a map with one more entry; the map itself stays as it is.
func with[V any](m map[string]V, key string, v V) map[string]V {
	m = maps.Clone(m)
	if m == nil {
		m = make(map[string]V)
	}
	m[key] = v
	return m
}

// without is a map without some entries; the map itself stays as it is.
func without[V any](m map[string]V, drop func(key string) bool) map[string]V {
	m = maps.Clone(m)
	maps.DeleteFunc(m, func(key string, _ V) bool { return drop(key) })
	return m
}
