package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/url"
	"runtime/debug"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"

	"vigie/assets"
	"vigie/cmd/internal/installation"
	"vigie/cmd/internal/window"
	"vigie/gui"
	"vigie/gui/view"
	"vigie/monitor"
)

// The size of a window that was never opened before, in Fyne's pixels.
const usualWidth, usualHeight = 1120, 760

// show opens the window and returns when it is closed, or ctx is done. Opening a
// display takes as long as reading a household: both go on at once.
func show(ctx context.Context, o window.Options) (err error) {
	debug.SetGCPercent(-1) // until the first screen is drawn
	s := &surface{app: app.NewWithID("fr.vigie.Vigie")}
	open := sync.OnceValues(func() (*window.Program, error) { return window.Open(ctx, o) })
	s.fonts.Go(func() { // one after the other: where there are two processors, one opens the display
		_, _ = open()
		gui.ReadFonts()
	})
	defer func() { // where there is no display, too
		if p, failed := open(); failed == nil {
			err = cmp.Or(err, p.End(s.last))
		}
	}()
	defer noDisplay(&err)
	s.build()
	p, err := open()
	s.fonts.Wait()
	s.first = window.Frame{Width: usualWidth, Height: usualHeight}
	if err == nil {
		p.Read()
		s.gui = gui.New(gui.Config{Window: s.window, Look: p.Look(), Send: p.Send})
		if f, kept := p.Frame(); kept {
			s.first = f
		}
	}
	place(s.first)
	s.window.Resize(fyne.NewSize(s.first.Width, s.first.Height))
	s.window.Show()
	if err == nil {
		err = p.Start(s)
	}
	if err != nil {
		err = errors.Join(err, s.refuse(o.Lang, err))
	}
	s.window.Show() // again: Fyne draws at once, not when a tick of its loop comes
	s.run(ctx)
	return err
}

// refuse shows why the program cannot open.
func (s *surface) refuse(lang string, why error) error {
	speaker, err := window.Speak(lang)
	if err != nil {
		return err
	}
	s.gui = gui.New(gui.Config{Window: s.window, Send: func(view.Event) {}}) // there is nothing to do in it
	s.Show(view.Refusal(speaker.Words, speaker.Explain, installation.AsProblem(why)))
	return nil
}

// surface is the window as Fyne makes it.
type surface struct {
	app         fyne.App
	window      fyne.Window
	gui         *gui.Window
	first, last window.Frame // when it was opened, and closed
	closed      atomic.Bool
	fonts       sync.WaitGroup // done when they are read
}

// build finds the display.
func (s *surface) build() {
	s.window = s.app.NewWindow("Vigie")
	s.window.SetMaster()
	s.window.SetCloseIntercept(s.Close)
	s.app.Lifecycle().SetOnStopped(func() { s.closed.Store(true) })
}

// run returns when the window is closed, or ctx is done.
func (s *surface) run(ctx context.Context) {
	interrupted := context.AfterFunc(ctx, func() { s.Do(s.Close) })
	defer interrupted()
	const settled = 500 * time.Millisecond // long after the first picture, on most computers
	defer time.AfterFunc(settled, func() { s.Do(s.afterwards) }).Stop()
	s.app.Run()
}

// afterwards is what the first picture need not wait for: the icon, and to give
// back what reading everything took beyond what showing it does.
func (s *surface) afterwards() {
	s.window.SetIcon(fyne.NewStaticResource("vigie.png", assets.AppIcon(256)))
	// Per cent of what is in use, before it is collected: with more, fewer pages of a
	// long list are drawn while that goes on.
	const garbage = 200
	debug.SetGCPercent(garbage)
	go debug.FreeOSMemory()
}

// Show draws the window.
func (s *surface) Show(v view.Window) { s.gui.Show(v) }

// Do has f done on Fyne's goroutine. Once that has ended Fyne would do it at once,
// on the caller's: then there is nothing to draw on any more.
func (s *surface) Do(f func()) {
	if !s.closed.Load() {
		fyne.Do(f)
	}
}

// Browse opens an address in the usual browser.
func (s *surface) Browse(u *url.URL) error { return s.app.OpenURL(u) }

// Raise brings the window to the front.
func (s *surface) Raise() {
	s.window.Show()
	s.window.RequestFocus()
}

// Close ends the window.
func (s *surface) Close() {
	s.last = s.frame()
	s.closed.Store(true)
	s.app.Quit()
}

// noDisplay turns the panic of a display that cannot be used (a server that
// refuses, a driver without OpenGL) into the same answer as no display. Anything
// else is a defect and stays one.
func noDisplay(err *error) {
	r := recover()
	if r == nil {
		return
	}
	for _, sign := range []string{"GLFW", "Invalid", "PlatformError", "APIUnavailable"} {
		if strings.Contains(fmt.Sprint(r), sign) {
			*err = monitor.NewProblem("window.no-display")
			return
		}
	}
	panic(r)
}
