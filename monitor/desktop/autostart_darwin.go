package desktop

import (
	"os"
	"path/filepath"

	"vigie/monitor"
)

func systemAutostart(command []string) (Autostart, error) {
	home, err := os.UserHomeDir()
	if err != nil {
		return nil, monitor.NewProblem("data.nowhere").Because(err)
	}
	return launchAgent(filepath.Join(home, "Library", "LaunchAgents"), command), nil
}
