package view

import (
	"cmp"
	"slices"
	"strconv"

	"vigie/checklist"
	"vigie/monitor"
)

// The filters of the ledger; the words are window.ledger.filter.<filter>.
var ledgerFilters = []string{"", "personal", "public", "refused"}

// ledger is everything that ever left this computer, in plain words, the newest
// first. What was refused has its row too.
func (p *page) ledger() Screen {
	s := Screen{Title: p.t("nav.ledger"), Lead: p.leftToday()}
	s.Blocks = []Block{
		Paragraph{Text: p.t("ledger.explain")},
		Card{Blocks: []Block{list("offline", "", p.offline())}},
	}
	chips := Chips{}
	for _, f := range ledgerFilters {
		chips.Items = append(chips.Items, Chip{Tag: Tag{Text: p.t("ledger.filter." + cmp.Or(f, "all"))}, On: f == p.ui.Filter, Intent: Filter{Value: f}})
	}
	entries := p.entries(p.ui.Filter)
	s.Blocks = append(s.Blocks, chips, Rows{
		Key: "ledger." + p.ui.Filter, Len: len(entries), Empty: p.t("ledger.empty"),
		Row: func(i int) Row { return p.ledgerRow(p.Ledger[entries[len(entries)-1-i]]) },
	})
	return s
}

// offline is the master switch.
func (p *page) offline() Row {
	r := Row{Key: "offline", Title: p.t("ledger.offline"), Note: p.t("ledger.offline.note")}
	if p.Settings.OfflineAsked {
		r.Note = p.t("ledger.offline.asked")
		return r
	}
	r.Toggle = &Toggle{On: p.Settings.Offline, Text: p.t("ledger.offline"), Intent: SetOffline{On: !p.Settings.Offline}}
	return r
}

// entries are the places in the ledger of what a filter keeps, oldest first.
func (p *page) entries(filter string) []int {
	var at []int
	for i, e := range p.Ledger {
		keep := true
		switch filter {
		case "personal":
			keep = personal(e)
		case "public":
			keep = !personal(e)
		case "refused":
			keep = !answered(e)
		}
		if keep {
			at = append(at, i)
		}
	}
	return at
}

// personal reports whether a request carried something about a person. What was
// sent is empty while it cannot be read: that is not known to be nothing.
func personal(e monitor.LedgerEntry) bool { return e.Sent != monitor.SentNothing }

// answered reports whether a request got an answer. A service that does not find
// something says 404, which is one.
func answered(e monitor.LedgerEntry) bool {
	n, err := strconv.Atoi(e.Outcome)
	return err == nil && (n < 400 || n == 404)
}

// stayed reports whether a request was refused here before anything of it left:
// the network is off, nobody agreed, the service was to be left alone. One without
// a known end may have left.
func stayed(e monitor.LedgerEntry) bool {
	return e.BytesOut == 0 && !answered(e) && e.Outcome != monitor.OutcomePending
}

// leftToday says in one sentence what left today.
func (p *page) leftToday() string {
	all, about := 0, 0
	for _, e := range slices.Backward(p.Ledger) {
		if checklist.LocalDay(e.At.In(p.Now.Location())) != p.today() {
			break
		}
		if stayed(e) {
			continue
		}
		all++
		if personal(e) {
			about++
		}
	}
	switch {
	case all == 0:
		return p.t("ledger.today.none")
	case about == 0:
		return p.n("ledger.today.public", all)
	}
	return p.n("ledger.today.personal", about)
}

func (p *page) ledgerRow(e monitor.LedgerEntry) Row {
	tag, sent := p.outcome(e), "ledger.sent"
	if stayed(e) {
		sent = "ledger.unsent"
	}
	r := Row{
		Key: strconv.FormatInt(e.ID, 10), Tag: &tag,
		Title: join(p.Explain.Feed(e.Feed), clean(e.Host)),
		Note:  join(p.t("purpose."+string(e.Purpose)), p.t(sent, "sent", p.sent(e.Sent)), p.owner(e.Identifier), p.bytes(e.BytesOut)),
		Aside: p.exact(e),
	}
	return r
}

func (p *page) bytes(n int64) string {
	if n == 0 {
		return ""
	}
	return p.n("ledger.bytes", int(n))
}

// exact is the day and the minute: a ledger is read to be checked.
func (p *page) exact(e monitor.LedgerEntry) string {
	t := e.At.In(p.Now.Location())
	return p.t("ledger.at", "day", p.day(civil(t)), "time", p.clock(t))
}

// owner is whose identifier was sent, by its mask.
func (p *page) owner(identifier string) string {
	x, ok := p.Household.Identifier(identifier)
	if !ok {
		return ""
	}
	return join(p.name(x.Person), x.Masked)
}

// outcome is what came of a request.
func (p *page) outcome(e monitor.LedgerEntry) Tag {
	switch {
	case answered(e):
		return Tag{Check, p.t("outcome.answered", "status", e.Outcome), Calm}
	case e.Outcome == monitor.OutcomePending:
		return Tag{Question, p.t("outcome.pending"), Muted}
	case stayed(e):
		return Tag{Dash, p.t("outcome.stayed"), Muted}
	}
	if _, err := strconv.Atoi(e.Outcome); err == nil {
		return Tag{Question, p.t("outcome.refused", "status", e.Outcome), Attention}
	}
	return Tag{Question, p.t("outcome.none"), Attention}
}
