package desktop

import (
	"errors"
	"runtime"
	"unicode/utf16"
	"unsafe"

	"golang.org/x/sys/windows"
)

var (
	user32  = windows.NewLazySystemDLL("user32.dll")
	shell32 = windows.NewLazySystemDLL("shell32.dll")

	registerClass   = user32.NewProc("RegisterClassExW")
	unregisterClass = user32.NewProc("UnregisterClassW")
	createWindow    = user32.NewProc("CreateWindowExW")
	destroyWindow   = user32.NewProc("DestroyWindow")
	defWindowProc   = user32.NewProc("DefWindowProcW")
	getMessage      = user32.NewProc("GetMessageW")
	dispatchMessage = user32.NewProc("DispatchMessageW")
	postMessage     = user32.NewProc("PostMessageW")
	postQuit        = user32.NewProc("PostQuitMessage")
	createIcon      = user32.NewProc("CreateIconFromResourceEx")
	destroyIcon     = user32.NewProc("DestroyIcon")
	shellNotifyIcon = shell32.NewProc("Shell_NotifyIconW")
)

// Constants of winuser.h and shellapi.h.
const (
	wmDestroy = 0x0002
	wmClose   = 0x0010
	wmPopup   = 0x8000 // WM_APP: what becomes of an icon's notification

	nimAdd, nimDelete, nimSetVersion = 0, 2, 4
	nifMessage, nifIcon, nifInfo     = 0x01, 0x02, 0x10
	niifUser                         = 0x04 // the notification bears our icon
	iconVersion4                     = 4

	ninHide, ninTimeout, ninClick = 0x0403, 0x0404, 0x0405 // NIN_BALLOON…
)

// windowClass is WNDCLASSEXW.
type windowClass struct {
	size, style                        uint32
	proc                               uintptr
	classExtra, windowExtra            int32
	instance, icon, cursor, background windows.Handle
	menu, name                         *uint16
	smallIcon                          windows.Handle
}

// notifyIcon is NOTIFYICONDATAW,
// https://learn.microsoft.com/windows/win32/api/shellapi/ns-shellapi-notifyicondataw
type notifyIcon struct {
	size                uint32
	window              windows.HWND
	id, flags, callback uint32
	icon                windows.Handle
	tip                 [128]uint16
	state, stateMask    uint32
	info                [256]uint16
	version             uint32
	infoTitle           [64]uint16
	infoFlags           uint32
	guid                windows.GUID
	balloonIcon         windows.Handle
}

// message is MSG.
type message struct {
	window         windows.HWND
	kind           uint32
	wParam, lParam uintptr
	time           uint32
	x, y           int32
}

// popupWindow is a window that nobody sees: Windows tells it what becomes of our
// notifications. The tray has one of its own, but it belongs to the systray
// library, which passes no clicks on notifications to us.
type popupWindow struct {
	handle windows.HWND
	icon   windows.Handle
	heard  func(icon uint16, clicked bool)
	ended  chan struct{}
}

// newPopupWindow makes the window, whose notifications bear a picture in PNG. It
// calls heard when a person clicks on one or it goes, from a thread of its own.
func newPopupWindow(picture []byte, heard func(icon uint16, clicked bool)) (*popupWindow, error) {
	const iconFormat = 0x00030000 // the only one there ever was
	icon, _, err := createIcon.Call(uintptr(unsafe.Pointer(&picture[0])), uintptr(len(picture)), 1, iconFormat, 0, 0, 0)
	if icon == 0 {
		return nil, err
	}
	w := &popupWindow{icon: windows.Handle(icon), heard: heard, ended: make(chan struct{})}
	made := make(chan error)
	go w.run(made)
	if err := <-made; err != nil {
		<-w.ended
		return nil, err
	}
	return w, nil
}

// run makes the window and serves it: messages come to the thread that made it.
func (w *popupWindow) run(made chan<- error) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	defer close(w.ended)
	defer func() { _, _, _ = destroyIcon.Call(uintptr(w.icon)) }()
	name := windows.StringToUTF16Ptr("VigiePopups")
	class := windowClass{proc: windows.NewCallback(w.handles), name: name}
	class.size = uint32(unsafe.Sizeof(class))
	if ok, _, err := registerClass.Call(uintptr(unsafe.Pointer(&class))); ok == 0 {
		made <- err
		return
	}
	defer func() { _, _, _ = unregisterClass.Call(uintptr(unsafe.Pointer(name)), 0) }()
	const messageOnly = ^uintptr(2) // HWND_MESSAGE, -3
	handle, _, err := createWindow.Call(0, uintptr(unsafe.Pointer(name)), 0, 0, 0, 0, 0, 0, messageOnly, 0, 0, 0)
	if handle == 0 {
		made <- err
		return
	}
	w.handle = windows.HWND(handle)
	made <- nil
	var m message
	for {
		// -1 is an error, which only a wrong argument makes.
		if more, _, _ := getMessage.Call(uintptr(unsafe.Pointer(&m)), 0, 0, 0); int32(more) <= 0 {
			return
		}
		_, _, _ = dispatchMessage.Call(uintptr(unsafe.Pointer(&m)))
	}
}

// handles is the window procedure.
func (w *popupWindow) handles(handle windows.HWND, kind uint32, wParam, lParam uintptr) uintptr {
	switch kind {
	case wmPopup:
		// As of version 4: what happened, and above it the number of the icon.
		what, icon := uint16(lParam), uint16(lParam>>16)
		if what == ninClick || what == ninTimeout || what == ninHide {
			_ = w.remove(icon)
			w.heard(icon, what == ninClick)
		}
		return 0
	case wmClose:
		_, _, _ = destroyWindow.Call(uintptr(handle)) // icons go with their window
		return 0
	case wmDestroy:
		_, _, _ = postQuit.Call(0)
		return 0
	}
	result, _, _ := defWindowProc.Call(uintptr(handle), uintptr(kind), wParam, lParam)
	return result
}

// notify shows a notification with an icon of that number.
func (w *popupWindow) notify(number uint16, title, body string) error {
	i := w.of(number)
	i.flags, i.callback = nifMessage|nifIcon|nifInfo, wmPopup
	i.icon, i.balloonIcon, i.infoFlags = w.icon, w.icon, niifUser
	fill(i.infoTitle[:], title)
	fill(i.info[:], body)
	if err := i.tell(nimAdd); err != nil {
		return err
	}
	i.version = iconVersion4
	if err := i.tell(nimSetVersion); err != nil {
		_ = i.tell(nimDelete) // nobody would hear of a click
		return err
	}
	return nil
}

func (w *popupWindow) remove(number uint16) error { return w.of(number).tell(nimDelete) }

func (w *popupWindow) of(number uint16) *notifyIcon {
	i := &notifyIcon{window: w.handle, id: uint32(number)}
	i.size = uint32(unsafe.Sizeof(*i))
	return i
}

var errTaskbar = errors.New("the taskbar did not take the notification")

// tell asks the taskbar, which answers within seconds or not at all.
func (i *notifyIcon) tell(what uintptr) error {
	if ok, _, _ := shellNotifyIcon.Call(what, uintptr(unsafe.Pointer(i))); ok == 0 {
		return errTaskbar
	}
	return nil
}

// fill writes a text and the zero that ends it, without the characters that
// have no room.
func fill(into []uint16, text string) {
	n := 0
	for _, r := range text {
		units := utf16.AppendRune(nil, r)
		if n+len(units) >= len(into) {
			break
		}
		n += copy(into[n:], units)
	}
	into[n] = 0
}

// close ends the window and waits for it.
func (w *popupWindow) close() {
	_, _, _ = postMessage.Call(uintptr(w.handle), wmClose, 0, 0)
	<-w.ended
}
