package main

import (
	"context"
	"log/slog"
	"os/signal"
	"path/filepath"
	"sync"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"vigie/cmd/internal/installation"
	"vigie/monitor"
	"vigie/monitor/desktop"
)

// runAgent is the program without a command: it watches until it is told to
// stop, by a signal, by the end of the session, or from the tray.
func (a *app) runAgent(c *cobra.Command, _ []string) error {
	ctx, stop := signal.NotifyContext(c.Context(), syscall.SIGTERM, syscall.SIGHUP)
	defer stop()
	return a.opened(ctx, func(i *installation.Installation) error {
		unlock, err := a.alone(ctx, i)
		if err != nil {
			return err
		}
		defer unlock()
		a.debugIf(a.givePassphrase(i))
		log, err := openLog(filepath.Join(i.Dir, installation.LogName))
		if err != nil {
			return err
		}
		defer func() { _ = log.Close() }()
		if err := keepCrashes(filepath.Join(i.Dir, installation.CrashName)); err != nil {
			return err
		}
		return a.watch(ctx, i, slog.New(redacted(log, i.Dir)))
	})
}

// alone keeps other agents out, and says that one runs already. It comes before
// anything that could be seen or asked twice.
func (a *app) alone(ctx context.Context, i *installation.Installation) (unlock func(), err error) {
	ctx, cancel := context.WithTimeout(ctx, lockMoment)
	defer cancel()
	unlock, err = desktop.NewLocks(i.Dir).Lock(ctx, installation.AgentLock)
	if err != nil {
		return nil, monitor.NewProblem("agent.running").Because(err)
	}
	return unlock, nil
}

// lockMoment is long enough for an agent that is just ending.
const lockMoment = time.Second

// watch runs the agent's parts until the watch ends: the socket that others speak
// to, the tray, and the looks. It returns when all of them have ended.
func (a *app) watch(ctx context.Context, i *installation.Installation, log *slog.Logger) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	w := newWatch(i, a.words, a.explain, a.now, log)
	popups := desktop.NewNotifier(w.open)
	defer popups.Close()
	w.popups, w.quit = popups, cancel
	tray := desktop.NewTray(w.state(ctx).Menu(a.words), w.click, w.trayShown)
	w.setTray = tray.Set

	var parts sync.WaitGroup
	parts.Go(func() { w.note("tray", tray.Run(ctx)) }) // without one the watch goes on
	parts.Go(func() {
		defer cancel()
		w.run(ctx)
	})
	// That other programs cannot talk to this one is no reason not to watch.
	w.note("socket", desktop.Listen(ctx, i.AgentFolder(), w.hear))
	parts.Wait()
	return nil
}
