package installation

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"vigie/checklist/passwords"
	"vigie/monitor"
	"vigie/monitor/egress"
	"vigie/monitor/feeds/pwnedpasswords"
)

// Leaked is the list to look passwords up in: a downloaded one when a path is
// given, else Pwned Passwords, when somebody agreed to that. Close ends it.
func (i *Installation) Leaked(ctx context.Context, path string) (source passwords.Source, closer func(), err error) {
	if path != "" {
		return openList(path)
	}
	online := pwnedpasswords.New(i.Egress, i.Address(monitor.FeedPwnedPasswords))
	return passwords.Online{Ranges: func(ctx context.Context, prefix string) (func(string) (int, error), error) {
		if !i.allowed(ctx, monitor.FeedPwnedPasswords, "") {
			return nil, &monitor.FetchError{State: monitor.StateOff, Reason: monitor.ReasonNoConsent}
		}
		return online.Range(ctx, prefix)
	}}, func() {}, nil
}

// openList opens a downloaded list in any of its three forms: a folder of
// ranges, a filter, one sorted file.
func openList(path string) (passwords.Source, func(), error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, nil, monitor.NewProblem("file.unreadable", "path", path).Because(err)
	}
	source, err := openSource(f)
	if err != nil {
		_ = f.Close()
		return nil, nil, err
	}
	return source, func() { _ = f.Close() }, nil
}

func openSource(f *os.File) (passwords.Source, error) {
	info, err := f.Stat()
	if err != nil {
		return nil, monitor.NewProblem("file.unreadable", "path", f.Name()).Because(err)
	}
	if info.IsDir() {
		folder := passwords.Online{Ranges: pwnedpasswords.Folder(f.Name()).Range}
		return folder, passwords.TryOut(context.Background(), folder)
	}
	head := make([]byte, len(passwords.FilterMagic))
	if _, err := f.ReadAt(head, 0); err == nil && bytes.Equal(head, []byte(passwords.FilterMagic)) {
		return passwords.OpenFilter(f, info.Size())
	}
	return passwords.OpenSorted(f)
}

// DownloadList fills a folder with the whole list of Pwned Passwords, or goes on
// with that; see [pwnedpasswords.Passwords.Download]. Nothing about anybody
// leaves, so that no agreement is needed, and the ledger has the requests in rows
// of thousands.
func (i *Installation) DownloadList(ctx context.Context, folder string, progress func(pwnedpasswords.Tally)) (pwnedpasswords.Tally, error) {
	unlock, err := i.Monitor.Lock(ctx, "download")
	if err != nil {
		return pwnedpasswords.Tally{}, err
	}
	defer unlock()
	settings, err := i.Settings(ctx)
	if err != nil {
		return pwnedpasswords.Tally{}, err
	}
	ledger := newSummed(i.Store)
	client := egress.New(egress.Config{Ledger: ledger, UserAgent: UserAgent, Offline: i.offline || settings.Offline, Now: i.now})
	t, err := pwnedpasswords.New(client, i.Address(monitor.FeedPwnedPasswords)).Download(ctx, folder, progress)
	return t, errors.Join(err, ledger.Close(context.WithoutCancel(ctx)))
}

// PressList writes the filter of a list, which is a folder or one sorted file. The
// file appears once it is whole, and was opened and tried out like any other. How
// many hashes it holds wrongly, out of how many, is measured.
func PressList(ctx context.Context, list, filter string, progress func(shard int)) (wrong, of int, err error) {
	rows, err := openRows(list)
	if err != nil {
		return 0, 0, err
	}
	defer func() { _ = rows.Close() }()
	if _, err := os.Stat(filter); !errors.Is(err, fs.ErrNotExist) {
		return 0, 0, monitor.NewProblem("file.exists", "path", filter)
	}
	out, err := os.CreateTemp(filepath.Dir(filter), ".vigie-filter-")
	if err != nil {
		return 0, 0, monitor.NewProblem("file.unwritable", "path", filter).Because(err)
	}
	defer func() { _ = os.Remove(out.Name()) }() // no longer there once it was renamed
	wrong, of, err = press(ctx, out, rows, progress)
	err = errors.Join(err, out.Close())
	if err == nil {
		err = os.Rename(out.Name(), filter)
	}
	if p := (*monitor.Problem)(nil); err != nil && !errors.As(err, &p) && ctx.Err() == nil {
		err = monitor.NewProblem("file.unwritable", "path", filter).Because(err)
	}
	return wrong, of, err
}

// openRows opens a list that was tried out, as one.
func openRows(path string) (io.ReadCloser, error) {
	source, closer, err := openList(path)
	if err != nil {
		return nil, err
	}
	closer()
	switch source.(type) {
	case passwords.Online:
		return io.NopCloser(pwnedpasswords.Folder(path).Rows()), nil
	case *passwords.Sorted:
		return os.Open(path)
	}
	return nil, monitor.NewProblem("passwords.list-format")
}

func press(ctx context.Context, out *os.File, rows io.Reader, progress func(shard int)) (wrong, of int, err error) {
	if err := errors.Join(passwords.BuildFilter(ctx, out, rows, progress), out.Sync()); err != nil {
		return 0, 0, err
	}
	size, err := out.Seek(0, io.SeekCurrent)
	if err != nil {
		return 0, 0, err
	}
	f, err := passwords.OpenFilter(out, size)
	if err != nil {
		return 0, 0, err
	}
	return f.Measure(ctx)
}
