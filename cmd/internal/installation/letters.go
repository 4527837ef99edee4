package installation

import (
	"context"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"vigie/checklist"
	"vigie/checklist/letters"
	"vigie/monitor"
	"vigie/monitor/identifier"
)

// kindLetter is the kind of document in which a letter's facts are kept.
const kindLetter = "letter" // a letters.Facts, by its ID

// Today is the day on the person's clock.
func (i *Installation) Today() monitor.Date { return Day(i.now()) }

// Day is the day that a clock shows at a time, here.
func Day(t time.Time) monitor.Date { return checklist.DateOf(checklist.LocalDay(t.Local())) }

// LetterInput begins a letter of a kind for a person, about a breach if one is
// given: the finding and whom to write to, as far as is known. Of the person's identifiers,
// only those they agree to are read from the key store, one of a kind.
func (i *Installation) LetterInput(ctx context.Context, lang string, kind letters.Kind, p monitor.Person, breach string, agreed func(monitor.Identifier) bool) (letters.Input, error) {
	in := letters.Input{Lang: lang, Day: i.Today()}
	h, err := i.Store.Household(ctx)
	if err != nil {
		return in, err
	}
	for _, id := range h.Identifiers {
		if id.Person != p.ID || !agreed(id) || slices.ContainsFunc(in.Identity, func(v monitor.Value) bool { return v.Kind() == id.Kind }) {
			continue
		}
		data, err := i.Keychain.Get(ctx, id.ID)
		if err != nil {
			return in, err
		}
		if v, err := identifier.Decode(data); err == nil {
			in.Identity = append(in.Identity, v)
		}
	}
	if breach == "" {
		return in, nil
	}
	findings, err := i.Monitor.Findings(ctx)
	if err != nil {
		return in, err
	}
	n := slices.IndexFunc(findings, func(f monitor.Finding) bool { return f.Person == p.ID && f.Breach == breach })
	if n < 0 {
		return in, monitor.NewProblem("letter.no-finding", "name", p.Name, "breach", monitor.CleanText(breach, monitor.MaxName))
	}
	in.Finding = &findings[n]
	if kind == letters.BankDispute || kind == letters.DebitOpposition {
		return in, nil // the bank, which only the person can name, is not who lost the data
	}
	in.To, err = i.Recipient(ctx, in.Finding.Organisation)
	return in, err
}

// Recipient is an organisation with where to write about one's data, as far as
// the directory knows.
func (i *Installation) Recipient(ctx context.Context, name string) (letters.Recipient, error) {
	r := letters.Recipient{Name: name}
	c, err := i.Monitor.Catalogue(ctx)
	if err != nil {
		return r, err
	}
	d, err := DirectoryWith(c)
	if err != nil {
		return r, err
	}
	for _, e := range d.Search(name, 1) {
		if monitor.NormalOrganisation(e.Name) == monitor.NormalOrganisation(name) && e.DPO != nil {
			r.Email = e.DPO.Email
			if e.DPO.Postal != "" {
				r.Address = strings.Split(e.DPO.Postal, ", ")
			}
		}
	}
	return r, nil
}

// LetterField is the name under which [TellLetter] is told a field that a letter
// lacks: some of [letters.Missing] stand for several.
func LetterField(missing string) string {
	name, other := map[string]string{
		"grounds": "facts", "due": "received", "debits": "debit", "incidents": "incident", "complained": "lodged",
	}[missing]
	if !other {
		return missing
	}
	return name
}

// TellLetter fills what only the person can tell, by the names of [LetterField].
// A date that is none, or a field that no letter has, is a *monitor.Problem.
func TellLetter(in *letters.Input, name, text string) error {
	dates := map[string]*monitor.Date{
		"until": &in.Until, "sent": &in.Earlier.Sent, "received": &in.Earlier.Received, "extended": &in.Earlier.Extended,
		"answered": &in.Earlier.Answered, "reminded": &in.Earlier.Reminded, "lodged": &in.Complaint.Lodged,
	}
	texts := map[string]*string{
		"place": &in.Place, "recipient": &in.To.Name, "organisation": &in.To.Name, "siren": &in.To.SIREN, "email": &in.To.Email,
		"creditor": &in.Debits.Creditor, "ics": &in.Debits.ICS, "rum": &in.Debits.RUM,
		"court": &in.Complaint.Court, "nationality": &in.Complaint.Nationality, "occupation": &in.Complaint.Occupation,
		"facts": &in.Complaint.Facts, "damage": &in.Complaint.Damage, "witnesses": &in.Complaint.Witnesses,
		"notice-lacks": &in.Complaint.NoticeLacks, "number": &in.Complaint.Number,
	}
	yes := map[string]*bool{
		"identity": &in.Complaint.Identity, "fraud": &in.Complaint.Fraud, "civil-party": &in.Complaint.CivilParty, "not-notified": &in.Complaint.NotNotified,
	}
	switch date, said, flag := dates[name], texts[name], yes[name]; {
	case date != nil:
		d, err := monitor.ParseDate(text)
		if err != nil {
			return monitor.UsageProblem("letter.date", "field", name)
		}
		*date = d
	case said != nil:
		*said = text
	case flag != nil:
		*flag = true
	case name == "address":
		in.To.Address = strings.Split(text, ", ")
	case name == "request":
		in.Earlier.Kind = letters.Kind(text)
	case name == "incident":
		in.Complaint.Incidents = append(in.Complaint.Incidents, text)
	case name == "debit":
		return tellDebit(in, text)
	default:
		return monitor.UsageProblem("letter.field", "field", monitor.CleanText(name, monitor.MaxName))
	}
	return nil
}

// tellDebit reads "2026-11-02 | 39,90 € | ACME".
func tellDebit(in *letters.Input, text string) error {
	parts := strings.SplitN(text, "|", 3)
	d, err := monitor.ParseDate(strings.TrimSpace(parts[0]))
	if err != nil || len(parts) < 2 {
		return monitor.UsageProblem("letter.debit")
	}
	debit := letters.Debit{On: d, Amount: strings.TrimSpace(parts[1])}
	if len(parts) == 3 {
		debit.Label = strings.TrimSpace(parts[2])
	}
	in.Debits.Entries = append(in.Debits.Entries, debit)
	return nil
}

// Letters lists what is remembered of letters, oldest first.
func (i *Installation) Letters(ctx context.Context) ([]letters.Facts, error) {
	return documents[letters.Facts](ctx, i.Store, kindLetter)
}

// LetterAbout is what a letter comes back to: an earlier request, and the
// reminder of it when there was one.
func (i *Installation) LetterAbout(ctx context.Context, f letters.Facts) (letters.Earlier, error) {
	var reminded monitor.Date
	if f.Kind == letters.Reminder && f.About != "" {
		reminded = f.Sent.Sent
		var err error
		if f, err = i.Letter(ctx, f.About); err != nil {
			return letters.Earlier{}, err
		}
	}
	return letters.Earlier{Kind: f.Kind, Sent: f.Sent.Sent, Received: f.Received, Extended: f.Extended, Answered: f.Answered, Reminded: reminded}, nil
}

// Holds reports whether a path is in the data folder, where no letter is left.
func (i *Installation) Holds(path string) bool {
	abs, err := filepath.Abs(path)
	if err != nil {
		return false
	}
	if dir, err := filepath.EvalSymlinks(filepath.Dir(abs)); err == nil {
		abs = filepath.Join(dir, filepath.Base(abs))
	}
	home := i.Dir
	if dir, err := filepath.EvalSymlinks(home); err == nil {
		home = dir
	}
	rel, err := filepath.Rel(home, abs)
	return err == nil && filepath.IsLocal(rel)
}

// KeepLetter remembers a letter's facts, never its text.
func (i *Installation) KeepLetter(ctx context.Context, f letters.Facts) error {
	return i.Store.Update(ctx, func(tx monitor.Tx) error { return put(tx, kindLetter, f.ID, f.Person, f) })
}

// ForgetLetter forgets a letter's facts.
func (i *Installation) ForgetLetter(ctx context.Context, id string) error {
	return i.Store.Update(ctx, func(tx monitor.Tx) error { return tx.DeleteDocument(kindLetter, id) })
}

// Letter finds one letter.
func (i *Installation) Letter(ctx context.Context, id string) (letters.Facts, error) {
	all, err := i.Letters(ctx)
	if err != nil {
		return letters.Facts{}, err
	}
	n := slices.IndexFunc(all, func(f letters.Facts) bool { return f.ID == id })
	if n < 0 {
		return letters.Facts{}, monitor.NewProblem("letter.unknown", "id", monitor.CleanText(id, monitor.MaxName))
	}
	return all[n], nil
}
