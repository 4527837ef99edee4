package main

import (
	"context"
	"fmt"
	"log/slog"
	"runtime/debug"
	"sync"
	"time"

	"vigie/assets/words"
	"vigie/cmd/internal/installation"
	"vigie/monitor"
	"vigie/monitor/desktop"
	"vigie/monitor/explain"
	"vigie/monitor/schedule"
)

// popups shows pop-ups: desktop.Notifier, or a test's.
type popups interface {
	Show(context.Context, desktop.Popup) error
}

// watch is the agent while it runs. About once a minute it looks at the wall
// clock, and does what is due by the times that are stored: timers stop while a
// computer sleeps, stored times do not.
type watch struct {
	inst    *installation.Installation
	words   *words.Words
	explain *explain.Explainer
	now     func() time.Time
	log     *slog.Logger
	popups  popups
	setTray func(desktop.TrayMenu)
	open    func(alert string)
	quit    func()

	wanted  chan want // the next look, if one is wanted before the minute is over
	network patience

	mu       sync.Mutex
	said     map[string]string // what the log holds last, by subject
	checking bool
	keychain monitor.KeychainState // as it was last seen
}

// want is what a look is for.
type want int

const (
	wantDue want = iota // whatever is due
	wantAll             // everything: a person asked
)

func newWatch(i *installation.Installation, w *words.Words, x *explain.Explainer, now func() time.Time, log *slog.Logger) *watch {
	a := &watch{
		inst: i, words: w, explain: x, now: now, log: log,
		setTray: func(desktop.TrayMenu) {}, quit: func() {}, network: patience{connected: connected},
		wanted: make(chan want, 1), said: make(map[string]string),
	}
	a.open = a.openWindow
	return a
}

// run looks at once, then each minute, until ctx is done. A look that panics is
// logged, and the next one comes all the same.
func (w *watch) run(ctx context.Context) {
	var minutes sync.WaitGroup
	defer minutes.Wait()
	late := w.inst.Planner().Spread(time.Minute)
	minutes.Go(func() { schedule.Minutes(ctx, late, func() { w.want(wantDue) }) })
	defer debug.SetGCPercent(100) // see rest
	w.want(wantDue)
	for {
		select {
		case <-ctx.Done():
			return
		case what := <-w.wanted:
			w.guarded(func() { w.look(ctx, what) })
			rest()
		}
	}
}

// want asks for a look soon. It never waits: a look that is wanted already does
// for both, and one for everything takes the place of one for what is due.
func (w *watch) want(what want) {
	for {
		select {
		case w.wanted <- what:
			return
		default:
		}
		select {
		case have := <-w.wanted:
			what = max(what, have)
		default:
		}
	}
}

func (w *watch) guarded(f func()) {
	defer func() {
		if p := recover(); p != nil {
			// The panic's own text may quote anything: its type and place say enough.
			w.log.Error("a look went wrong", "panic", fmt.Sprintf("%T", p), "stack", frames(debug.Stack()))
		}
	}()
	f()
}

// look does what is due: a check, pop-ups for what nobody was told yet, the
// tray. While the watch is paused it does nothing but say so.
func (w *watch) look(ctx context.Context, what want) {
	if w.inst.Gone() {
		w.log.Info("everything was erased")
		w.quit()
		return
	}
	defer func() { w.setTray(w.state(ctx).Menu(w.words)) }()
	w.inst.RereadFeedsFile()
	s, err := w.inst.ApplySettings(ctx)
	if w.note("settings", err); err != nil {
		return
	}
	if what == wantDue && s.Paused(w.now()) {
		return
	}
	if !w.unlocked(ctx) {
		return
	}
	w.check(ctx, what)
	w.tell(ctx, s)
	w.remind(ctx, s)
}

// unlocked opens what is sealed, when it is not open yet, and asks a key store
// that did not open the last time again.
func (w *watch) unlocked(ctx context.Context) bool {
	w.mu.Lock()
	opened := w.keychain == monitor.KeychainOK
	w.mu.Unlock()
	if _, err := w.inst.Store.Household(ctx); err == nil && opened {
		return true
	}
	return w.unlock(ctx)
}

// unlock asks the key store for what opens what is sealed. What it says is logged
// once, and shown in the tray.
func (w *watch) unlock(ctx context.Context) bool {
	err := w.inst.Unlock(ctx)
	w.note("key store", err)
	state := monitor.KeychainOK
	if err != nil {
		if state, err = w.inst.Monitor.KeychainState(ctx); err != nil {
			state = ""
		}
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.keychain = state
	return err == nil && state == monitor.KeychainOK
}

// check asks the feeds that are due, or all of them, unless the network is
// switched off. The key store is asked first whether it still is the one that
// was there: with another one, checks wait.
func (w *watch) check(ctx context.Context, what want) {
	if w.note("feeds.toml", w.inst.FeedsProblem); w.inst.FeedsProblem != nil || what == wantDue && !w.due(ctx) {
		return
	}
	if !w.unlock(ctx) {
		return
	}
	w.setChecking(ctx, true)
	defer w.setChecking(ctx, false)
	busy(func() { w.ask(ctx, monitor.CheckOptions{Due: what == wantDue}) })
}

func (w *watch) ask(ctx context.Context, o monitor.CheckOptions) {
	r, err := w.inst.Monitor.Check(ctx, o)
	if w.note("check", err); err != nil {
		return
	}
	for _, f := range r.Feeds {
		w.say("feed "+f.Name, fmt.Sprint(f.State, " ", f.Reason))
	}
	w.note("backup", w.inst.Store.Backup(ctx, w.now()))
	w.log.Info("checked", "complete", r.Complete, "alerts", len(r.Alerts), "took", r.Finished.Sub(r.Started))
}

// due reports whether a check is due by itself, and worth a try.
func (w *watch) due(ctx context.Context) bool {
	err := w.inst.Clock() // a feed asked in 1970 would be due again in 1970
	if w.note("clock", err); err != nil {
		return false
	}
	due, err := w.inst.Monitor.AnyDue(ctx)
	w.note("due", err)
	return due && w.network.enough(w.now())
}

// tell shows one pop-up for all that nobody was told yet, and remembers that it
// was shown once the desktop has taken it. In quiet hours, and where there are no
// pop-ups, alerts wait.
func (w *watch) tell(ctx context.Context, s installation.Settings) {
	if s.Quiet.Quiet(w.now().Local()) {
		return
	}
	alerts, err := w.inst.Monitor.Unseen(ctx)
	if w.note("alerts", err); err != nil || len(alerts) == 0 {
		w.note("status", w.inst.KeepPopups(ctx, nil)) // nothing waits to be shown
		return
	}
	findings, err := w.inst.Monitor.Findings(ctx)
	if w.note("findings", err); err != nil {
		return
	}
	h, err := w.inst.Store.Household(ctx)
	if w.note("household", err); err != nil {
		return
	}
	popup, ok := desktop.News{Alerts: alerts, Findings: findings, Persons: h.Persons}.Digest(w.words, w.explain, s.Privacy)
	if !ok {
		return
	}
	err = w.popups.Show(ctx, popup)
	w.note("status", w.inst.KeepPopups(ctx, err))
	if w.note("pop-up", err); err != nil {
		return // kept, and shown later
	}
	w.note("notified", w.inst.Monitor.MarkNotified(ctx, alerts))
	w.log.Info("told", "alerts", len(alerts))
}

// state is how things stand, for the tray.
func (w *watch) state(ctx context.Context) desktop.TrayState {
	now := w.now()
	w.mu.Lock()
	s := desktop.TrayState{Now: now, Keychain: w.keychain, Checking: w.checking, Health: monitor.HealthNever}
	w.mu.Unlock()
	if settings, err := w.inst.Settings(ctx); err == nil {
		s.PausedUntil = settings.PausedUntil
	}
	feeds, err := w.inst.Monitor.Feeds(ctx)
	if err != nil {
		return s
	}
	if s.LastCheck, err = w.inst.Monitor.LastComplete(ctx); err != nil {
		return s
	}
	s.Health, s.NextCheck = monitor.HealthOf(feeds, s.LastCheck, now), nextCheck(feeds)
	if n, err := w.inst.OpenAlerts(ctx); err == nil {
		s.OpenAlerts = n
	}
	return s
}

func (w *watch) setChecking(ctx context.Context, on bool) {
	w.mu.Lock()
	w.checking = on
	w.mu.Unlock()
	w.setTray(w.state(ctx).Menu(w.words))
}

// click does what was chosen in the tray. It returns at once.
func (w *watch) click(action desktop.TrayAction) {
	switch action {
	case desktop.TrayOpen:
		w.open("")
	case desktop.TrayCheck:
		w.want(wantAll)
	case desktop.TrayPauseDay:
		w.pause(w.now().Add(24 * time.Hour))
	case desktop.TrayResume:
		w.pause(time.Time{})
	case desktop.TrayQuit:
		w.quit()
	}
}

// pause pauses the watch until a time, or resumes it.
func (w *watch) pause(until time.Time) {
	ctx := context.Background() // one short write
	_, err := w.inst.ChangeSettings(ctx, func(s *installation.Settings) error {
		s.PausedUntil = until
		return nil
	})
	w.note("pause", err)
	w.want(wantDue)
}

// hear takes the word of another of our programs.
func (w *watch) hear(word desktop.Word) {
	if word == desktop.WordChanged {
		w.want(wantDue)
	}
}

func (w *watch) trayShown(err error) { w.note("tray", err) }

// openWindow opens the window, on an alert if one is given. Where it is not
// installed the log names the command that shows the same.
func (w *watch) openWindow(alert string) {
	var arguments []string
	if alert != "" {
		arguments = []string{"--alert", alert}
	}
	w.note("window", desktop.OpenWindow(arguments...))
}

// note logs an error once, until the subject is well again or says another thing.
func (w *watch) note(subject string, err error) {
	if err == nil {
		w.say(subject, "")
		return
	}
	w.say(subject, err.Error())
}

func (w *watch) say(subject, text string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.said[subject] == text {
		return
	}
	w.said[subject] = text
	w.log.Info(subject, "says", text)
}
