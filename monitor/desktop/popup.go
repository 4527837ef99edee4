package desktop

import "vigie/monitor"

// Popup is one pop-up, in plain text.
type Popup struct {
	Title, Body string
	See, Later  string // what its two buttons say
	Alert       string // Alert.ID that See opens
	Urgency     Urgency
}

// Urgency is how a pop-up asks for attention. There is no level above normal:
// it would stay on the screen and break through "do not disturb".
type Urgency byte

// The urgencies, with their values in the freedesktop notification specification.
const (
	UrgencyLow    Urgency = 0 // nothing to do
	UrgencyNormal Urgency = 1
)

// The longest texts of a pop-up, in characters. Desktops cut longer ones where
// they please.
const (
	maxPopupTitle = 80
	maxPopupBody  = 400
	maxPopupName  = 30
)

// cleaned is the last barrier before a screen that may be read over a shoulder:
// one line, no control characters, bounded.
func (p Popup) cleaned() Popup {
	p.Title = monitor.CleanText(p.Title, maxPopupTitle)
	p.Body = monitor.CleanText(p.Body, maxPopupBody)
	return p
}
