package assets

import (
	"embed"
	"io/fs"
)

//go:embed advice/*.toml
var advice embed.FS

// Advice is what to do when data has leaked, in TOML: one file for what leaked
// (topics, combinations), one for what to do (steps), one for how often
// (schedules), and where it was read (sources, laws). Package checklist reads it.
func Advice() fs.FS {
	sub, err := fs.Sub(advice, "advice")
	if err != nil {
		panic(err) // "advice" is a valid path
	}
	return sub
}
