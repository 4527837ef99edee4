package main

import (
	"path"
	"regexp"
	"strings"
)

var (
	// What the runtime itself says of an end, as far as it holds no value.
	runtimeSays = regexp.MustCompile(`^(fatal error: [a-zA-Z ]+|panic: runtime error: [a-zA-Z ]+|\[signal [A-Z]+|goroutine \d+ \[[a-zA-Z ,0-9()]+\]:?)`)
	inFile      = regexp.MustCompile(`^\t(?:.*[/\\])?([\w.-]+\.(?:go|s):\d+)`)
	inFunction  = regexp.MustCompile(`^(?:created by )?([\w./*()\[\]·{}-]+)(?:\([^()]*\)| in goroutine \d+)$`)
)

// frames is what the runtime writes when a program dies, as far as it is about
// the program and not about what it worked on: no message of a panic, no
// argument, no folder. Of a stack it leaves functions and lines.
func frames(stack []byte) string {
	var b strings.Builder
	inStack := false
	for line := range strings.Lines(string(stack)) {
		line = strings.TrimRight(line, "\r\n")
		said := runtimeSays.FindString(line)
		file, function := inFile.FindStringSubmatch(line), inFunction.FindStringSubmatch(line)
		switch {
		case said != "":
			inStack = strings.HasPrefix(said, "goroutine ")
			b.WriteString(said + "\n")
		case strings.HasPrefix(line, "panic: "):
			inStack = false
			b.WriteString("panic: …\n")
		case inStack && file != nil:
			b.WriteString("\t" + file[1] + "\n")
		case inStack && function != nil:
			b.WriteString(path.Base(function[1]) + "\n")
		}
	}
	return b.String()
}
