package window

import (
	"context"
	"os"

	"vigie/checklist/passwords"
	"vigie/cmd/internal/installation"
	"vigie/gui/view"
)

// auditNow judges the passwords of an export, beside everything else: to look
// hundreds of them up takes minutes. What was judged until it is stopped is shown.
func (p *Program) auditNow(e view.AuditPasswords) {
	if p.auditing != nil {
		return
	}
	r := &running{}
	r.ctx, r.stop = context.WithCancel(p.ctx)
	p.auditing = r
	p.jobs.add(func() {
		audit, err := p.worker.lendAudit(p.ctx, e)
		p.beside(func() {
			defer r.stop()
			if err != nil {
				p.audited(r, view.Failed{Intent: e, Problem: installation.AsProblem(err)})
				return
			}
			p.audited(r, audit(r.ctx, func(done, of int) { p.auditProgress(r, done, of) }))
		})
	})
}

// cancelAudit tells the audit to stop.
func (p *Program) cancelAudit() {
	if p.auditing != nil {
		p.auditing.stop()
	}
}

func (p *Program) auditProgress(r *running, done, of int) {
	p.do(func() {
		if p.auditing == r {
			p.Send(view.AuditProgress{Done: done, Of: of})
		}
	})
}

// audited shows what came of an audit.
func (p *Program) audited(r *running, outcome view.Event) {
	p.do(func() {
		if p.auditing == r {
			p.auditing = nil
			p.Send(outcome)
		}
	})
}

// lendAudit gives an audit, to be carried out once on another goroutine, what it
// needs of the installation. What is erased meanwhile waits for it.
func (w *worker) lendAudit(ctx context.Context, e view.AuditPasswords) (func(ctx context.Context, progress func(done, of int)) view.Event, error) {
	judge, source, closer, err := w.judging(ctx)
	if err != nil {
		return nil, err
	}
	auditor, err := w.inst.Auditor(ctx, judge, source)
	if err != nil {
		closer()
		return nil, err
	}
	w.checks.Add(1)
	return func(ctx context.Context, progress func(done, of int)) view.Event {
		defer w.checks.Done()
		defer closer()
		audit, err := auditFile(ctx, auditor, e.Path, progress)
		if err != nil {
			return view.Failed{Intent: e, Problem: installation.AsProblem(err)}
		}
		return view.PasswordsAudited{Audit: audit}
	}, nil
}

// auditFile judges an export, of which no password is kept.
func auditFile(ctx context.Context, auditor *passwords.Auditor, path string, progress func(done, of int)) (view.PasswordAudit, error) {
	var report *passwords.Report
	err := reading(path, func(f *os.File) (err error) {
		report, err = auditor.Audit(ctx, f, progress)
		return err
	})
	if err != nil {
		return view.PasswordAudit{}, err
	}
	counts := report.Counts()
	audit := view.PasswordAudit{Entries: counts.Entries, Unchecked: counts.Unchecked, Sound: counts.Sound, Partial: report.Partial}
	for _, x := range report.Entries {
		leaked := x.Exposed.Err == nil && x.Exposed.Count > 0
		if leaked || x.Weak() || x.Reused > 0 || x.OlderThan != "" {
			audit.Worst = append(audit.Worst, view.PasswordEntry{Site: x.Site, Leaked: leaked, Reused: x.Reused, Weak: x.Weak(), OlderThan: x.OlderThan})
		}
	}
	return audit, nil
}
