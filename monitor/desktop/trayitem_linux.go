package desktop

import (
	"bytes"
	"image"
	"image/draw"
	"image/png"
	"slices"
	"sync"

	"github.com/godbus/dbus/v5"

	"vigie/assets"
)

// Names of the StatusNotifierItem protocol,
// https://www.freedesktop.org/wiki/Specifications/StatusNotifierItem/, as KDE
// introduced it and every tray on Linux speaks it.
const (
	itemAPI       = "org.kde.StatusNotifierItem"
	itemPath      = dbus.ObjectPath("/StatusNotifierItem")
	propertiesAPI = "org.freedesktop.DBus.Properties"
)

// trayItem is our icon on the session bus: the desktop asks it what it looks
// like and what its menu holds, and tells it of clicks.
//
// It stands here because the systray library, which serves the other systems,
// works on the connection that godbus shares with go-keyring: there, the answer
// to an unlock prompt stops it from coming back after the panel restarts, and
// changing the icon after the bus is gone panics.
type trayItem struct {
	conn   *dbus.Conn
	clicks chan TrayAction

	mu       sync.Mutex
	menu     TrayMenu
	revision uint32 // of the menu, for the desktop
}

// exportTrayItem makes an item that can be asked about on conn.
func exportTrayItem(conn *dbus.Conn, m TrayMenu) (*trayItem, error) {
	i := &trayItem{conn: conn, clicks: make(chan TrayAction, 8), menu: m, revision: 1}
	for _, o := range []struct {
		path    dbus.ObjectPath
		api     string
		methods map[string]any
	}{
		{itemPath, itemAPI, map[string]any{"Activate": i.activate}},
		{itemPath, propertiesAPI, i.propertyMethods(itemAPI, i.itemProperties)},
		{menuPath, menuAPI, i.menuMethods()},
		{menuPath, propertiesAPI, i.propertyMethods(menuAPI, menuProperties)},
	} {
		if err := conn.ExportMethodTable(o.methods, o.path, o.api); err != nil {
			return nil, err
		}
	}
	return i, nil
}

// show changes what the desktop is told, and tells it what to ask about again.
// An error means that the bus is gone.
func (i *trayItem) show(m TrayMenu) error {
	i.mu.Lock()
	was := i.menu
	i.menu = m
	changed := !slices.Equal(was.Lines, m.Lines) || !slices.Equal(was.Items, m.Items)
	if changed {
		i.revision++
	}
	revision := i.revision
	i.mu.Unlock()

	if was.Icon != m.Icon {
		if err := i.conn.Emit(itemPath, itemAPI+".NewIcon"); err != nil {
			return err
		}
	}
	if was.Tooltip != m.Tooltip {
		if err := i.conn.Emit(itemPath, itemAPI+".NewToolTip"); err != nil {
			return err
		}
	}
	if changed {
		return i.conn.Emit(menuPath, menuAPI+".LayoutUpdated", revision, rootID)
	}
	return nil
}

// click hands an action to Run. Many clicks at once are one impatient person:
// what does not fit is dropped.
func (i *trayItem) click(a TrayAction) {
	select {
	case i.clicks <- a:
	default:
	}
}

// activate is a click on the icon itself.
func (i *trayItem) activate(_, _ int32) *dbus.Error {
	i.click(TrayOpen)
	return nil
}

// pixmap is a picture as (iiay): 32 bits a pixel, alpha first, not premultiplied.
type pixmap struct {
	Width, Height int32
	ARGB          []byte
}

// tooltip is (sa(iiay)ss).
type tooltip struct {
	IconName    string
	Icon        []pixmap
	Title, Text string
}

func (i *trayItem) itemProperties() map[string]any {
	i.mu.Lock()
	defer i.mu.Unlock()
	return map[string]any{
		"Category":   "ApplicationStatus",
		"Id":         "vigie",
		"Title":      "Vigie",
		"Status":     "Active", // "NeedsAttention" would blink
		"WindowId":   int32(0),
		"IconName":   "",
		"IconPixmap": pixmaps(i.menu.Icon),
		"ToolTip":    tooltip{Icon: []pixmap{}, Title: i.menu.Tooltip},
		"ItemIsMenu": false,
		"Menu":       menuPath,
	}
}

// propertyMethods answer org.freedesktop.DBus.Properties for one interface;
// nothing can be set from outside.
func (i *trayItem) propertyMethods(api string, properties func() map[string]any) map[string]any {
	return map[string]any{
		"Get": func(asked, name string) (dbus.Variant, *dbus.Error) {
			value, ok := properties()[name]
			if !ok || asked != api {
				return dbus.Variant{}, dbus.NewError(busName+".Error.UnknownProperty", nil)
			}
			return dbus.MakeVariant(value), nil
		},
		"GetAll": func(asked string) (map[string]dbus.Variant, *dbus.Error) {
			if asked != api {
				return nil, dbus.NewError(busName+".Error.UnknownInterface", nil)
			}
			return variants(properties()), nil
		},
	}
}

func variants(values map[string]any) map[string]dbus.Variant {
	vs := make(map[string]dbus.Variant, len(values))
	for name, value := range values {
		vs[name] = dbus.MakeVariant(value)
	}
	return vs
}

// pixmaps is an icon in every size there is: the desktop takes the one that fits.
func pixmaps(icon assets.TrayIcon) []pixmap {
	all := []pixmap{}
	for _, size := range assets.TraySizes() {
		if img, err := png.Decode(bytes.NewReader(icon.PNG(size))); err == nil {
			all = append(all, argb(img))
		}
	}
	return all
}

func argb(img image.Image) pixmap {
	b := img.Bounds()
	rgba := image.NewNRGBA(b)
	draw.Draw(rgba, b, img, b.Min, draw.Src)
	p := pixmap{int32(b.Dx()), int32(b.Dy()), make([]byte, 0, len(rgba.Pix))}
	for px := range slices.Chunk(rgba.Pix, 4) {
		p.ARGB = append(p.ARGB, px[3], px[0], px[1], px[2])
	}
	return p
}
