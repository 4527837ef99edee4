package desktop

import (
	"path/filepath"
	"strings"
)

// xdgAutostart is an entry of the Desktop Application Autostart Specification,
// in a folder such as ~/.config/autostart.
func xdgAutostart(folder string, command []string) entryFile {
	exec := desktopExec(command)
	return entryFile{
		path: filepath.Join(folder, agentID+".desktop"),
		content: "[Desktop Entry]\nType=Application\nName=Vigie\nIcon=" + appID + "\nExec=" + exec +
			"\nTerminal=false\nX-GNOME-Autostart-enabled=true\n",
		starts: func(content []byte) bool {
			entry := desktopEntry(string(content))
			// Settings programs switch an entry off with one key or the other.
			return entry["Exec"] == exec && entry["Hidden"] != "true" && entry["X-GNOME-Autostart-enabled"] != "false"
		},
	}
}

// desktopExec writes the value of Exec: every word in double quotes, with the
// escapes of a quoted argument, then those of any value, and % doubled
// (Desktop Entry Specification 1.5, "The Exec key").
func desktopExec(command []string) string {
	quoted := strings.NewReplacer(`\`, `\\`, `"`, `\"`, "`", "\\`", `$`, `\$`)
	value := strings.NewReplacer(`\`, `\\`, `%`, `%%`)
	words := make([]string, len(command))
	for i, word := range command {
		words[i] = value.Replace(`"` + quoted.Replace(word) + `"`)
	}
	return strings.Join(words, " ")
}

// desktopEntry reads the keys of the group [Desktop Entry], values as they stand.
func desktopEntry(text string) map[string]string {
	keys := make(map[string]string)
	ours := false
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if strings.HasPrefix(line, "[") {
			ours = line == "[Desktop Entry]"
			continue
		}
		if key, value, ok := strings.Cut(line, "="); ok && ours && !strings.HasPrefix(line, "#") {
			keys[strings.TrimSpace(key)] = strings.TrimSpace(value)
		}
	}
	return keys
}
