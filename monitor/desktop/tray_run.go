package desktop

// Tray is the icon of the program in the desktop's tray. [Tray.Run] shows it;
// [Tray.Set] may be called from anywhere, at any time.
type Tray struct {
	menus chan TrayMenu // the newest menu, until it is shown
	do    func(TrayAction)
	shown func(error)
}

// NewTray makes a tray that shows a menu. A click calls do; whenever the tray
// appears, or cannot, shown is called with nil, or with the *monitor.Problem
// that says why. Both are called from Run, one call at a time, and must return
// at once.
func NewTray(first TrayMenu, do func(TrayAction), shown func(error)) *Tray {
	t := &Tray{menus: make(chan TrayMenu, 1), do: do, shown: shown}
	t.menus <- first
	return t
}

// Set gives the tray another menu to show. It never waits: of several menus
// that were not shown yet only the newest is kept.
func (t *Tray) Set(m TrayMenu) {
	for {
		select {
		case t.menus <- m:
			return
		default:
		}
		select {
		case <-t.menus:
		default:
		}
	}
}
