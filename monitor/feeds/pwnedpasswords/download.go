package pwnedpasswords

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"

	"vigie/monitor"
	"vigie/monitor/egress"
)

// Ranges is how many ranges the list has: one for each five digits.
const Ranges = 1 << (4 * prefixDigits)

// parallel is how many ranges are asked for at once. The official downloader
// asks for eight for each processor, and 64 at least.
const parallel = 32

// Tally counts the ranges of a download.
type Tally struct {
	Kept      int // already there: an earlier run of this download had them
	Unchanged int // asked about again, and as they were
	Written   int
	Left      int // no sound answer came; the next run asks for them
}

// Done is how many ranges were looked at.
func (t Tally) Done() int { return t.Kept + t.Unchanged + t.Written + t.Left }

// Complete reports whether the folder holds the whole list.
func (t Tally) Complete() bool { return t.Left == 0 && t.Done() == Ranges }

// Download fills a folder with the whole list, one file for each range, as
// [Folder] reads them and as the official downloader writes them with "-s false"
// (github.com/HaveIBeenPwned/PwnedPasswordsDownloader). It says nothing about
// anybody: the requests of two households are the same.
//
// A file is replaced only by a sound answer, and whole. A download that was
// interrupted goes on where it stopped. One that was completed asks again which
// ranges changed since, with the validators of each. What is kept for both lies
// in the folder's own ".vigie".
//
// After as many ranges on end as are asked for at once without a sound answer,
// Download stops. Its error is why ranges are left: a *[monitor.FetchError] or
// that of ctx; or a *[monitor.Problem] of the disk, which stops it too. progress
// is told after each range; it may be nil.
func (p *Passwords) Download(ctx context.Context, folder string, progress func(Tally)) (Tally, error) {
	d := &download{passwords: p, folder: folder, ranges: Ranges, progress: progress, pause: pause}
	return d.run(ctx)
}

// download is one run.
type download struct {
	passwords *Passwords
	folder    string
	ranges    int // the first ones; tests take a few
	progress  func(Tally)
	pause     func(context.Context, time.Duration) error
	notes     *notes

	mu     sync.Mutex
	tally  Tally
	onEnd  int   // ranges without a sound answer, one after the other
	broken error // of the disk: nothing more can be kept
	why    error // the last range was left
}

// ownFolder is where a download keeps what is not the list.
const ownFolder = ".vigie"

func (d *download) run(ctx context.Context) (Tally, error) {
	var err error
	if d.notes, err = openNotes(filepath.Join(d.folder, ownFolder)); err != nil {
		return Tally{}, d.unwritable(err)
	}
	defer func() { _ = d.notes.Close() }()
	next := make(chan int)
	var workers sync.WaitGroup
	for range parallel {
		workers.Go(func() {
			for n := range next {
				d.take(ctx, n)
			}
		})
	}
	for n := 0; n < d.ranges && d.goesOn() && ctx.Err() == nil; n++ {
		next <- n
	}
	close(next)
	workers.Wait()
	if d.broken != nil {
		return d.tally, d.unwritable(d.broken)
	}
	if d.tally.Left > 0 || d.tally.Done() < d.ranges {
		if err := ctx.Err(); err != nil {
			return d.tally, err
		}
		return d.tally, d.why
	}
	if err := d.notes.complete(); err != nil {
		return d.tally, d.unwritable(err)
	}
	return d.tally, nil
}

func (d *download) unwritable(err error) error {
	return monitor.NewProblem("passwords.download-disk", "path", d.folder).Because(err)
}

func (d *download) goesOn() bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.broken == nil && d.onEnd < parallel
}

// take brings one range up to date, and counts what became of it.
func (d *download) take(ctx context.Context, n int) {
	field, err := d.update(ctx, n)
	d.mu.Lock()
	defer d.mu.Unlock()
	var fetch *monitor.FetchError
	switch {
	case err == nil:
		*field++
		d.onEnd = 0
	case errors.As(err, &fetch):
		d.tally.Left++
		d.onEnd++
		d.why = err
	default:
		d.broken = err
	}
	if d.progress != nil {
		d.progress(d.tally)
	}
}

// update brings one range up to date. It returns the count that the range adds
// to, or why it is left: a *monitor.FetchError, or an error of the disk.
func (d *download) update(ctx context.Context, n int) (*int, error) {
	prefix := prefixOf(n)
	path := Folder(d.folder).path(prefix)
	have, err := readRange(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	known := d.notes.of(n)
	if !known.isOf(have) {
		known = note{} // what it stands for is not there any more
	}
	if known.Run == d.notes.run {
		return &d.tally.Kept, nil
	}
	answer, err := d.ask(ctx, prefix, known.validators())
	if err != nil {
		return nil, err
	}
	if answer.NotModified {
		return &d.tally.Unchanged, d.notes.put(n, have, answer.Validators)
	}
	if err := better(answer.Body, have); err != nil {
		return nil, err
	}
	field := &d.tally.Unchanged
	if !bytes.Equal(answer.Body, have) {
		field = &d.tally.Written
		if err := d.replace(path, answer.Body); err != nil {
			return nil, err
		}
	}
	return field, d.notes.put(n, answer.Body, answer.Validators)
}

// replace writes a file so that it is there whole or as it was.
func (d *download) replace(path string, body []byte) error {
	f, err := os.CreateTemp(filepath.Join(d.folder, ownFolder), partName+"*")
	if err != nil {
		return err
	}
	_, err = f.Write(body)
	if err = errors.Join(err, f.Close()); err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		_ = os.Remove(f.Name())
	}
	return err
}

// pauses are how long it takes until a range that had no answer is asked for
// again, unless the service says how long.
var pauses = [...]time.Duration{time.Second, 5 * time.Second, 30 * time.Second}

// longestPause is what a download waits for; when it is told to wait for longer
// it leaves the range to a later run.
const longestPause = 5 * time.Minute

// ask asks for one range, a few times if need be.
func (d *download) ask(ctx context.Context, prefix string, known egress.Validators) (*egress.Response, error) {
	for try := 0; ; try++ {
		answer, err := d.passwords.whole(ctx, prefix, known)
		var e *monitor.FetchError
		if err == nil || try == len(pauses) || !errors.As(err, &e) || !passes(e.Reason) {
			return answer, err
		}
		wait := max(pauses[try], e.RetryAt.Sub(d.passwords.client.Now()))
		if wait > longestPause || d.pause(ctx, wait) != nil {
			return nil, err
		}
	}
}

// whole asks for a range as it is, without the padding that would take its
// validators away: the walk through all of them is the same for everybody.
func (p *Passwords) whole(ctx context.Context, prefix string, known egress.Validators) (*egress.Response, error) {
	return p.client.Get(ctx, egress.Request{
		Feed:         monitor.FeedPwnedPasswords,
		Purpose:      monitor.PurposeCatalogue,
		URL:          p.base + "/range/" + prefix,
		Sent:         monitor.SentNothing,
		Accept:       []string{"text/plain"},
		MaxBytes:     maxBytes,
		Validators:   known,
		AllowPrivate: p.base != DefaultURL,
	})
}

// passes reports whether what went wrong may be over in a moment.
func passes(r monitor.Reason) bool {
	switch r {
	case monitor.ReasonNoNetwork, monitor.ReasonTimeout, monitor.ReasonInterrupted, monitor.ReasonTruncated,
		monitor.ReasonServer, monitor.ReasonRateLimited:
		return true
	}
	return false
}

func pause(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d):
		return nil
	}
}
