package main

import (
	"bufio"
	"os"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"
)

// forgetProgram tells the system that the program's own code and tables are not
// needed for now: a look touches half of them, and then nothing does for a
// minute. They stay in the system's cache, from which they come back by
// themselves.
func forgetProgram() {
	program, err := os.Executable()
	if err != nil {
		return
	}
	maps, err := os.Open("/proc/self/maps") // proc(5)
	if err != nil {
		return
	}
	defer func() { _ = maps.Close() }()
	for lines := bufio.NewScanner(maps); lines.Scan(); {
		fields := strings.Fields(lines.Text())
		if len(fields) != 6 || fields[5] != program || !strings.HasPrefix(fields[1], "r-") {
			continue
		}
		from, to, _ := strings.Cut(fields[0], "-")
		begin, err1 := strconv.ParseUint(from, 16, 64)
		end, err2 := strconv.ParseUint(to, 16, 64)
		if err1 != nil || err2 != nil || end > fixed {
			continue
		}
		// Only advice: where it is refused, the pages stay.
		_, _, _ = unix.Syscall(unix.SYS_MADVISE, uintptr(begin), uintptr(end-begin), unix.MADV_DONTNEED)
	}
}

// fixed is the end of the addresses at which programs lie that are always
// loaded at the same ones. In others the loader has written to pages that look
// read-only afterwards, and these must stay.
const fixed = 1 << 32
