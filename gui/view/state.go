package view

import (
	"time"

	"vigie/assets/words"
	"vigie/checklist"
	"vigie/monitor"
	"vigie/monitor/directory"
	"vigie/monitor/explain"
)

// State is what is known, as plain data. The program reads it in one go and
// gives it whole; nothing here is ever changed.
type State struct {
	Now     time.Time // in the person's time zone
	Words   *words.Words
	Explain *explain.Explainer // of the same language and time zone

	// Keychain is how the key store stands, "" while it has not answered yet. While
	// it is not KeychainOK, what follows about people is empty and the window says
	// why.
	Keychain  monitor.KeychainState
	Household *monitor.Household // never nil
	Catalogue *monitor.Catalogue // never nil
	Directory *directory.Directory
	Findings  []monitor.Finding
	Alerts    []monitor.Alert // not closed
	Seen      map[string]bool // by Alert.ID: it was read in the window

	Advice *checklist.Advice
	Plan   []checklist.Action
	Puzzle []checklist.Puzzle
	// Input is what the plan was made of; Done, the days on which a step was done.
	Input checklist.Input
	Done  map[string][]monitor.Date

	Feeds        []monitor.FeedStatus // every one, in the order of monitor.FeedNames
	LastComplete time.Time
	Check        *CheckState // one that goes on, or ended since the window was opened

	Ledger   []monitor.LedgerEntry // oldest first
	Letters  []LetterFacts         // newest first
	Notices  []NoticeFacts         // oldest first
	Settings Settings
	// Lost is what became of the household when the database was damaged; nil when
	// nothing was lost, or the person has seen to it.
	Lost *Loss
	// JudgesPasswords: the program behind the window carries JudgePassword,
	// AuditPasswords and MakePassword out.
	JudgesPasswords bool
	// FirstStart is where first start was left: StepPromise for a new installation,
	// StepDone when it is over.
	FirstStart Step
}

// Loss is a database that was damaged or gone, and what took its place.
type Loss struct {
	Problem  *monitor.Problem // what happened, what was kept, what to do
	SetAside []string         // paths of the damaged files; none when it was gone
}

// CheckState is how a check goes on.
type CheckState struct {
	Feeds     []string // that are asked
	Results   []monitor.FeedResult
	Running   bool
	Cancelled bool
	// Ended is what came of it; nil while it goes on, or when it could not be done.
	Ended *monitor.Checked
}

// Settings are the person's choices, and what the settings screen tells about
// this installation.
type Settings struct {
	Look     Look
	Schedule string // a word of Schedules, or what the person typed
	Quiet    string // "22:00-07:00"; "" for none
	Privacy  string // of pop-ups: one of Privacies
	// Autostart is nil where this system cannot start it with the session.
	Autostart *bool
	Offline   bool
	// OfflineAsked: the program was started without a network, whatever was chosen.
	OfflineAsked bool
	PausedUntil  time.Time
	NextCheck    time.Time
	// Lookups are the services that can be asked about an identifier, with where
	// they are asked.
	Lookups []LookupService
	Version string
	DataDir string
	Vault   string // the key store's name: "Secret Service"
	// VaultFile: a sealed file stands in for the key store. VaultUnused: nothing was
	// ever kept in the key store, so that a file can still take its place.
	VaultFile, VaultUnused bool
}

// LookupService is a service that can be asked about one identifier.
type LookupService struct {
	Feed string
	Host string
	// Sends says for each kind that may be sent what leaves for it.
	Sends            map[monitor.Kind]monitor.Sent
	NeedsKey, HasKey bool
}

// Schedules are the rhythms offered, by the words under window.schedule; "" is
// each source's own. Others can be typed.
func Schedules() []string { return []string{"", "hours", "day", "week", "hand"} }

// Privacies are what a pop-up may say, by the words under window.privacy.
func Privacies() []string { return []string{"counts", "names"} }
