package feedtest

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"vigie/monitor"
	"vigie/monitor/egress"
)

// faults breaks the answer to one question in every way that a feed's page can
// be broken.
func (s LookupSuite) faults(t *testing.T, question int) {
	page := s.Asks[question].page(t)
	for _, f := range (Suite{Now: s.Now}).networkFaults(t, page) {
		if f.name == "404" && s.says404(question) {
			continue
		}
		if f.name == "401" && slices.Contains(s.Asks[question].Header, "Hibp-Api-Key") {
			f.reasons = []monitor.Reason{monitor.ReasonKeyRefused}
		}
		t.Run(f.name, func(t *testing.T) { s.broken(t, page, f) })
	}
}

// says404 reports whether a bare 404 is an answer to a question.
func (s LookupSuite) says404(question int) bool {
	return s.Asks[question].Optional || question == len(s.Asks)-1 && slices.ContainsFunc(s.Clean, func(r Reply) bool {
		return r.Status == 404 && r.Body == ""
	})
}

// broken asks a server with one bad page, then the same server healed.
func (s LookupSuite) broken(t *testing.T, page Page, f fault) {
	t.Helper()
	v := s.serve(t)
	v.answer(page.Path, f.answer)
	timeouts := map[bool]egress.Timeouts{true: hasty, false: patient}[f.silent]
	got, e := s.ask(t, v, timeouts)
	switch {
	case e != nil:
		Suite{Now: s.Now}.checkFault(t, f, e)
	case s.Format == Opaque && f.state == "" && len(got.Records) > 0:
		// A list without an end may be cut after what was looked for.
	default:
		t.Errorf("the look-up says nothing is wrong: %d records", len(got.Records))
	}
	v.answer(page.Path, nil)
	if healed, e := s.ask(t, v, patient); e != nil {
		t.Errorf("once healed: %v", e)
	} else if len(healed.Records) == 0 {
		t.Error("once healed, the breach is missing")
	}
}

// documents gives one question each broken document of its format. Whatever it
// is, it never says "not found".
func (s LookupSuite) documents(t *testing.T, question int) {
	if s.Format != JSON {
		return
	}
	page := s.Asks[question].page(t)
	for _, d := range jsonDocuments(page.Body) {
		if question == len(s.Asks)-1 && s.isClean(d.body) {
			continue
		}
		t.Run(d.name, func(t *testing.T) {
			v := s.serve(t)
			v.answer(page.Path, d.serve)
			got, e := s.ask(t, v, patient)
			switch {
			case e != nil:
				Suite{Now: s.Now}.checkFault(t, fault{reasons: append(wrongDocument, monitor.ReasonTooLarge)}, e)
			case d.wrong || len(got.Records) == 0:
				t.Errorf("the look-up says nothing is wrong: %d records", len(got.Records))
			}
		})
	}
}

// isClean reports whether a document is how the service says "not found".
func (s LookupSuite) isClean(body []byte) bool {
	return slices.ContainsFunc(s.Clean, func(r Reply) bool {
		return r.Status == 0 && strings.TrimSpace(r.Body) == string(bytes.TrimSpace(body))
	})
}
