package view

import (
	"slices"
	"time"

	"vigie/checklist"
	"vigie/monitor"
)

// Show is the window in a state.
func Show(s *State, u UI) Window {
	p := newPage(s, u)
	w := Window{Title: p.t("window"), Look: s.Settings.Look, Notice: p.notice(), Dialog: p.dialog()}
	if p.place.Screen == "" && s.FirstStart.known() {
		p.place.Screen = ScreenFirstStart
	}
	if p.place.Screen == "" {
		p.place.Screen = ScreenHome
	}
	w.Screen = p.screen()
	w.Screen.Place = p.place
	if p.place.Screen != ScreenFirstStart || p.Keychain != monitor.KeychainOK {
		w.Nav, w.Foot = p.nav(), p.foot()
	}
	return w
}

// screen makes the screen of the place.
func (p *page) screen() Screen {
	if p.Keychain != monitor.KeychainOK && !p.opensSealed() {
		return p.sealed()
	}
	switch p.place.Screen {
	case ScreenLeaks:
		return p.leaks()
	case ScreenLeak:
		return p.leak()
	case ScreenPlan:
		return p.plan()
	case ScreenAction:
		return p.action()
	case ScreenMessage:
		return p.message()
	case ScreenPasswords:
		return p.passwords()
	case ScreenHousehold:
		return p.householdScreen()
	case ScreenPerson:
		return p.personScreen()
	case ScreenConcerned:
		return p.concernedScreen()
	case ScreenIdentifiers:
		return p.identifiersScreen()
	case ScreenExposure:
		return p.exposure()
	case ScreenImport:
		return p.importScreen()
	case ScreenLetters:
		return p.lettersScreen()
	case ScreenLetter:
		return p.letter()
	case ScreenLedger:
		return p.ledger()
	case ScreenCheck:
		return p.check()
	case ScreenCalendar:
		return p.calendarScreen()
	case ScreenSettings:
		return p.settings()
	case ScreenFirstStart:
		return p.firstStart()
	}
	return p.home()
}

// opensSealed reports whether a screen has something to say without the key:
// whether a message alerts, what left, how sources stand, the settings.
func (p *page) opensSealed() bool {
	switch p.place.Screen {
	case ScreenMessage, ScreenLedger, ScreenCheck, ScreenSettings:
		return true
	}
	return false
}

// mains are the screens of the navigation, in order.
var mains = []Name{ScreenHome, ScreenLeaks, ScreenPlan, ScreenMessage, ScreenPasswords, ScreenHousehold, ScreenLedger, ScreenSettings}

// under is the main screen that another screen belongs to.
var under = map[Name]Name{
	ScreenLeak: ScreenLeaks, ScreenAction: ScreenPlan, ScreenCalendar: ScreenPlan, ScreenLetters: ScreenPlan, ScreenLetter: ScreenPlan,
	ScreenPerson: ScreenHousehold, ScreenConcerned: ScreenHousehold, ScreenIdentifiers: ScreenHousehold, ScreenExposure: ScreenHousehold,
	ScreenImport: ScreenHousehold, ScreenCheck: ScreenSettings,
}

// mainOf is the main screen that a screen is, or belongs to.
func mainOf(screen Name) Name {
	if m, ok := under[screen]; ok {
		return m
	}
	return screen
}

func (p *page) nav() []NavItem {
	here := mainOf(p.place.Screen)
	items := make([]NavItem, len(mains))
	for i, m := range mains {
		items[i] = NavItem{Screen: m, Text: p.t("nav." + string(m)), Current: m == here, Intent: goTo(m, "", "")}
	}
	fresh := leaks(slices.DeleteFunc(slices.Clone(p.Findings), func(f monitor.Finding) bool { return !concerns(f) || !p.isNew(f) }))
	c := checklist.Count(p.Plan)
	for i := range items {
		switch n := c.Today + c.Week; {
		case items[i].Screen == ScreenLeaks && fresh > 0:
			items[i].Count, items[i].Spoken = fresh, p.n("nav.new", fresh)
		case items[i].Screen == ScreenPlan && n > 0:
			items[i].Count, items[i].Spoken = n, p.n("nav.to-do", n)
		}
	}
	return items
}

// foot is what is true of the watch now: when lists were read, when they will
// be again, and what left today.
func (p *page) foot() []string {
	lines := []string{p.t("foot.never")}
	switch {
	case p.checking():
		lines[0] = p.checkProgress(p.Check)
	case p.standing() == "" || p.standing() == StaleKnown:
		lines[0] = p.t("foot.checked", "when", p.on(p.LastComplete))
	case p.standing() == CheckFailed:
		lines[0] = p.t("foot.failed", "when", p.on(p.lastAnswer()))
	case p.standing() == PartlyKnown:
		lines[0] = p.t("foot.partial", "when", p.on(p.lastAnswer()))
	}
	switch {
	case p.Settings.Offline:
		lines = append(lines, p.t("foot.offline"))
	case p.Settings.PausedUntil.After(p.Now):
		lines = append(lines, p.t("foot.paused", "when", p.moment(p.Settings.PausedUntil)))
	case !p.Settings.NextCheck.IsZero() && p.Settings.NextCheck.After(p.Now):
		lines = append(lines, p.t("foot.next", "when", p.next(p.Settings.NextCheck)))
	}
	return append(lines, p.leftToday())
}

// next is the time of day of something later today, or its day.
func (p *page) next(t time.Time) string {
	t = t.In(p.Now.Location())
	if checklist.LocalDay(t) == p.today() {
		return p.clock(t)
	}
	return p.moment(t)
}

// notice is the one thing to say above every screen: what could not be done,
// what was just done, what was lost, a check that goes on.
func (p *page) notice() *Notice {
	dismiss := Button{Text: p.t("notice.close"), Kind: Link, Intent: Dismiss{}}
	switch {
	case p.ui.Problem != nil:
		return &Notice{Tag: Tag{Triangle, p.t("notice.problem"), Danger}, Text: p.problem(p.ui.Problem), Buttons: []Button{dismiss}}
	case p.ui.Told != nil:
		n := &Notice{Tag: Tag{Check, p.t(p.ui.Told.Key, p.ui.Told.Pairs...), Calm}, Buttons: []Button{dismiss}}
		if undo := p.ui.Told.Undo; undo != nil {
			n.Buttons = []Button{{Text: p.t("notice.undo"), Intent: undo}, dismiss}
		}
		return n
	case p.Lost != nil:
		return p.lost()
	case p.checking() && p.place.Screen != ScreenCheck:
		progress := Progress{Text: p.checkProgress(p.Check), Done: len(p.Check.Results), Total: len(p.Check.Feeds)}
		return &Notice{Tag: Tag{Loop, p.t("check.title.running"), Accent}, Progress: &progress, Buttons: []Button{
			{Text: p.t("check.watch"), Kind: Link, Intent: goTo(ScreenCheck, "", "")}, {Text: p.t("check.cancel"), Kind: Link, Intent: CancelCheck{}},
		}}
	}
	return nil
}

// lost says what became of a damaged database, and where its files are. Until it
// was read, no screen passes for the whole truth.
func (p *page) lost() *Notice {
	n := &Notice{Tag: Tag{Diamond, p.t("lost.title"), Attention}, Text: sentences(p.problem(p.Lost.Problem), p.t("lost.partial"))}
	for _, path := range p.Lost.SetAside {
		n.Points = append(n.Points, p.t("lost.file", "path", path))
	}
	n.Buttons = []Button{p.restoreButton(), {Text: p.t("lost.seen"), Intent: LossSeen{}}}
	return n
}
