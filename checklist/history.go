package checklist

import "vigie/monitor"

// History is what is kept about one action: what was said last, what that took
// the place of, and the days on which it was done.
type History struct {
	Last   Progress       `json:"last"`
	Before *Progress      `json:"before,omitempty"`
	Done   []monitor.Date `json:"done,omitempty"` // oldest first
}

// mostDone is more than two years of weekly checks.
const mostDone = 120

// Say adds what a person says now. The zero History is that of an action of
// which nothing was said.
func (h History) Say(p Progress) History {
	next := History{Last: p, Done: h.Done}
	if h.Last.Action != "" {
		next.Before = &h.Last
	}
	if p.State == Done {
		next.Done = append(next.Done[:len(next.Done):len(next.Done)], p.At)
		next.Done = next.Done[max(0, len(next.Done)-mostDone):]
	}
	return next
}

// Undo takes the last word back; false when nothing is left to keep.
func (h History) Undo() (History, bool) {
	if h.Last.State == Done && len(h.Done) > 0 {
		h.Done = h.Done[:len(h.Done)-1]
	}
	if h.Before == nil {
		return History{}, false
	}
	h.Last, h.Before = *h.Before, nil
	return h, true
}
