//go:build e2e && linux

package endtoend

import (
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
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
