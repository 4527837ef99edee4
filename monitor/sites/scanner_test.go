package sites

import (
	"bytes"
	"encoding/csv"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"vigie/monitor"
)

// TestScannerAgreesWithCSV: of what encoding/csv writes, the scanner reads the
// same cells, on the same lines, as encoding/csv does, however the reader
// hands out the bytes.
func TestScannerAgreesWithCSV(t *testing.T) {
	const columns = 4
	cell := rapid.StringOfN(rapid.RuneFrom([]rune("ab,;\"\n\t é\x00")), 0, 6, -1)
	table := rapid.SliceOf(rapid.SliceOfN(cell, columns, columns))
	rapid.Check(t, func(t *rapid.T) {
		l := layout{
			separator: byte(rapid.SampledFrom([]rune(",;\t")).Draw(t, "separator")),
			columns:   columns,
		}
		for r := range l.at {
			l.at[r] = rapid.IntRange(-1, columns-1).Draw(t, "column")
		}
		var file bytes.Buffer
		w := csv.NewWriter(&file)
		w.Comma, w.UseCRLF = rune(l.separator), rapid.Bool().Draw(t, "CRLF")
		if err := w.WriteAll(table.Draw(t, "table")); err != nil {
			t.Fatal(err)
		}
		reference := csv.NewReader(bytes.NewReader(file.Bytes()))
		reference.Comma = w.Comma
		s := newScanner(iotest.OneByteReader(&file), MaxBytes)
		for {
			want, err := reference.Read()
			if got := s.row(l); got != err {
				t.Fatalf("error %v, want %v", got, err)
			}
			if err == io.EOF {
				return
			}
			line, _ := reference.FieldPos(0)
			if s.columns != columns || s.began != line {
				t.Fatalf("line %d: %d columns; want line %d, %d", s.began, s.columns, line, columns)
			}
			for r, column := range l.at {
				cell := ""
				if column >= 0 {
					cell = want[column]
				}
				if string(s.fields[r]) != cell {
					t.Fatalf("line %d: %q, want %q", line, s.fields[r], cell)
				}
			}
		}
	})
}

// TestScannerLimit: a file as large as allowed is read to its end, one byte
// more is refused.
func TestScannerLimit(t *testing.T) {
	const file = "name,url,username,password\na,b,c,d\n"
	if _, err := read(newScanner(strings.NewReader(file), len(file))); err != nil {
		t.Errorf("as large as allowed: %v", err)
	}
	_, err := read(newScanner(strings.NewReader(file), len(file)-1))
	if want := monitor.NewProblem("sites.too-large", "megabytes", "20"); !cmp.Equal(err, error(want)) {
		t.Errorf("one byte more: %v", err)
	}
}
