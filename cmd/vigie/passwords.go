package main

import (
	"context"
	"os"

	"vigie/assets"
	"vigie/checklist/passwords"
	"vigie/gui/view"
	"vigie/monitor"
)

// judging opens what passwords are judged with. Without the household's names
// and days the judge still judges.
func (p *program) judging(ctx context.Context, f func(*passwords.Judge, passwords.Source) (view.Event, error)) (view.Event, error) {
	judge, err := p.inst.Judge(ctx)
	if judge == nil {
		return nil, err
	}
	source, closer, err := p.inst.Leaked(ctx, "")
	if err != nil {
		return nil, err
	}
	defer closer()
	return f(judge, source)
}

func (p *program) judgePassword(ctx context.Context, e view.JudgePassword) (view.Event, error) {
	return p.judging(ctx, func(judge *passwords.Judge, source passwords.Source) (view.Event, error) {
		secret := passwords.NewSecret([]byte(e.Password.Reveal()))
		defer secret.Wipe()
		s := judge.Strength(secret)
		answer := source.Counts(ctx, []passwords.Hash{secret.Hash()}, nil)[0]
		v := view.PasswordVerdict{Level: string(s.Level), Bits: int(s.Bits), Checked: answer.Err == nil, Count: answer.Count}
		for _, r := range s.Reasons {
			v.Reasons = append(v.Reasons, string(r))
		}
		return view.PasswordJudged{Verdict: v}, nil
	})
}

func (p *program) auditPasswords(ctx context.Context, e view.AuditPasswords) (view.Event, error) {
	file, err := os.Open(e.Path)
	if err != nil {
		return nil, monitor.NewProblem("file.unreadable", "path", e.Path).Because(err)
	}
	defer func() { _ = file.Close() }()
	return p.judging(ctx, func(judge *passwords.Judge, source passwords.Source) (view.Event, error) {
		auditor, err := p.inst.Auditor(ctx, judge, source)
		if err != nil {
			return nil, err
		}
		r, err := auditor.Audit(ctx, file, nil)
		if err != nil {
			return nil, err
		}
		counts := r.Counts()
		audit := view.PasswordAudit{Entries: counts.Entries, Unchecked: counts.Unchecked, Sound: counts.Sound, Partial: r.Partial}
		for _, x := range r.Entries {
			leaked := x.Exposed.Err == nil && x.Exposed.Count > 0
			if leaked || x.Weak() || x.Reused > 0 || x.OlderThan != "" {
				audit.Worst = append(audit.Worst, view.PasswordEntry{Site: x.Site, Leaked: leaked, Reused: x.Reused, Weak: x.Weak(), OlderThan: x.OlderThan})
			}
		}
		return view.PasswordsAudited{Audit: audit}, nil
	})
}

func (p *program) makePassword() (view.Event, error) {
	made, err := passwords.Phrase(assets.Passwords(), p.speak.words.Lang(), passwords.DefaultWords)
	if err != nil {
		return nil, err
	}
	return view.PasswordMade{Made: view.MadePassword{Value: view.Secret(made.Reveal()), Bits: int(made.Bits)}}, nil
}
