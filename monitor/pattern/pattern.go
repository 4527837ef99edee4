// Package pattern keeps regular expressions that few runs of a program use. Every
// command and the window would pay for them all at their start: 1 to 2 ms.
package pattern

import (
	"regexp"
	"sync"
)

// New gives an expression of [regexp] that is compiled when it is first wanted.
// One that cannot be compiled panics then, so every expression needs a test that
// uses it.
func New(expression string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expression) })
}
