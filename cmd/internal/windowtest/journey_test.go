//go:build e2e && linux

package windowtest

import (
	"bytes"
	"os/exec"
	"strconv"
	"strings"
	"testing"
)

// TestMouse is a first start by mouse alone, in French: who lives here is typed,
// everything else is clicked, up to the finding of France Travail 2024 and its plan.
func TestMouse(t *testing.T) {
	d := newDesk(t, "mouse", "fr")
	d.open()
	d.see("Vigie veille")
	d.primary()
	at := d.see("Prénom ou surnom")
	d.run("xdotool", "mousemove", strconv.Itoa(at.x+40), strconv.Itoa(at.y+34), "click", "1")
	d.typed("Claire")
	d.primary()
	d.see("Retirer")
	d.primary()
	d.see("Étape 3")
	d.click("France Travail")
	d.click("2011")
	d.see("toujours en cours")
	d.click("2013")
	d.see("très probable")
	d.down()
	d.primary()
	d.see("Premier résultat")
	d.down()
	d.primary()
	d.see("Vérifications facultatives")
	d.down()
	d.primary()
	d.see("Heures de silence")
	d.down()
	d.primary()
	d.see("Prochaine action")
	at = d.see("Accueil") // white on dark: OCR misses the item below it
	d.run("xdotool", "mousemove", strconv.Itoa(at.x), strconv.Itoa(at.y+41), "click", "1")
	d.see("année par année")
	d.down()
	d.click("France Travail février")
	d.see("Très probablement")
	d.see("Pourquoi")
	d.down()
	d.see("Votre plan")
	d.close()
}

// TestKeyboard is the same by keyboard alone, in English.
func TestKeyboard(t *testing.T) {
	d := newDesk(t, "keyboard", "en")
	d.open()
	d.see("Vigie watches")
	d.keys("Tab", 3) // Français, English, Begin
	d.keys("Return", 1)
	d.see("Who lives")
	d.keys("Tab", 1)
	d.typed("Claire")
	d.keys("Return", 1)
	d.see("Remove")
	d.keys("Tab", 6) // four roles, Add, Continue
	d.keys("Return", 1)
	d.see("Step 3")
	d.keys("Tab", 15) // thirteen themes, the search, France Travail
	d.keys("space", 1)
	d.see("since which")
	d.keys("Tab", 17) // the period, 2026 to 2011
	d.keys("Return", 1)
	d.see("until which")
	d.keys("shift+Tab", 2) // from 2011 to 2013
	d.keys("Return", 1)
	d.see("very likely")
	d.keys("shift+Tab", 3) // from the end: later, Back, See the result
	d.keys("Return", 1)
	d.see("First result")
	d.close()
}

// TestSecondStart raises the first window, and ends.
func TestSecondStart(t *testing.T) {
	d := newDesk(t, "second", "fr")
	d.open()
	d.see("Vigie veille")
	path, err := program()
	if err != nil {
		t.Fatal(err)
	}
	d.run(path, "--data", d.dir+"/data", "--alert", "nobody-knows-it")
	d.see("Fuites")
	d.close()
}

// TestNoDisplay says so, and how to go on, in a line each.
func TestNoDisplay(t *testing.T) {
	path, err := program()
	if err != nil {
		t.Fatal(err)
	}
	for _, display := range []string{"", "DISPLAY=:9999"} {
		var said bytes.Buffer
		cmd := exec.Command(path, "--data", t.TempDir(), "--lang", "fr")
		cmd.Env, cmd.Stderr = []string{"HOME=" + t.TempDir(), display}, &said
		if err := cmd.Run(); cmd.ProcessState.ExitCode() != 1 {
			t.Errorf("%q: %v, wants exit status 1", display, err)
		}
		if text := said.String(); !strings.Contains(text, "pas d’écran") || !strings.Contains(text, "vigie-agent --help") || strings.Contains(text, "goroutine") {
			t.Errorf("%q: it says\n%s", display, text)
		}
	}
}
