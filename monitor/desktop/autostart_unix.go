//go:build !darwin && !windows

package desktop

import (
	"os"
	"path/filepath"
	"strings"

	"vigie/monitor"
)

func systemAutostart(command []string) (Autostart, error) {
	// An equals sign in the program's name would make it a variable, says the
	// Desktop Entry Specification.
	if strings.Contains(command[0], "=") {
		return nil, monitor.NewProblem("autostart.command")
	}
	folder := os.Getenv("XDG_CONFIG_HOME") // ignored when relative (XDG Base Directory Specification)
	if !filepath.IsAbs(folder) {
		home, err := os.UserHomeDir()
		if err != nil {
			return nil, monitor.NewProblem("data.nowhere").Because(err)
		}
		folder = filepath.Join(home, ".config")
	}
	return xdgAutostart(filepath.Join(folder, "autostart"), command), nil
}
