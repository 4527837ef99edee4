package explain

import (
	"strconv"

	"vigie/monitor"
)

// FeedReason says in one sentence how a source stands, and why when it was not checked.
func (x *Explainer) FeedReason(s monitor.FeedStatus) string {
	status, until := "", ""
	if s.Status != 0 {
		status = strconv.Itoa(s.Status)
	}
	if !s.NotBefore.IsZero() {
		until = x.w.Moment(s.NotBefore.In(x.loc))
	}
	key := "feed.reason." + string(s.Reason)
	if !x.w.Has(key) {
		key = "feed.state." + string(s.State)
	}
	if !x.w.Has(key) {
		key = "feed.state.never"
	}
	return x.w.T(key, "status", status, "until", until)
}
