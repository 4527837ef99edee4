package view

// Block is a part of a screen. Package gui draws each of the types below.
type Block interface{ block() }

// Tone is the role of a colour, never the colour itself.
type Tone string

// The tones.
const (
	Neutral   Tone = ""
	Muted     Tone = "muted"
	Accent    Tone = "accent" // something to do, something to watch
	Attention Tone = "attention"
	Danger    Tone = "danger"
	Calm      Tone = "calm"
)

// Shape is the shape before a word, so that no status rests on colour.
type Shape string

// The shapes, written as characters that resemble them. Package gui draws them:
// usual typefaces lack most.
const (
	NoShape  Shape = ""
	Triangle Shape = "▲" // now
	Diamond  Shape = "◆" // soon, likely
	Dot      Shape = "●" // keep watching
	Check    Shape = "✓" // done, not in it
	Question Shape = "?" // not known, not checked
	Circle   Shape = "○" // to do, off
	Loop     Shape = "↻" // comes back
	Dash     Shape = "–" // does not apply
	Arrow    Shape = "→" // handed to somebody
)

// Tag is a status: shape, word and role.
type Tag struct {
	Shape Shape
	Text  string
	Tone  Tone
}

// ButtonKind is how much a button asks to be pressed.
type ButtonKind string

// The kinds of button. A screen has one primary button at most.
const (
	Plain   ButtonKind = ""
	Primary ButtonKind = "primary"
	Link    ButtonKind = "link"   // looks like text
	Grave   ButtonKind = "danger" // takes something away
)

// Button is something to press.
type Button struct {
	Text   string
	Kind   ButtonKind
	Intent Intent // nil: only a text (the last crumb)
	Off    bool   // cannot be pressed now
	Why    string // why it is off, shown beside it
}

// Heading begins a part of the screen. Level 2 is below the screen's title.
type Heading struct {
	Level int
	Text  string
}

// Size is the size of a paragraph.
type Size string

// The sizes.
const (
	Body  Size = ""
	Small Size = "small"
	Large Size = "large"
)

// Paragraph is a sentence or a few. Strong stands before Text, in bold.
type Paragraph struct {
	Strong string
	Text   string
	Size   Size
	Tone   Tone
	Links  []Button // after the text
}

// Points is a short list with bullets, or numbered when its order matters.
type Points struct {
	Numbered bool
	Items    []string
}

// Card is a group of blocks on one surface.
type Card struct {
	Title  string
	Shape  Shape // before the title, when it is a status
	Sub    string
	Tone   Tone // of its surface: Neutral is the plain card, Attention the yellow one
	Accent bool // a bar of the tone's colour at its left edge
	Blocks []Block
}

// Columns are two stacks side by side; one below the other when it is narrow.
type Columns struct {
	Wide, Narrow []Block
}

// NextAction is the one thing to do next.
type NextAction struct {
	Eyebrow string // "Prochaine action · Claire · 5 min"
	Title   string
	Text    string
	Main    Button
	Others  []Button
}

// Counts are a few numbers side by side.
type Counts struct{ Items []Count }

// Count is a number with the status it counts.
type Count struct {
	Tag    Tag
	Number string
	Note   string
	Intent Intent // where it leads; nil: nowhere
}

// Facts are labelled values side by side, as the three dates of a leak.
type Facts struct{ Items []Fact }

// Fact is a labelled value.
type Fact struct {
	Label string
	Value string
	Note  string
}

// Chips are short labels that wrap.
type Chips struct {
	Label string // said before them; may be empty
	Items []Chip
}

// Chip is a short label; one with an Intent can be pressed.
type Chip struct {
	Tag
	On     bool // chosen, of chips that are a choice
	Intent Intent
}

// Rows is a list. It asks for rows as they come into sight: a ledger has ten
// thousand of them.
type Rows struct {
	Key   string // stable, for the place in a long list
	Len   int
	Row   func(i int) Row
	Empty string // said instead when there is none
}

// Row is one row of a list. What is zero is not drawn.
type Row struct {
	Key     string // stable: survives a change of the list
	Toggle  *Toggle
	Badge   *Badge
	Mark    *Tag // before the title, shape only; the text is for who does not see it
	Title   string
	Note    string
	Chip    *Chip // in the middle, as the period of an organisation
	Tag     *Tag  // at the right
	Aside   string
	Buttons []Button
	Intent  Intent // of the row itself
	Dim     bool   // done, past
	Blocks  []Block
}

// Toggle is a box to tick.
type Toggle struct {
	On     bool
	Text   string // what it switches, for who does not see the row
	Intent Intent
}

// Badge is a person: the first letter of the name on one of a few colours.
type Badge struct {
	Letter string
	Colour int // 0 to 5
	Name   string
}

// Progress is how far something is.
type Progress struct {
	Text        string
	Done, Total int
}

// Notice says how something stands, with what can be done about it.
type Notice struct {
	Tag     Tag // Text is the first words: "Vérification partielle"
	Text    string
	Points  []string
	Buttons []Button
	// Progress is of a check that goes on; nil otherwise.
	Progress *Progress
}

// EmptyKind is why a screen has nothing to list.
type EmptyKind string

// The five, which never look alike.
const (
	NeverChecked EmptyKind = "never"
	NothingFound EmptyKind = "nothing"
	PartlyKnown  EmptyKind = "partial"
	StaleKnown   EmptyKind = "stale"
	CheckFailed  EmptyKind = "failed"
)

// Empty stands where there is nothing to list, and says why.
type Empty struct {
	Kind    EmptyKind
	Tag     Tag
	Title   string
	Text    string
	Points  []string
	Buttons []Button
}

// Timeline is what happened, oldest first.
type Timeline struct{ Events []Moment }

// Moment is one moment of a timeline.
type Moment struct {
	When  string
	Title string
	Note  string
	Mark  Tag
}

// Years is a picture: the leaks that concern the household, year by year.
type Years struct {
	Title string
	Text  string // the same in one sentence, for who does not see it
	Items []Year
}

// Year is one column of Years.
type Year struct {
	Label  string
	Parts  []YearPart // most certain first; none: an empty column
	Spoken string
	Intent Intent
}

// YearPart is how many of a year's leaks have one status.
type YearPart struct {
	Tag Tag
	N   int
}

// Puzzle is a picture: the data that leaked of a person as pieces, and what
// they allow where they are put together.
type Puzzle struct {
	Text   string // the same in one sentence
	Pieces []Piece
	Joins  []Join
}

// Piece is one kind of data.
type Piece struct {
	Key    string
	Tag    Tag
	Times  int // in how many leaks
	Spared bool
	Intent Intent
}

// Join is what some pieces allow together.
type Join struct {
	Key    string // stable
	Pieces []int  // indexes in Puzzle.Pieces
	Tag    Tag    // certain, or only possible
	Text   string
	Note   string  // where to check what is only known from memory
	Intent Intent  // opens how to prevent it
	Blocks []Block // when it is open
}

// Months is a picture: how a check that comes back goes on, month by month.
type Months struct {
	Text  string
	Items []MonthCell
}

// MonthCell is one month.
type MonthCell struct {
	Label string // "nov."
	Tag   Tag    // shape and role; the text is for who does not see it
	Now   bool
}

// Calendar is a picture: one month, day by day.
type Calendar struct {
	Title    string
	Weekdays []string   // from Monday
	Days     []MonthDay // of whole weeks from Monday
	Previous Button
	Next     Button
}

// MonthDay is a day of the calendar.
type MonthDay struct {
	Label string // "" for a day outside the month
	Today bool
	Tags  []Tag // what is due that day
}

// Marked is a text with highlighted parts.
type Marked struct {
	Label string
	Spans []Span
}

// Span is a part of a marked text. Note says why it is highlighted.
type Span struct {
	Text string
	Tone Tone // Neutral: not highlighted
	Note string
}

// Paper is a text to read as it will be printed.
type Paper struct{ Text string }

// Buttons stand side by side.
type Buttons struct{ Items []Button }

func (Heading) block()    {}
func (Paragraph) block()  {}
func (Points) block()     {}
func (Card) block()       {}
func (Columns) block()    {}
func (NextAction) block() {}
func (Counts) block()     {}
func (Facts) block()      {}
func (Chips) block()      {}
func (Rows) block()       {}
func (Progress) block()   {}
func (Notice) block()     {}
func (Empty) block()      {}
func (Timeline) block()   {}
func (Years) block()      {}
func (Puzzle) block()     {}
func (Months) block()     {}
func (Calendar) block()   {}
func (Marked) block()     {}
func (Paper) block()      {}
func (Buttons) block()    {}
func (Form) block()       {}
