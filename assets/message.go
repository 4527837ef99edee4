package assets

import (
	"embed"
	"io/fs"
)

//go:embed message/*.toml message/learned.txt
var message embed.FS

// Message is what messages are judged by: rules.toml, the signs of a forgery with
// their weights, vocabulary and examples, and learned.txt, the model of how
// forgeries are worded. Package checklist/message reads it.
func Message() fs.FS {
	sub, err := fs.Sub(message, "message")
	if err != nil {
		panic(err) // "message" is a valid path
	}
	return sub
}
