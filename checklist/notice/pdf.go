package notice

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode"

	"github.com/ledongthuc/pdf"
)

// Bounds of a PDF file: a notice has a few pages, and its text is there in no time.
const (
	maxPages    = 30
	pdfPatience = 5 * time.Second
	minLetters  = 40 // fewer are no letter: a scan, or fonts that tell no characters
)

var errNoText = errors.New("no text in the PDF file")

// pdfText takes the text out of a PDF file. What a damaged file does to the
// library, a panic or an endless loop, ends here: nothing is read then. Some
// apostrophes and accents may be lost.
func pdfText(data []byte) (string, error) {
	type result struct {
		text string
		err  error
	}
	done := make(chan result, 1)
	go func() {
		var r result
		defer func() {
			if p := recover(); p != nil {
				r = result{err: fmt.Errorf("the PDF library gave up: %T", p)}
			}
			done <- r
		}()
		r.text, r.err = readPDF(data)
	}()
	select {
	case r := <-done:
		return r.text, r.err
	case <-time.After(pdfPatience):
		return "", errors.New("the PDF file takes too long to read")
	}
}

func readPDF(data []byte) (string, error) {
	file, err := pdf.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return "", err
	}
	var text strings.Builder
	for n := 1; n <= min(file.NumPage(), maxPages) && text.Len() < MaxSize; n++ {
		page, err := file.Page(n).GetPlainText(nil)
		if err != nil {
			return "", err
		}
		// The library ends each piece with an empty line, which is no end of a
		// paragraph.
		for line := range strings.Lines(page) {
			if line = strings.TrimSpace(line); line != "" {
				text.WriteString(line + "\n")
			}
		}
	}
	letters := 0
	for _, r := range text.String() {
		if unicode.IsLetter(r) {
			letters++
		}
	}
	if letters < minLetters {
		return "", errNoText
	}
	return text.String(), nil
}
