package letters

import (
	"bytes"
	"errors"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"vigie/assets/words"
	"vigie/checklist/letters/paper"
	"vigie/monitor"
)

// extracted is the text that another program finds in a PDF file.
func extracted(t *testing.T, pdf []byte, options ...string) string {
	t.Helper()
	path, err := exec.LookPath("pdftotext")
	if err != nil {
		t.Fatal("pdftotext is missing: install poppler-utils (apt-get install -y --no-install-recommends poppler-utils)")
	}
	cmd := exec.Command(path, append(append([]string{"-enc", "UTF-8"}, options...), "-", "-")...)
	cmd.Stdin = bytes.NewReader(pdf)
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("pdftotext: %v", err)
	}
	return string(out)
}

func render(t *testing.T, l *Letter) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := l.PDF(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// letters is what is written, without the spaces that line breaks eat.
func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, s)
}

var pageNumber = regexp.MustCompile(`–\s*\d\s*–`)

// The whole text of every letter can be selected, searched and read aloud, in
// its order, and it stays on its pages.
func TestPDF(t *testing.T) {
	word := regexp.MustCompile(`xMin="([0-9.]+)" yMin="([0-9.]+)" xMax="([0-9.]+)" yMax="([0-9.]+)"`)
	const pointsPerMM = 72 / 25.4
	for _, lang := range words.Languages() {
		for _, kind := range Kinds() {
			l := write(t, kind, complete(lang))
			pdf := render(t, l)
			text, err := l.Text()
			if err != nil {
				t.Fatal(err)
			}
			raw := extracted(t, pdf, "-raw")
			if got, want := letters(pageNumber.ReplaceAllString(raw, "")), letters(text); got != want {
				t.Errorf("%s in %s: the PDF says\n%s\nwant\n%s", kind, lang, got, want)
			}
			pages := strings.Count(raw, "\f")
			if pages < 1 || pages > l.template.Pages {
				t.Errorf("%s in %s takes %d pages, at most %d", kind, lang, pages, l.template.Pages)
			}
			for _, m := range word.FindAllStringSubmatch(extracted(t, pdf, "-bbox"), -1) {
				xMin, xMax, yMax := number(t, m[1]), number(t, m[3]), number(t, m[4])
				if xMin < paper.Left*pointsPerMM-1 || xMax > paper.Right*pointsPerMM+1 || yMax > (paper.Height-8)*pointsPerMM {
					t.Errorf("%s in %s leaves its margins at %v", kind, lang, m[1:])
				}
			}
		}
	}
}

func number(t *testing.T, s string) float64 {
	t.Helper()
	f, err := strconv.ParseFloat(s, 64)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// French punctuation stands off by a narrow space: two thirds of a word space.
func TestNarrowSpace(t *testing.T) {
	const size = 10.5 // points, of a one-page letter with room to spare
	word := regexp.MustCompile(`xMin="([0-9.]+)" yMin="[0-9.]+" xMax="([0-9.]+)" yMax="[0-9.]+">([^<]*)<`)
	words := word.FindAllStringSubmatch(extracted(t, render(t, write(t, DebitOpposition, complete("fr"))), "-bbox"), -1)
	seen := 0
	for i := 1; i < len(words); i++ {
		gap := number(t, words[i][1]) - number(t, words[i-1][2])
		switch words[i][3] {
		case ":":
			if seen++; gap < 0.1*size || gap > 0.2*size {
				t.Errorf("%q and its colon are %.2f points apart", words[i-1][3], gap)
			}
		case "prélèvement":
			if gap < 0.22*size {
				t.Errorf("a word space of %.2f points", gap)
			}
		}
	}
	if seen == 0 {
		t.Error("no colon was found")
	}
}

// The same letter gives the same file, and the file says nothing in passing.
func TestPDFHoldsNothingElse(t *testing.T) {
	a, b := render(t, write(t, Access, complete("fr"))), render(t, write(t, Access, complete("fr")))
	if !bytes.Equal(a, b) {
		t.Error("two files of one letter differ")
	}
	for _, marker := range []string{"/Author", "/Keywords", "/Subject", "Claire"} {
		if bytes.Contains(a, []byte(marker)) {
			t.Errorf("the file's own fields hold %q", marker)
		}
	}
	if !bytes.Contains(a, []byte("/Lang (fr)")) {
		t.Error("a screen reader is not told the language")
	}
}

// Names of all Europe are drawn; what cannot be drawn is said, not left out.
func TestCharacters(t *testing.T) {
	in := complete("fr")
	for name, drawn := range map[string]bool{
		"Zoë Łukasiewicz-Ğülşah": true, "Nguyễn Thị Hồng": true, "Ольга Петрова": true, "Αλέξανδρος": true, "José Ibáñez": true,
		"王小明": false, "محمد": false,
	} {
		in.Identity[0] = value(monitor.Name, name, "•••")
		var b bytes.Buffer
		err := write(t, Access, in).PDF(&b)
		switch p, isProblem := errors.AsType[*monitor.Problem](err); {
		case drawn && err != nil:
			t.Errorf("%s: %v", name, err)
		case drawn && !strings.Contains(extracted(t, b.Bytes()), name):
			t.Errorf("%s is not in the PDF", name)
		case !drawn && (!isProblem || p.Key != "letter.characters" || strings.Contains(err.Error(), name)):
			t.Errorf("%s: %v", name, err)
		}
	}
}
