package egress

import (
	"net/http"
	"strconv"
	"testing"
	"time"

	"vigie/monitor"
)

// Statuses that are no answer say why, and when to come back.
func TestStatus(t *testing.T) {
	for _, c := range []struct {
		status int
		keyed  bool
		state  monitor.FeedState
		reason monitor.Reason
		waits  bool
	}{
		{204, false, "failed", "status", false},
		{301, false, "failed", "redirect", false},
		{302, false, "failed", "redirect", false},
		{304, false, "failed", "status", false}, // nothing was asked that 304 would answer
		{307, false, "failed", "redirect", false},
		{308, false, "failed", "redirect", false},
		{400, false, "failed", "status", false},
		{401, false, "blocked", "refused", false},
		{401, true, "blocked", "key-refused", false},
		{403, false, "blocked", "refused", false},
		{403, true, "blocked", "refused", false},
		{404, false, "failed", "status", false},
		{407, false, "blocked", "proxy", false},
		{410, false, "failed", "status", false},
		{418, false, "failed", "status", false},
		{429, false, "blocked", "rate-limited", true},
		{500, false, "failed", "server", true},
		{502, false, "failed", "server", true},
		{503, false, "failed", "server", true},
		{511, false, "blocked", "sign-in", true},
	} {
		s := serve(t, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Date", now.Format(http.TimeFormat))
			w.Header().Set("Retry-After", "120")
			w.Header().Set("Location", "http://127.0.0.1:1/")
			w.WriteHeader(c.status)
		})
		l := &ledger{}
		client := newClient(l)
		client.config.Allowed = func(string, string) bool { return true }
		r := lookup(s.URL + "/camille@example.org")
		if c.keyed {
			r.Key = "k"
		}
		resp, err := client.Get(t.Context(), r)
		e := failure(t, resp, err)
		if e.State != c.state || e.Reason != c.reason || e.Status != c.status || l.rows[0].Outcome != strconv.Itoa(c.status) {
			t.Errorf("%d (keyed %t): %s/%s/%d, row %s; want %s/%s", c.status, c.keyed, e.State, e.Reason, e.Status, l.rows[0].Outcome, c.state, c.reason)
		}
		if c.waits != e.RetryAt.Equal(now.Add(2*time.Minute)) {
			t.Errorf("%d: come back at %v", c.status, e.RetryAt)
		}
	}
}

func TestNotModified(t *testing.T) {
	s := serve(t, func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(http.StatusNotModified) })
	l := &ledger{}
	r := catalogue(s.URL)
	r.Validators = Validators{ETag: `"v1"`}
	resp, err := newClient(l).Get(t.Context(), r)
	if err != nil || !resp.NotModified || resp.Validators != r.Validators || l.rows[0].Outcome != "304" {
		t.Errorf("answer %+v, error %v, row %+v", resp, err, l.rows[0])
	}
	// A tag that may not be sent was not sent: then 304 answers nothing.
	r.Validators = Validators{ETag: "v1"}
	resp, err = newClient(l).Get(t.Context(), r)
	if e := failure(t, resp, err); e.Reason != monitor.ReasonStatus || e.Status != 304 {
		t.Errorf("got %v", e)
	}
}

// Retry-After in every form, from a server whose clock is a day off.
func TestRetryAt(t *testing.T) {
	served := now.Add(-24 * time.Hour)
	after := func(d time.Duration) string { return served.Add(d).Format(http.TimeFormat) }
	for name, c := range map[string]struct {
		values []string
		want   time.Duration // 0: no usable value
	}{
		"seconds":           {[]string{"30"}, 30 * time.Second},
		"zero":              {[]string{"0"}, time.Second},
		"date":              {[]string{after(90 * time.Second)}, 90 * time.Second},
		"past date":         {[]string{after(-time.Hour)}, time.Second},
		"far date":          {[]string{after(1000 * time.Hour)}, 24 * time.Hour},
		"year 9999":         {[]string{"Fri, 31 Dec 9999 23:59:59 GMT"}, 24 * time.Hour},
		"huge":              {[]string{"99999999999999999999"}, 24 * time.Hour},
		"week":              {[]string{strconv.Itoa(7 * 24 * 3600)}, 24 * time.Hour},
		"negative":          {[]string{"-5"}, 0},
		"plus":              {[]string{"+5"}, 0},
		"fraction":          {[]string{"1.5"}, 0},
		"garbage":           {[]string{"abc"}, 0},
		"empty":             {[]string{""}, 0},
		"missing":           {nil, 0},
		"twice":             {[]string{"30", "60"}, time.Minute},
		"garbage, then use": {[]string{"abc", "60"}, time.Minute},
		"joined":            {[]string{"30, 60"}, 0},
	} {
		h := http.Header{"Date": {served.Format(http.TimeFormat)}, "Retry-After": c.values}
		got := retryAt(h, now)
		if c.want == 0 && !got.IsZero() || c.want != 0 && !got.Equal(now.Add(c.want)) {
			t.Errorf("%s: %v, want now + %v", name, got, c.want)
		}
	}
	if got := retryAt(http.Header{"Retry-After": {now.Add(time.Minute).Format(http.TimeFormat)}}, now); !got.Equal(now.Add(time.Minute)) {
		t.Errorf("without Date: %v", got)
	}
}
