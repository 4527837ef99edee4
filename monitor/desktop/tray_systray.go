//go:build windows || (darwin && cgo)

package desktop

import (
	"context"
	"runtime"

	"fyne.io/systray"

	"vigie/assets"
)

// TrayHost tells whether something in this session shows tray icons: always,
// on this system.
func TrayHost(context.Context) error { return nil }

// Run shows the tray until ctx is done, and returns nil then. It may be called
// once in the life of a process; on macOS from the main goroutine only, since
// AppKit belongs to the main thread.
func (t *Tray) Run(ctx context.Context) error {
	// A window's messages come to the thread that made it.
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	served := make(chan struct{})
	systray.Run(func() {
		defer close(served)
		defer systray.Quit()
		t.shown(nil)
		t.serve(ctx)
	}, nil)
	<-served
	return nil
}

// slots are what systray shows: all that a menu may hold, some of it hidden.
type slots struct {
	lines [maxTrayLines]*systray.MenuItem
	items map[TrayAction]*systray.MenuItem
}

func newSlots() slots {
	s := slots{items: make(map[TrayAction]*systray.MenuItem)}
	for i := range s.lines {
		s.lines[i] = systray.AddMenuItem("", "")
		s.lines[i].Disable()
		s.lines[i].Hide()
	}
	systray.AddSeparator()
	for a := TrayOpen; a <= TrayQuit; a++ {
		s.items[a] = systray.AddMenuItem("", "")
		s.items[a].Hide()
	}
	return s
}

func (s slots) show(m TrayMenu) {
	systray.SetIcon(iconBytes(m.Icon))
	systray.SetTooltip(m.Tooltip)
	for i, slot := range s.lines {
		if i >= len(m.Lines) {
			slot.Hide()
			continue
		}
		slot.SetTitle(m.Lines[i])
		slot.Show()
	}
	shown := make(map[TrayAction]bool, len(m.Items))
	for _, item := range m.Items {
		shown[item.Action] = true
		slot := s.items[item.Action]
		slot.SetTitle(item.Text)
		if item.Off {
			slot.Disable()
		} else {
			slot.Enable()
		}
		slot.Show()
	}
	for action, slot := range s.items {
		if !shown[action] {
			slot.Hide()
		}
	}
}

// serve shows menus and passes clicks on until ctx is done.
func (t *Tray) serve(ctx context.Context) {
	s := newSlots()
	for {
		select {
		case <-ctx.Done():
			return
		case m := <-t.menus:
			s.show(m)
		case <-s.items[TrayOpen].ClickedCh:
			t.do(TrayOpen)
		case <-s.items[TrayCheck].ClickedCh:
			t.do(TrayCheck)
		case <-s.items[TrayPauseDay].ClickedCh:
			t.do(TrayPauseDay)
		case <-s.items[TrayResume].ClickedCh:
			t.do(TrayResume)
		case <-s.items[TrayQuit].ClickedCh:
			t.do(TrayQuit)
		}
	}
}

// iconBytes is an icon in the form that systray wants here.
func iconBytes(i assets.TrayIcon) []byte {
	if runtime.GOOS == "windows" {
		return i.ICO()
	}
	sizes := assets.TraySizes()
	return i.PNG(sizes[len(sizes)-1])
}
