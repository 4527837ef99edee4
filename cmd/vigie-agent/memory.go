package main

import (
	"runtime"
	"runtime/debug"
)

// The agent is there all day and works for minutes of it. Left to itself, Go's
// collector wakes the processor every two minutes to find little, and keeps what
// a check needed in case it is needed again: so it works during checks and when
// a look ends, and at no other time.

// busy runs f, which may need much memory.
func busy(f func()) {
	debug.SetGCPercent(100)
	f()
}

// rest gives memory back until the next look.
func rest() {
	debug.SetGCPercent(-1)
	runtime.GC() // what is kept for reuse goes at the second collection
	debug.FreeOSMemory()
	forgetProgram()
}
