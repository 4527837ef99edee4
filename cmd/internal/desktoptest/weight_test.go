//go:build e2e && linux

package desktoptest

import (
	"bufio"
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"vigie/cmd/internal/sessiontest"
)

// weight is what a program costs while nobody uses it.
type weight struct {
	pss      int // kB of memory: its own, and its part of what it shares
	ticks    int // of processor, each 10 ms
	switches int // times that one of its threads went to sleep
	wakeups  int // moments at which it woke, whatever the number of its threads
}

// moment is how far apart two wake-ups are that count as two.
const moment = 100 * time.Millisecond

// weigh looks at a program for a while.
func weigh(t testing.TB, pid int, while time.Duration) (w weight) {
	t.Helper()
	busy, slept := ticks(t, pid), switches(t, pid)
	last := slept
	tick := time.NewTicker(moment)
	defer tick.Stop()
	for end := time.Now().Add(while); time.Now().Before(end); {
		<-tick.C
		if now := switches(t, pid); now != last {
			last = now
			w.wakeups++
		}
	}
	w.pss, w.ticks, w.switches = pss(t, pid), ticks(t, pid)-busy, last-slept
	return w
}

// proc is a file of the kernel about a process (proc(5)).
func proc(t testing.TB, pid int, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(pid), name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// field is the number after a name, as in "Pss:  8012 kB".
func field(data []byte, name string) (n int) {
	for lines := bufio.NewScanner(bytes.NewReader(data)); lines.Scan(); {
		if words := strings.Fields(lines.Text()); len(words) > 1 && words[0] == name {
			n, _ = strconv.Atoi(words[1])
		}
	}
	return n
}

func pss(t testing.TB, pid int) int { return field(proc(t, pid, "smaps_rollup"), "Pss:") }

// ticks are utime and stime, the 14th and 15th field of stat. The second, a name
// in brackets, may hold spaces.
func ticks(t testing.TB, pid int) (n int) {
	t.Helper()
	_, after, _ := bytes.Cut(proc(t, pid, "stat"), []byte(") "))
	for _, text := range strings.Fields(string(after))[11:13] {
		one, err := strconv.Atoi(text)
		if err != nil {
			t.Fatal(err)
		}
		n += one
	}
	return n
}

func switches(t testing.TB, pid int) (n int) {
	t.Helper()
	tasks, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/status", pid))
	if err != nil || len(tasks) == 0 {
		t.Fatal("no such process: ", pid)
	}
	for _, path := range tasks {
		if data, err := os.ReadFile(path); err == nil { // a thread may have ended
			n += field(data, "voluntary_ctxt_switches:")
		}
	}
	return n
}

// settling is how long a program may be busy after its start.
const settling = 15 * time.Second

// BenchmarkIdle weighs the agent, with a tray, a key store and a household, and
// the smallest window of Fyne, which VIGIE_HELLO names: a minute each. Run it by
// .ci/idle-weight.
func BenchmarkIdle(b *testing.B) {
	h := newHousehold(b)
	h.startPopups()
	h.startPanel()
	h.startAgent()
	h.checkNow()
	hello := h.Start(exec.Command(os.Getenv("VIGIE_HELLO")))
	time.Sleep(settling)
	for _, program := range []struct {
		name string
		*sessiontest.Part
	}{{"agent", h.agent}, {"hello", hello}} {
		b.Run(program.name, func(b *testing.B) {
			for b.Loop() {
				w := weigh(b, program.PID(), time.Minute)
				b.ReportMetric(float64(w.pss)/1024, "MB-PSS")
				b.ReportMetric(float64(w.ticks), "ticks/min")
				b.ReportMetric(float64(w.switches), "switches/min")
				b.ReportMetric(float64(w.wakeups), "wake-ups/min")
			}
		})
	}
}
