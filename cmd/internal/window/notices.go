package window

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"slices"

	"vigie/checklist/notice"
	"vigie/gui/view"
	"vigie/monitor"
)

// received is a message that was read: only in memory, until it is kept.
type received struct {
	person, breach string
	name           string // of its file
	message        []byte
	reading        notice.Reading
}

// readNotice reads a message and shows what it says. One that asks for what no
// genuine notice does proves nothing: it cannot be kept.
func (w *worker) readNotice(ctx context.Context, e view.ReadNotice) (view.Event, error) {
	w.notice = nil
	r := &received{person: e.Person, breach: e.Breach, name: filepath.Base(e.Path)}
	err := reading(e.Path, func(f *os.File) (err error) {
		if r.message, err = io.ReadAll(io.LimitReader(f, notice.MaxSize+1)); err != nil {
			return monitor.NewProblem("file.unreadable", "path", e.Path).Because(err)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	if r.reading, err = w.inst.ReadNotice(ctx, r.message, r.name); err != nil {
		return nil, err
	}
	about, err := w.inst.NoticeBreaches(ctx, r.reading)
	if err != nil {
		return nil, err
	}
	if !r.reading.AsksSecrets() {
		w.notice = r
	}
	elsewhere := len(r.reading.Candidates) > 0 && !slices.ContainsFunc(about, func(b monitor.Breach) bool { return b.Is(e.Breach) })
	return view.NoticeRead{Person: e.Person, Breach: e.Breach, Reading: r.reading, Elsewhere: elsewhere}, nil
}

// keepNotice keeps the message that was read last, which is one of the person's
// about that leak.
func (w *worker) keepNotice(ctx context.Context, e view.KeepNotice) error {
	r := w.notice
	if r == nil || r.person != e.Person || r.breach != e.Breach {
		return monitor.NewProblem("window.gone")
	}
	p, err := w.person(ctx, e.Person)
	if err != nil {
		return err
	}
	if _, err := w.inst.KeepNotice(ctx, p, r.breach, r.reading, r.message, r.name); err != nil {
		return err
	}
	w.notice = nil
	return nil
}

// saveNotice writes a message that is kept to a file, as it came.
func (w *worker) saveNotice(ctx context.Context, e view.SaveNotice) error {
	if w.inst.Holds(e.Path) {
		return monitor.NewProblem("notice.folder")
	}
	message, err := w.inst.NoticeMessage(ctx, e.ID)
	if err != nil {
		return err
	}
	return writeFile(e.Path, message)
}
