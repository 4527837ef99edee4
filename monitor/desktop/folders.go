package desktop

import (
	"os"
	"path/filepath"
	"runtime"
)

// DataDir is where the program keeps its data unless it is told otherwise:
// $XDG_DATA_HOME/vigie (XDG Base Directory Specification), Application Support
// on macOS, the local (not roaming) application data on Windows: the database
// must stay next to the key store that opens it.
func DataDir() (string, error) {
	home, err := os.UserHomeDir()
	switch runtime.GOOS {
	case "windows":
		if dir := os.Getenv("LOCALAPPDATA"); dir != "" {
			return filepath.Join(dir, "Vigie"), nil
		}
		return filepath.Join(home, "AppData", "Local", "Vigie"), err
	case "darwin":
		return filepath.Join(home, "Library", "Application Support", "Vigie"), err
	}
	// The specification ignores a relative path.
	if dir := os.Getenv("XDG_DATA_HOME"); filepath.IsAbs(dir) {
		return filepath.Join(dir, "vigie"), nil
	}
	return filepath.Join(home, ".local", "share", "vigie"), err
}
