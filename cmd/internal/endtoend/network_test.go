//go:build e2e && linux

package endtoend

import (
	"net"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// TestNothingPersonalLeaves: reading the feeds tells them nothing about who
// reads. Two households that have nothing in common send the same bytes.
func TestNothingPersonalLeaves(t *testing.T) {
	t.Parallel()
	n := newInternet(t)
	var sent [2]map[string]exchange
	for i := range sent {
		s := newSession(t)
		s.configure(s.data(), n.feedsFile())
		s.settle(i)
		s.must(command{args: []string{"check"}, env: n.trust()}, done, news)
		sent[i] = n.take()
		for feed, x := range sent[i] {
			checkBytes(t, "what "+feed+" was sent", []byte(x.received), append(values(), names()...)...)
		}
		rows := ask[[]request](s, "ledger")
		checkLedger(t, rows, sent[i])
		for _, row := range rows {
			if row.Purpose != "catalogue" || row.Sent != "nothing personal" || row.Outcome != "200" {
				t.Errorf("the ledger says: %+v", row)
			}
		}
	}
	if len(sent[0]) != 5 {
		t.Errorf("%d feeds were asked, of the five that are on", len(sent[0]))
	}
	for feed := range bases {
		if a, b := sent[0][feed].received, sent[1][feed].received; a != b {
			t.Errorf("%s can tell two households apart:\n%q\n%q", feed, a, b)
		}
	}
}

// checkLedger fails unless the ledger and the wire tell the same of each feed:
// the answers, one for each request, and the bytes that it was sent. What is in
// one and not in the other fails, whichever it is.
func checkLedger(t *testing.T, ledger []request, wire map[string]exchange) {
	t.Helper()
	type account struct {
		bytes   int
		answers []string
	}
	told, seen := make(map[string]account), make(map[string]account)
	for _, row := range ledger {
		a := told[row.Feed]
		told[row.Feed] = account{a.bytes + row.BytesOut, append(a.answers, row.Outcome)}
	}
	for feed, x := range wire {
		seen[feed] = account{len(x.received), x.answers}
	}
	for _, all := range []map[string]account{told, seen} {
		for _, a := range all {
			slices.Sort(a.answers)
		}
	}
	if !reflect.DeepEqual(told, seen) {
		t.Errorf("the ledger tells %v\nand there was %v", told, seen)
	}
}

// settle makes one of two households with nothing in common.
func (s *session) settle(which int) {
	s.t.Helper()
	name := household[which]
	s.do("person", "add", name)
	if which == 0 {
		for _, i := range identifiers {
			s.enter(i.text, "identifier", "add", "--person", name, "--kind", i.kind)
		}
		s.do("affiliation", "add", "--person", name, "--organisation", "Pôle emploi", "--relation", "jobseeker", "--from", "2011")
		s.do("affiliation", "add", "--person", name, "--organisation", freeName)
		return
	}
	s.enter("0199001234", "identifier", "add", "--person", name, "--kind", "phone")
	s.do("affiliation", "import", "--person", name, s.exported())
}

// TestOnlyFeedsAreReached: the kernel sees connections to the feeds that are on
// and to nobody else, whatever proxy the environment names.
func TestOnlyFeedsAreReached(t *testing.T) {
	t.Parallel()
	s, n, tr := newSession(t), newInternet(t), newTrace(t)
	s.configure(s.data(), n.feedsFile())
	s.settle(0)
	proxy, called := deadProxy(t)
	env := append(n.trust(), "HTTPS_PROXY="+proxy, "HTTP_PROXY="+proxy, "ALL_PROXY="+proxy)
	s.under = tr.follow("%network")
	s.must(command{args: []string{"check"}, env: env}, done, news)

	reached := s.reached(tr.calls(t))
	for _, address := range reached {
		if !slices.Contains(n.hosts(), address) {
			t.Errorf("something else than a feed was reached: %s", address)
		}
	}
	if len(reached) != 5 {
		t.Errorf("%d feeds were reached, of the five that are on: %v", len(reached), reached)
	}
	if called() {
		t.Error("a proxy was used for this computer itself")
	}
	standing := read[standing](s, s.must(command{args: []string{"status", "--json"}, env: env}, done))
	if len(standing.Proxies) != 0 {
		t.Errorf("the status names proxies that are not used: %v", standing.Proxies)
	}
}

// deadProxy listens and never answers. called reports whether anyone came.
func deadProxy(t *testing.T) (url string, called func() bool) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	first := make(chan bool, 1)
	go func() {
		conn, err := l.Accept()
		if err == nil {
			_ = conn.Close()
		}
		first <- err == nil
	}()
	return "http://" + l.Addr().String(), func() bool {
		_ = l.Close() // ends the wait of one that nobody called
		return <-first
	}
}

// TestOfflineOpensNoSocket: with --offline there is the bus, on which the key
// store is, and no other socket of any family.
func TestOfflineOpensNoSocket(t *testing.T) {
	t.Parallel()
	s, n, tr := newSession(t), newInternet(t), newTrace(t)
	s.configure(s.data(), n.feedsFile())
	s.settle(0)
	s.under = tr.follow("%network")
	r := s.must(command{args: []string{"--offline", "check", "--json"}, env: n.trust()}, incomplete)

	calls := tr.calls(t)
	if addresses := s.reached(calls); len(addresses) > 0 {
		t.Errorf("reached %v", addresses)
	}
	opened := 0
	for _, c := range calls {
		if c.name != "socket" {
			continue
		}
		opened++
		if !strings.HasPrefix(c.text, "socket(AF_UNIX, ") {
			t.Errorf("opened %s", c.text)
		}
	}
	if opened == 0 {
		t.Error("not even the bus was seen: the search looks in the wrong place")
	}
	if sent := n.take(); len(sent) > 0 {
		t.Errorf("sent %v", sent)
	}
	for _, f := range read[checked](s, r).Feeds {
		// Of the embedded list there is nothing to ask; off is off.
		if f.State != "failed" && f.State != "off" && f.Name != "vigie" {
			t.Errorf("%s is %s without a network", f.Name, f.State)
		}
	}
}

// TestUnchangedCostsOneSmallRequest: what a check sends when nothing changed.
func TestUnchangedCostsOneSmallRequest(t *testing.T) {
	t.Parallel()
	s, n := newSession(t), newInternet(t)
	s.configure(s.data(), n.feedsFile())
	s.do("feeds", "enable", "xposedornot")
	s.must(command{args: []string{"check"}, env: n.trust()}, done, news)
	n.take()
	s.must(command{args: []string{"check"}, env: n.trust()}, done)
	again := n.take()
	if len(again) != 6 {
		t.Errorf("%d feeds were asked again, of the six that are on", len(again))
	}
	for feed, sent := range again {
		if len(sent.answers) != 1 || len(sent.received) > 512 {
			t.Errorf("%s: %d requests, %d bytes", feed, len(sent.answers), len(sent.received))
		}
		given := n.stamps(feed)
		for _, v := range []struct {
			stamp  stamps
			header string
		}{{tagged, "\r\nIf-None-Match: "}, {dated, "\r\nIf-Modified-Since: "}} {
			if was, is := given&v.stamp != 0, strings.Contains(sent.received, v.header); was != is {
				t.Errorf("%s gave a validator: %v; it was sent back: %v\n%s", feed, was, is, sent.received)
			}
		}
	}
}

// stamps are the validators that the first page a feed is asked for comes with.
func (n *internet) stamps(feed string) stamps {
	pages := n.servers[feed].pages
	if p, ok := pages["/api/v3/latestbreach"]; ok {
		return p.stamps
	}
	for _, p := range pages {
		return p.stamps
	}
	n.t.Fatal(feed, " has no page")
	return 0
}
