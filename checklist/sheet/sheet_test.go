package sheet

import (
	"bytes"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"unicode"

	"vigie/assets"
	"vigie/assets/words"
	"vigie/monitor"
	"vigie/monitor/directory"
)

func load(t *testing.T, data []byte) *directory.Directory {
	t.Helper()
	d, err := directory.Load(data)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func speak(t *testing.T, lang string) *words.Words {
	t.Helper()
	w, err := words.Load(lang)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// extracted is the text that another program finds in a PDF file.
func extracted(t *testing.T, pdf []byte) string {
	t.Helper()
	path, err := exec.LookPath("pdftotext")
	if err != nil {
		t.Fatal("pdftotext is missing: install poppler-utils (apt-get install -y --no-install-recommends poppler-utils)")
	}
	cmd := exec.Command(path, "-enc", "UTF-8", "-raw", "-", "-")
	cmd.Stdin = bytes.NewReader(pdf)
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("pdftotext: %v", err)
	}
	return string(out)
}

// solid is a text without the spaces that line breaks eat.
func solid(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, s)
}

var day = monitor.MustDate("2026-11-25")

// One page, with the three reflexes and every number, in both languages.
func TestSheet(t *testing.T) {
	for _, lang := range words.Languages() {
		w := speak(t, lang)
		var b bytes.Buffer
		if err := Write(&b, w, load(t, assets.Directory()), day); err != nil {
			t.Fatal(err)
		}
		text := extracted(t, b.Bytes())
		if pages := strings.Count(text, "\f"); pages != 1 {
			t.Errorf("%s: %d pages, want 1", lang, pages)
		}
		want := []string{"0 892 705 705", "17cyber.gouv.fr", "33700", "0 805 805 817", "39 49", "36 46", w.T("sheet.title"), w.T("sheet.lead"), w.Date(2026, 11, 25)}
		for _, n := range []string{"1", "2", "3"} {
			want = append(want, w.T("sheet.reflex."+n), w.T("sheet.reflex."+n+".why"))
		}
		for _, r := range rows {
			want = append(want, w.T("sheet.call."+r.id))
		}
		for _, s := range want {
			if strings.Contains(s, "⟨") || !strings.Contains(solid(text), solid(s)) {
				t.Errorf("%s: %q is not on the sheet", lang, s)
			}
		}
		if strings.Contains(text, "*") {
			t.Errorf("%s: the directory now has recalled numbers among these", lang)
		}
	}
}

// The same sheet is the same file, whoever prints it.
func TestSheetIsAlwaysTheSame(t *testing.T) {
	var a, b bytes.Buffer
	for _, out := range []*bytes.Buffer{&a, &b} {
		if err := Write(out, speak(t, "fr"), load(t, assets.Directory()), day); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(a.Bytes(), b.Bytes()) {
		t.Error("two sheets of one day differ")
	}
}

// A number that was recalled rather than read carries a star, and the star is
// explained; without a number there is no sheet.
func TestMarks(t *testing.T) {
	const start, end = `{"themes":[{"id":"help"}],"entries":[`, `]}`
	other := `,{"id":"17cyber","name":"17Cyber","theme":"help","domains":["17cyber.gouv.fr"]},
		{"id":"33700","name":"33700","theme":"help","phone":"33700"},
		{"id":"info-escroqueries","name":"Info","theme":"help","phone":"0805805817"},
		{"id":"france-travail","name":"France Travail","theme":"help","phone":"3949"},
		{"id":"ameli","name":"Ameli","theme":"help","phone":"3646"}`
	w := speak(t, "fr")
	for name, c := range map[string]struct {
		entry string
		star  bool
		fails bool
	}{
		"read":      {`{"id":"opposition-carte","name":"O","theme":"help","phone":"0892705705"}`, false, false},
		"recalled":  {`{"id":"opposition-carte","name":"O","theme":"help","phone":"0892705705","recalled":["phone"]}`, true, false},
		"no number": {`{"id":"opposition-carte","name":"O","theme":"help"}`, false, true},
		"not there": {`{"id":"someone","name":"O","theme":"help","phone":"0892705705"}`, false, true},
	} {
		var b bytes.Buffer
		err := Write(&b, w, load(t, []byte(start+c.entry+other+end)), day)
		if c.fails {
			if err == nil || b.Len() > 0 {
				t.Errorf("%s: a sheet was printed", name)
			}
			continue
		}
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		text := extracted(t, b.Bytes())
		starred := strings.Contains(solid(text), "0892705705*") && strings.Contains(solid(text), solid(w.T("sheet.recalled")))
		if starred != c.star || strings.Contains(text, "*") != c.star {
			t.Errorf("%s: starred %v, want %v:\n%s", name, starred, c.star, text)
		}
	}
}

func TestSpoken(t *testing.T) {
	for in, want := range map[string]string{
		"3949": "39 49", "0892705705": "0 892 705 705", "0153732222": "01 53 73 22 22", "33700": "33700", "17": "17", "116006": "116006", "": "",
	} {
		if got := strings.ReplaceAll(spoken(in), "\u00a0", " "); got != want {
			t.Errorf("%s is said %q, want %q", in, got, want)
		}
	}
}

// Each row is of the directory, or left for a pen.
func TestRows(t *testing.T) {
	d := load(t, assets.Directory())
	if hand := slices.IndexFunc(rows, func(r row) bool { return r.hand }); hand < 0 {
		t.Error("no line is left for a pen")
	}
	for _, r := range rows {
		if _, ok := d.ByID(r.id); ok == r.hand {
			t.Errorf("%s: in the directory %v, by hand %v", r.id, ok, r.hand)
		}
	}
}
