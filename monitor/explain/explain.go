// Package explain puts what the core knows as data into words: why someone is
// concerned by a leak, which data, when, how a source stands, what went wrong.
// The window, the pop-ups and the command line all speak through it.
//
// Start at [New]; the methods of [Explainer] take core values and return text
// ready to be shown. The sentences themselves are keys of assets/words
// (explain.toml, classes.toml, directory.toml): this package chooses and fills
// them, and holds none.
package explain

import (
	"strings"
	"time"

	"vigie/assets/words"
	"vigie/monitor"
)

// Explainer speaks one language. It holds no state and may be shared.
type Explainer struct {
	w       *words.Words
	classes *Classes
	loc     *time.Location // in which moments are told
}

// New makes an Explainer that speaks w, knows classes, and tells moments as
// they are in loc.
func New(w *words.Words, classes *Classes, loc *time.Location) *Explainer {
	return &Explainer{w, classes, loc}
}

// Class is a kind of data as a short noun phrase: « numéro de sécurité
// sociale ». One that has no words yet is shown by its English name, marked as such.
func (x *Explainer) Class(c monitor.Class) string {
	info, ok := x.classes.Info(c)
	if !ok {
		return x.w.T("class.unknown", "name", monitor.CleanText(string(c), monitor.MaxName))
	}
	return x.w.T("class." + info.Slug)
}

// Classes is a list of kinds of data in one phrase: « nom et prénom, adresse
// e-mail et mot de passe ».
func (x *Explainer) Classes(cs []monitor.Class) string {
	phrases := make([]string, len(cs))
	for i, c := range cs {
		phrases[i] = x.Class(c)
	}
	return x.w.List(phrases)
}

// ClassGroup is the heading under which a kind of data is shown.
func (x *Explainer) ClassGroup(c monitor.Class) string {
	info, _ := x.classes.Info(c)
	return x.w.T("class-group." + info.Group)
}

// Relation is how someone deals with an organisation: « client ou cliente ».
func (x *Explainer) Relation(r monitor.Relation) string {
	switch {
	case r == "":
		return x.w.T("relation.unsaid")
	case !r.Known():
		return strings.ReplaceAll(monitor.CleanText(string(r), monitor.MaxName), "_", " ")
	}
	return x.w.T("relation." + string(r))
}

// Verdict is how certain it is that someone is concerned, as a short label.
func (x *Explainer) Verdict(v monitor.Verdict) string { return x.w.T("verdict." + v.String()) }

// Feed is the name of a source.
func (x *Explainer) Feed(name string) string {
	if key := "feed.name." + name; x.w.Has(key) {
		return x.w.T(key)
	}
	return monitor.CleanText(name, monitor.MaxName)
}
