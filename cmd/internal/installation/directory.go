package installation

import (
	"sync"

	"vigie/assets"
	"vigie/monitor"
	"vigie/monitor/directory"
)

// Directory is the organisations that the program knows. It is read once: all
// that has to do with the household asks for it.
var Directory = sync.OnceValues(func() (*directory.Directory, error) { return directory.Load(assets.Directory()) })

// DirectoryWith is every organisation known by name: the program's own, and those
// of a catalogue.
func DirectoryWith(c *monitor.Catalogue) (*directory.Directory, error) {
	d, err := Directory()
	if err != nil {
		return nil, err
	}
	return d.With(c.Breaches()), nil
}
