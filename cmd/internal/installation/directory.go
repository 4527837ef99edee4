package installation

import (
	"sync"

	"vigie/assets"
	"vigie/monitor"
	"vigie/monitor/directory"
)

var embedded = sync.OnceValues(func() (*directory.Directory, error) { return directory.Load(assets.Directory()) })

// Directory is the organisations that the program knows by itself. It is read once.
func Directory() (*directory.Directory, error) { return embedded() }

// DirectoryWith is every organisation known by name: the program's own, and those
// of a catalogue.
func DirectoryWith(c *monitor.Catalogue) (*directory.Directory, error) {
	d, err := Directory()
	if err != nil {
		return nil, err
	}
	return d.With(c.Breaches()), nil
}
