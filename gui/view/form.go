package view

import (
	"slices"
	"strings"

	"vigie/monitor"
)

// FieldKind is how a field is filled.
type FieldKind string

// The kinds of field.
const (
	TextField   FieldKind = "text"
	SecretField FieldKind = "secret" // dots
	LongField   FieldKind = "long"   // several lines
	ChoiceField FieldKind = "choice" // one of Options
	SearchField FieldKind = "search" // the screen follows as one types
)

// Form is fields and what they are for.
type Form struct {
	Fields  []Field
	Buttons []Button // the first is what Enter does
}

// Field is one thing to fill in. What is typed or chosen is sent as Field.Typed.
type Field struct {
	Key     string // unique in the window: what is typed stays as the screen changes
	Kind    FieldKind
	Label   string
	Help    string
	Hint    string // shown while the field is empty
	Value   string // always "" for a SecretField
	Filled  bool   // of a SecretField: something was typed
	Error   string // "" while nothing is wrong
	Options []Option
}

// Typed is what somebody typed into the field or, of a ChoiceField, the Value of
// the option they chose.
func (f Field) Typed(text string) Event {
	if private(f.Key) {
		return TypeSecret{Field: f.Key, Value: Secret(text)}
	}
	return Type{Field: f.Key, Text: text}
}

// private reports whether what is typed into a field is somebody's identifier, a
// secret, or a message that may hold them: it is kept as a monitor.Value, which
// nothing prints.
func private(key string) bool {
	if name, ok := strings.CutPrefix(key, string(FormLetter)+"."); ok {
		return slices.Contains(monitor.Kinds(), monitor.Kind(name))
	}
	switch _, name, _ := strings.Cut(key, "."); name {
	case "passphrase", "again":
		return true
	}
	return key == "identifier.value" || key == "message.text" || strings.HasPrefix(key, "key.") || strings.HasPrefix(key, string(FormPassword)+".")
}

// Option is one choice.
type Option struct {
	Value string
	Text  string
	Note  string
}

// Secret wraps what was typed, so that it is printed nowhere.
func Secret(text string) monitor.Value { return monitor.NewValue("", text, "•••") }
