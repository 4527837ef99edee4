package main

import (
	"cmp"
	"context"
	"encoding/json"
	"net/url"
	"slices"
	"time"

	"vigie/assets"
	"vigie/checklist"
	"vigie/gui/view"
	"vigie/monitor"
	"vigie/monitor/desktop"
	"vigie/monitor/directory"
)

// The kinds of documents the window keeps, sealed.
const (
	kindLetter = "letter" // a view.LetterFacts, by its ID
	kindSeen   = "seen"   // an alert that was read here, by Alert.ID
)

// load reads everything a screen may show. While the key store is not open,
// what is public is there all the same.
func (p *program) load(ctx context.Context) (*view.State, error) {
	s := &view.State{
		Now: time.Now(), Words: p.speak.words, Explain: p.speak.explain,
		Household: &monitor.Household{}, Seen: map[string]bool{}, Done: map[string][]monitor.Date{}, Advice: p.planner.Advice, JudgesPasswords: true,
	}
	var err error
	if s.Settings, err = p.settings(ctx); err != nil {
		return nil, err
	}
	if err := p.loadPublic(ctx, s); err != nil {
		return nil, err
	}
	if s.Keychain = p.sealed; s.Keychain == monitor.KeychainOK {
		if err := p.loadHousehold(ctx, s); err != nil {
			return nil, err
		}
	}
	s.FirstStart, err = p.firstStart(ctx, s.Household)
	return s, err
}

// firstStart is how far it is. A household that was described on the command line
// needs none.
func (p *program) firstStart(ctx context.Context, h *monitor.Household) (view.Step, error) {
	step, err := p.setting(ctx, settingFirst)
	switch {
	case step != "" || err != nil:
		return view.Step(step), err
	case len(h.Persons) > 0:
		return view.StepDone, nil
	}
	return view.StepPromise, nil
}

func (p *program) loadPublic(ctx context.Context, s *view.State) error {
	m, err := p.inst.Monitor, error(nil)
	if s.Catalogue, err = m.Catalogue(ctx); err != nil {
		return err
	}
	records, err := p.inst.Store.Records(ctx)
	if err != nil {
		return err
	}
	if s.Directory, err = directory.Load(assets.Directory(), records); err != nil {
		return err
	}
	if s.Feeds, err = m.Feeds(ctx); err != nil {
		return err
	}
	for _, f := range s.Feeds {
		if !f.Next.IsZero() && (s.Settings.NextCheck.IsZero() || f.Next.Before(s.Settings.NextCheck)) {
			s.Settings.NextCheck = f.Next
		}
	}
	if s.LastComplete, err = m.LastComplete(ctx); err != nil {
		return err
	}
	s.Ledger, err = p.inst.Store.Requests(ctx, time.Time{})
	return err
}

func (p *program) loadHousehold(ctx context.Context, s *view.State) error {
	plan, err := p.planner.Plan(ctx)
	if err != nil {
		return err
	}
	s.Input, s.Plan, s.Puzzle, s.Done = plan.Input, plan.Actions, plan.Exposure, plan.Done
	s.Household, s.Catalogue, s.Findings = plan.Input.Household, plan.Input.Catalogue, plan.Input.Findings
	alerts, err := p.inst.Store.Alerts(ctx)
	if err != nil {
		return err
	}
	s.Alerts = slices.DeleteFunc(alerts, func(a monitor.Alert) bool { return !a.Closed.IsZero() })
	seen, err := p.inst.Store.Documents(ctx, kindSeen)
	if err != nil {
		return err
	}
	for _, d := range seen {
		s.Seen[d.ID] = true
	}
	s.Letters, err = p.letters(ctx)
	return err
}

// letters lists what is remembered of letters, newest first.
func (p *program) letters(ctx context.Context) ([]view.LetterFacts, error) {
	docs, err := p.inst.Store.Documents(ctx, kindLetter)
	if err != nil {
		return nil, err
	}
	all := make([]view.LetterFacts, len(docs))
	for i, d := range docs {
		if err := json.Unmarshal(d.Body, &all[i]); err != nil {
			return nil, err
		}
	}
	slices.SortStableFunc(all, func(a, b view.LetterFacts) int { return cmp.Compare(b.Written.First(), a.Written.First()) })
	return all, nil
}

// sends says what leaves for each kind that a service can be asked about, as
// the services document it.
var sends = map[string]map[monitor.Kind]monitor.Sent{
	monitor.FeedHIBP:           {monitor.Email: monitor.SentEmail},
	monitor.FeedXposedOrNot:    {monitor.Email: monitor.SentEmail},
	monitor.FeedLeakCheck:      {monitor.Email: monitor.SentHash, monitor.Username: monitor.SentName},
	monitor.FeedHudsonRock:     {monitor.Email: monitor.SentEmail, monitor.Username: monitor.SentName, monitor.Phone: monitor.SentPhone},
	monitor.FeedPwnedPasswords: {},
}

func (p *program) lookups(ctx context.Context) []view.LookupService {
	var all []view.LookupService
	for _, src := range p.inst.Monitor.Sources {
		kinds, known := sends[src.Name]
		if src.Lookup == nil || !known || src.SwitchedOff {
			continue
		}
		l := view.LookupService{Feed: src.Name, Host: host(p.inst.Address(src.Name)), Sends: kinds, NeedsKey: src.Name == monitor.FeedHIBP}
		if l.NeedsKey && p.sealed == monitor.KeychainOK {
			_, err := p.inst.Keychain.Get(ctx, monitor.KeyItem(src.Name))
			l.HasKey = err == nil
		}
		all = append(all, l)
	}
	return all
}

func host(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return u.Host
}

// autostart starts the agent with the session.
func (p *program) autostart() (desktop.Autostart, error) {
	path, ok := agentPath()
	if !ok {
		return nil, monitor.NewProblem("window.no-agent")
	}
	return desktop.NewAutostart(path, "--data", p.dir)
}

// today is the day on the person's clock.
func today() monitor.Date { return checklist.DateOf(checklist.LocalDay(time.Now())) }
