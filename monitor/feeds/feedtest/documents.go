package feedtest

import (
	"net/http"
	"strings"
	"testing"

	"vigie/monitor"
)

// document is a page whose content is broken or hostile.
type document struct {
	name string
	body []byte
	// wrong documents must be refused. The others may be refused too, entry by
	// entry or whole; what is taken of them must be clean.
	wrong bool
}

// documents has one page replaced by each broken document of its format.
func (s Suite) documents(t *testing.T, page int) {
	good := s.Good[page]
	var all []document
	switch s.Format {
	case JSON:
		all = jsonDocuments(good.Body)
	case XML:
		all = xmlDocuments(good.Body)
	case Opaque:
	}
	for _, d := range all {
		t.Run(d.name, func(t *testing.T) {
			if d.wrong {
				s.broken(t, page, fault{name: d.name, reasons: wrongDocument, answer: d.serve}, nil)
				return
			}
			v := s.serve(t)
			v.answer(good.Path, d.serve)
			got, e := s.fetch(t, v, patient, nil)
			if e != nil {
				s.checkFault(t, fault{reasons: append(wrongDocument, monitor.ReasonTooLarge)}, e)
			} else if got.Unchanged {
				t.Error("a first reading says that nothing changed")
			}
		})
	}
}

func (d document) serve(w http.ResponseWriter, _ *http.Request, p Page) { send(w, p.Type, d.body) }

// Texts that do harm where they are shown, stored or opened as they are.
var hostileTexts = map[string]string{
	"script":            "<script>alert(1)</script>",
	"markup":            "Nice <b>bold</b><img src=x onerror=alert(1)>",
	"unclosed markup":   "Nice <a href=https://feed.example",
	"direction":         "\u202Egnp.exe\u202C \u2066x\u2069 \u200F",
	"controls":          "a\x1b[31mred\x07\r\nnext\tline\u0085\u2028\u2029",
	"invisible":         "a\u200bb\u2060c\ufeffd\u00ade\u034f",
	"tag characters":    "x\U000E0041\U000E0042",
	"private use":       "\uE000\U0010FFFD",
	"replacement":       "\uFFFD",
	"combining":         "Z" + strings.Repeat("\u0301", 500),
	"long":              strings.Repeat("long ", 2_000),
	"shell":             "$(touch x)`id`; \u201cquoted\u201d %s%n",
	"formula":           "=HYPERLINK(1)",
	"escaped markup":    "&lt;script&gt;alert(1)&lt;/script&gt;",
	"looks like a link": "javascript:alert(1)",
	"empty":             "",
	"blank":             " \t\n ",
}

// Addresses that must not become a link.
var hostileLinks = map[string]string{
	"javascript":   "javascript:alert(1)",
	"data":         "data:text/html,x",
	"file":         "file:///etc/hostname",
	"plain http":   "http://feed.example/",
	"user":         "https://haveibeenpwned.com@evil.example/",
	"no scheme":    "//evil.example/x",
	"no host":      "https:///x",
	"space":        "https://evil.example/a b",
	"line end":     "https://evil.example/\r\nHost: x",
	"direction":    "https://evil.example/\u202Egnp",
	"long":         "https://evil.example/" + strings.Repeat("a", 2_000),
	"climbing":     "https://evil.example/../../x",
	"opaque":       "https:evil.example",
	"bad escape":   "https://evil.example/%zz",
	"not an URL":   "://",
	"capital evil": "JaVaScRiPt:alert(1)",
}

// Dates that are none, or lie where nothing can have happened.
var hostileDates = map[string]string{
	"zero": "0000-00-00", "zero time": "0001-01-01T00:00:00Z", "last year": "9999-12-31T23:59:59Z", "future": "2150-01-01", "far future": "2999-01-01",
	"future RSS": "Thu, 01 Jan 2150 00:00:00 GMT", "month 13": "2024-13-45", "words": "yesterday", "negative": "-1",
	"number": "1700000000", "other zone": "2024-02-30T25:61:61+99:99",
}
