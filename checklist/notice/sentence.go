package notice

import (
	"strings"
	"unicode"
)

// sentence is a sentence, a heading or an item of a list.
type sentence struct {
	text  string
	words []string // folded
	item  bool
	line  int
	gap   bool // an empty line stands before it
}

// maxSentences bounds the work on one message.
const maxSentences = 8000

// sentences cuts the lines of a message.
func sentences(lines []string) []sentence {
	var all []sentence
	gap := false
	for i, line := range lines {
		if line == "" {
			gap = true
			continue
		}
		text, item := cutBullet(line)
		for _, s := range cut(text) {
			if len(all) >= maxSentences {
				return all
			}
			all = append(all, sentence{text: s, words: fold(s), item: item, line: i, gap: gap})
			gap = false
		}
	}
	return all
}

// cutBullet takes the sign of a list's item away.
func cutBullet(line string) (text string, item bool) {
	for _, sign := range []string{"–", "-", "•", "*", "·", "▪", "◦", "➢", "✓", "→"} {
		if rest, ok := strings.CutPrefix(line, sign); ok {
			return strings.TrimSpace(rest), true
		}
	}
	return line, false
}

// cut parts a line where a sentence ends: at a full stop, a question or an
// exclamation mark that a space and then no small letter follow.
func cut(line string) []string {
	var parts []string
	runes := []rune(line)
	start := 0
	for i := 0; i+2 < len(runes); i++ {
		if strings.ContainsRune(".!?…", runes[i]) && unicode.IsSpace(runes[i+1]) && !unicode.IsLower(runes[i+2]) {
			parts = append(parts, string(runes[start:i+1]))
			start = i + 2
		}
	}
	return append(parts, string(runes[start:]))
}
