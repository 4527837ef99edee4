// Package assets holds the facts that the program carries with it, as they
// stand in the files beside it: public lists of breaches, of organisations and
// of kinds of data. It decides nothing. Package monitor/catalogue reads
// [Catalogue], package monitor/directory reads [Directory]; the sentences are
// in package assets/words.
package assets

import _ "embed" // for the directives below

var (
	//go:embed catalogue.json
	catalogue string
	//go:embed directory.json
	directory string
	//go:embed classes.json
	classes string
)

// Catalogue is the list of breaches that the program starts with, in JSON.
func Catalogue() []byte { return []byte(catalogue) }

// Directory is the list of organisations, in JSON.
func Directory() []byte { return []byte(directory) }

// Classes is the vocabulary of kinds of leaked data, in JSON.
func Classes() []byte { return []byte(classes) }
