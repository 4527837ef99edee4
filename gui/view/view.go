// Package view is what every screen says and what every control means, as
// plain data and pure functions: no window, no clock, no disk, no goroutine.
//
// Three things turn in a circle. A [State] is what is known: the household, the
// findings, the plan, as the core has them. A [UI] is what the window alone
// remembers: where it is, what is being typed. [Show] makes of the two a
// [Window], which package gui draws block by block; what a person does there is
// an [Intent], and [Update] makes of it the next UI and what is to be carried
// out by the program. Start at Show, then read one screen: home.go.
//
// The sentences are keys of assets/words, area "window"; this package chooses
// and fills them, and holds none. A status is always a shape, a word and the
// role of a colour. There is no score, and nobody is ever told to be safe.
package view

// Name names a screen.
type Name string

// The screens.
const (
	ScreenHome        Name = "home"
	ScreenLeaks       Name = "leaks"
	ScreenLeak        Name = "leak"        // of Place.Person and Place.ID, a Breach.ID
	ScreenPlan        Name = "plan"        // of Place.Person, or of everybody
	ScreenAction      Name = "action"      // Place.ID is an Action.ID
	ScreenMessage     Name = "message"     //
	ScreenPasswords   Name = "passwords"   //
	ScreenHousehold   Name = "household"   //
	ScreenPerson      Name = "person"      // Place.Person
	ScreenConcerned   Name = "concerned"   // of Place.Person; Place.ID is a theme
	ScreenIdentifiers Name = "identifiers" // Place.Person
	ScreenExposure    Name = "exposure"    // of Place.Person; Place.ID is a class to open
	ScreenImport      Name = "import"      // the sites that were read, before they are kept
	ScreenLetters     Name = "letters"     //
	ScreenLetter      Name = "letter"      // Place.ID is a LetterFacts.ID; empty for a new one
	ScreenLedger      Name = "ledger"      //
	ScreenCheck       Name = "check"       // how a check goes on, feed by feed
	ScreenCalendar    Name = "calendar"    // the month of the watch
	ScreenSettings    Name = "settings"    //
	ScreenFirstStart  Name = "first-start" // Place.ID is a Step
)

// Place is where the window is.
type Place struct {
	Screen Name
	Person string // Person.ID, where the screen is about one
	ID     string // of what the screen is about
}

// Window is everything the window shows.
type Window struct {
	Title string
	Nav   []NavItem // empty during first start: nothing leads away from it but "later"
	Foot  []string  // below the navigation: when lists were read, when again, what left today
	// Notice stands above the screen whatever it is: a check that goes on, a
	// locked key store, what was just done and can be undone. Nil: nothing.
	Notice *Notice
	Screen Screen
	Dialog *Dialog // asks before something that cannot be taken back; nil: nothing
	Look   Look
}

// NavItem leads to one of the main screens.
type NavItem struct {
	Screen  Name // also says which picture stands before the text
	Text    string
	Count   int    // 0: no badge
	Spoken  string // what the badge counts, for who does not see it
	Current bool
	Intent  Intent
}

// Screen is one screen, in reading order.
type Screen struct {
	Place  Place
	Crumbs []Button // the way here; the last one is where we are and leads nowhere
	Title  string
	Lead   string // one sentence under the title
	Tag    *Tag   // beside the title
	Blocks []Block
}

// Dialog asks for a yes. It closes by its first button, which changes nothing,
// and by Escape.
type Dialog struct {
	Title   string
	Text    string
	Points  []string
	Form    *Form
	Buttons []Button // the first changes nothing
}

// Theme is a set of colours.
type Theme string

// The themes.
const (
	ThemeSystem   Theme = "system"
	ThemeLight    Theme = "light"
	ThemeDark     Theme = "dark"
	ThemeContrast Theme = "contrast"
)

// Look is how the window looks.
type Look struct {
	Theme    Theme
	TextSize int // per cent of the usual: 100, 125, 150, 175, 200
}
