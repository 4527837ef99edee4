package letters

import (
	"bytes"
	"io"
	"mime"
	"mime/quotedprintable"
	"net/mail"
	"strings"
	"testing"

	"vigie/assets/words"
	"vigie/monitor"
)

// An e-mail program finds the address, the subject and the whole text.
func TestEmail(t *testing.T) {
	for _, lang := range words.Languages() {
		for _, kind := range Kinds() {
			l := write(t, kind, complete(lang))
			var b bytes.Buffer
			if err := l.Email(&b); err != nil {
				t.Fatal(err)
			}
			for i, line := range strings.Split(b.String(), "\r\n") {
				if strings.ContainsAny(line, "\r\n") || len(line) > 78 {
					t.Errorf("%s, line %d: %q", kind, i+1, line)
				}
			}
			m, err := mail.ReadMessage(&b)
			if err != nil {
				t.Fatal(err)
			}
			if m.Header.Get("X-Unsent") != "1" || m.Header.Get("Date") != "" || m.Header.Get("From") != "claire@example.org" {
				t.Errorf("%s: headers %v", kind, m.Header)
			}
			wantTo := ""
			if kind == Access || kind == Erasure || kind == Reminder {
				wantTo = "dpo@example.org"
			}
			if got := m.Header.Get("To"); got != wantTo || l.To() != wantTo {
				t.Errorf("%s is for %q, want %q", kind, got, wantTo)
			}
			p, err := l.compose(open)
			if err != nil {
				t.Fatal(err)
			}
			subject, err := new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject"))
			if err != nil || subject != p.subject {
				t.Errorf("%s: subject %q, %v", kind, subject, err)
			}
			body, err := io.ReadAll(quotedprintable.NewReader(m.Body))
			if err != nil {
				t.Fatal(err)
			}
			for _, bl := range p.blocks {
				if !strings.Contains(string(body), bl.text) {
					t.Errorf("%s: the e-mail lacks %q", kind, bl.text)
				}
			}
		}
	}
}

func TestEmailAddress(t *testing.T) {
	for in, want := range map[string]string{
		"dpo@example.org":                       "dpo@example.org",
		"1200-DPD@example.org":                  "1200-DPD@example.org",
		"":                                      "",
		"dpo":                                   "",
		"DPO <dpo@example.org>":                 "",
		"dpo@example.org\r\nBcc: x@example.org": "",
		"dpo@example.org, x@example.org":        "",
		"dpö@example.org":                       "",
	} {
		if got := emailAddress(in); got != want {
			t.Errorf("%q gives %q, want %q", in, got, want)
		}
	}
}

func TestEmailWithoutAddress(t *testing.T) {
	in := complete("fr")
	in.To.Email = ""
	in.Identity = []monitor.Value{identity()[0]}
	var b bytes.Buffer
	if err := write(t, Access, in).Email(&b); err != nil {
		t.Fatal(err)
	}
	m, err := mail.ReadMessage(&b)
	if err != nil || m.Header.Get("To") != "" || m.Header.Get("From") != "" {
		t.Errorf("%v, %v", m.Header, err)
	}
}
