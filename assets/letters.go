package assets

import (
	"embed"
	"io/fs"
)

//go:embed letters
var letters embed.FS

// Letters is what letters and printed sheets are made of: for each kind of
// letter its text in fr/ and en/, the table of kinds (kinds.toml), the legal
// texts that a letter may quote (laws.toml), and the typeface of the PDF files
// (fonts/). Package checklist/letters reads it.
func Letters() fs.FS {
	sub, err := fs.Sub(letters, "letters")
	if err != nil {
		panic(err) // "letters" is a valid path
	}
	return sub
}
