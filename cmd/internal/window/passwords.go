package window

import (
	"context"

	"vigie/assets"
	"vigie/checklist/passwords"
	"vigie/gui/view"
)

// judging opens what passwords are judged with; done ends it. Without the
// household's names and days the judge still judges.
func (w *worker) judging(ctx context.Context) (judge *passwords.Judge, source passwords.Source, done func(), err error) {
	judge, err = w.inst.Judge(ctx)
	if judge == nil {
		return nil, nil, nil, err
	}
	source, done, err = w.inst.Leaked(ctx, "")
	return judge, source, done, err
}

func (w *worker) judgePassword(ctx context.Context, e view.JudgePassword) (view.Event, error) {
	judge, source, done, err := w.judging(ctx)
	if err != nil {
		return nil, err
	}
	defer done()
	secret := passwords.NewSecret([]byte(e.Password.Reveal()))
	defer secret.Wipe()
	s := judge.Strength(secret)
	answer := source.Counts(ctx, []passwords.Hash{secret.Hash()}, nil)[0]
	v := view.PasswordVerdict{Level: string(s.Level), Bits: int(s.Bits), Checked: answer.Err == nil, Count: answer.Count}
	for _, r := range s.Reasons {
		v.Reasons = append(v.Reasons, string(r))
	}
	return view.PasswordJudged{Verdict: v}, nil
}

func (w *worker) makePassword() (view.Event, error) {
	made, err := passwords.Phrase(assets.Passwords(), w.speak.Words.Lang(), passwords.DefaultWords)
	if err != nil {
		return nil, err
	}
	return view.PasswordMade{Made: view.MadePassword{Value: view.Secret(made.Reveal()), Bits: int(made.Bits)}}, nil
}
