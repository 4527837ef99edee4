//go:build e2e && linux

package endtoend

import (
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"vigie/assets/words"
)

// TestMakeRun is the first thing a newcomer does, where nobody can answer
// questions: it shows what the program does, says so, and keeps nothing.
func TestMakeRun(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	cmd := exec.Command("make", "run")
	cmd.Dir = "../../.."
	// The variables of the make that runs this test are about another one.
	cmd.Env = append(slices.DeleteFunc(os.Environ(), func(v string) bool {
		return strings.HasPrefix(v, "MAKE") || strings.HasPrefix(v, "MFLAGS")
	}), "XDG_DATA_HOME="+data)
	out, err := cmd.CombinedOutput() // its standard input is /dev/null
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for _, said := range []string{"showing the demonstration", "France Travail"} {
		if !strings.Contains(string(out), said) {
			t.Errorf("does not say %q:\n%s", said, out)
		}
	}
	kept, err := os.ReadDir(data)
	if err != nil {
		t.Fatal(err)
	}
	if len(kept) > 0 {
		t.Errorf("the demonstration kept %v", kept)
	}
}

// TestStart: on a terminal it is the first start where a key store is open, and
// the demonstration where there is none.
func TestStart(t *testing.T) {
	t.Parallel()
	s := newSession(t)
	w, err := words.Load("fr")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		env  []string
		says string
	}{
		{nil, w.T("welcome.who")},
		{nowhere(), w.T("demo.intro")},
	} {
		cmd := exec.Command("script", "--quiet", "--command", "../../../.ci/start "+s.program, "/dev/null")
		cmd.Env = s.Env(c.env...)
		out, _ := cmd.CombinedOutput() // nobody types, which interrupts the first start
		if !strings.Contains(string(out), c.says) {
			t.Errorf("does not say %q:\n%s", c.says, out)
		}
	}
}
