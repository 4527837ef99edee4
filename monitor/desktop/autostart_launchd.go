package desktop

import (
	"encoding/xml"
	"path/filepath"
	"strings"
)

// launchAgent is a property list for launchd (man launchd.plist), in a folder
// such as ~/Library/LaunchAgents. That a person switched it off in System
// Settings stands elsewhere and is not seen here.
func launchAgent(folder string, command []string) entryFile {
	var arguments strings.Builder
	for _, word := range command {
		arguments.WriteString("\t\t<string>")
		_ = xml.EscapeText(&arguments, []byte(word)) // a Builder never fails
		arguments.WriteString("</string>\n")
	}
	f := entryFile{
		path: filepath.Join(folder, agentID+".plist"),
		content: `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
	<key>Label</key>
	<string>` + agentID + `</string>
	<key>ProgramArguments</key>
	<array>
` + arguments.String() + `	</array>
	<key>RunAtLoad</key>
	<true/>
	<key>LimitLoadToSessionType</key>
	<string>Aqua</string>
	<key>ProcessType</key>
	<string>Background</string>
</dict>
</plist>
`,
	}
	f.starts = f.same
	return f
}
