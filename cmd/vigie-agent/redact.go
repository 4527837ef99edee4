package main

import (
	"io"
	"log/slog"
	"os"
	"regexp"
	"strings"

	"vigie/monitor"
)

// maxLogged is the longest text in a line of the log, in characters.
const maxLogged = 4000

// revealing are texts that have no business in a log, whatever error brought
// them there: addresses of people and of the web, and digits enough for a
// telephone number.
var revealing = regexp.MustCompile(`[^\s"'<>=:/]+@[^\s"'<>]+|https?://[^\s"'<>]+|\+?\d[\d .-]{6,}\d`)

// redacted writes the log without them, and without the folders that hold the
// name of whoever uses this computer. Types decide what may be printed of a
// person; this is the last barrier behind them.
func redacted(w io.Writer, dir string) slog.Handler {
	folders := []string{dir, "DATA"}
	if home, err := os.UserHomeDir(); err == nil && len(home) > 1 {
		folders = append(folders, home, "HOME")
	}
	known := strings.NewReplacer(folders...)
	return slog.NewTextHandler(w, &slog.HandlerOptions{ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
		switch a.Value.Kind() {
		case slog.KindString, slog.KindAny:
			text := revealing.ReplaceAllString(known.Replace(a.Value.String()), "‹…›")
			return slog.String(a.Key, monitor.CleanText(text, maxLogged))
		}
		return a
	}})
}
