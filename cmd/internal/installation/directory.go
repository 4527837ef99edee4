package installation

import (
	"vigie/assets"
	"vigie/monitor"
	"vigie/monitor/directory"
)

// Directory is every organisation known by name: the program's own, and those of
// a catalogue.
func Directory(c *monitor.Catalogue) (*directory.Directory, error) {
	return directory.Load(assets.Directory(), c.Breaches())
}
