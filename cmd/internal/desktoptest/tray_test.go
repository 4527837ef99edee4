//go:build e2e && linux

package desktoptest

import (
	"context"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/godbus/dbus/v5"

	"vigie/assets"
	"vigie/monitor/desktop"
)

// Names of the StatusNotifierItem protocol and of the menu that goes with it.
const (
	watcher     = "org.kde.StatusNotifierWatcher"
	watcherPath = dbus.ObjectPath("/StatusNotifierWatcher")
	itemAPI     = "org.kde.StatusNotifierItem"
	itemPath    = dbus.ObjectPath("/StatusNotifierItem")
	menuAPI     = "com.canonical.dbusmenu"
	menuPath    = dbus.ObjectPath("/StatusNotifierItem/menu")
)

// panelSettings are those of a panel with nothing but a tray.
const panelSettings = `<?xml version="1.0" encoding="UTF-8"?>
<channel name="xfce4-panel" version="1.0">
  <property name="configver" type="int" value="2"/>
  <property name="panels" type="array">
    <value type="int" value="1"/>
    <property name="panel-1" type="empty">
      <property name="position" type="string" value="p=6;x=0;y=0"/>
      <property name="length" type="uint" value="100"/>
      <property name="size" type="uint" value="32"/>
      <property name="plugin-ids" type="array"><value type="int" value="1"/></property>
    </property>
  </property>
  <property name="plugins" type="empty">
    <property name="plugin-1" type="string" value="systray"/>
  </property>
</channel>
`

// startPanel starts the panel and waits until its tray shows icons.
func (s *session) startPanel() {
	s.t.Helper()
	s.Write(s.Path("config", "xfce4", "xfconf", "xfce-perchannel-xml", "xfce4-panel.xml"), panelSettings)
	s.panel = s.Start(exec.Command("xfce4-panel", "--disable-wm-check"))
	s.AwaitName(watcher)
}

// icons are the tray's icons, by the bus name of who shows each.
func (s *session) icons() (owners []string) {
	s.t.Helper()
	items, err := s.Connect().Object(watcher, watcherPath).GetProperty(watcher + ".RegisteredStatusNotifierItems")
	if err != nil {
		return nil // no tray
	}
	for _, item := range items.Value().([]string) {
		owner, _, _ := strings.Cut(item, "/")
		owners = append(owners, owner)
	}
	return owners
}

// icon waits until there is one icon in the tray, and gives it.
func (s *session) icon() *icon {
	s.t.Helper()
	var owners []string
	s.Await("one icon in the tray", func() bool {
		owners = s.icons()
		return len(owners) == 1
	})
	return &icon{s, s.Connect(), owners[0]}
}

// icon is an icon as the panel asks about it.
type icon struct {
	s     *session
	conn  *dbus.Conn
	owner string
}

// tooltip is (sa(iiay)ss).
type tooltip struct {
	Name    string
	Pixmaps []pixmap
	Title   string
	Text    string
}

// pixmap is (iiay).
type pixmap struct {
	Width, Height int32
	ARGB          []byte
}

func (i *icon) tooltip() string {
	i.s.t.Helper()
	var tip tooltip
	if err := i.property("ToolTip", &tip); err != nil {
		i.s.t.Fatal(err)
	}
	return tip.Title
}

func (i *icon) property(name string, into any) error {
	value, err := i.conn.Object(i.owner, itemPath).GetProperty(itemAPI + "." + name)
	if err != nil {
		return err
	}
	return value.Store(into)
}

// entry is one entry of the menu.
type entry struct {
	id      int32
	label   string
	enabled bool
}

// menu lists the entries of the icon's menu that have words.
func (i *icon) menu() (entries []entry) {
	i.s.t.Helper()
	type node struct {
		ID         int32
		Properties map[string]dbus.Variant
		Children   []dbus.Variant
	}
	var revision uint32
	var root node
	err := i.conn.Object(i.owner, menuPath).Call(menuAPI+".GetLayout", 0, int32(0), int32(-1), []string{}).Store(&revision, &root)
	if err != nil {
		i.s.t.Fatal(err)
	}
	for _, child := range root.Children {
		var n node
		if err := child.Store(&n); err != nil {
			i.s.t.Fatal(err)
		}
		if label, ok := n.Properties["label"].Value().(string); ok {
			entries = append(entries, entry{n.ID, label, n.Properties["enabled"].Value() == true})
		}
	}
	return entries
}

// labels are the words of the menu, from top to bottom.
func (i *icon) labels() (labels []string) {
	i.s.t.Helper()
	for _, e := range i.menu() {
		labels = append(labels, e.label)
	}
	return labels
}

// click chooses an entry of the menu by its words.
func (i *icon) click(label string) {
	i.s.t.Helper()
	for _, e := range i.menu() {
		if e.label == label && e.enabled {
			call := i.conn.Object(i.owner, menuPath).Call(menuAPI+".Event", 0, e.id, "clicked", dbus.MakeVariant(int32(0)), uint32(0))
			if call.Err != nil {
				i.s.t.Fatal(call.Err)
			}
			return
		}
	}
	i.s.t.Fatalf("the menu has no %q: %q", label, i.labels())
}

// TestTray: a real panel shows the icon whenever it is there: when it comes
// after us, and again when it was restarted. One that hangs counts as none.
func TestTray(t *testing.T) {
	s := newSession(t)
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", s.BusAddress())
	if key := problem(t, desktop.TrayHost(t.Context())); key != "tray.none" {
		t.Errorf("a session without a panel: %q", key)
	}
	first := desktop.TrayMenu{Icon: assets.TrayPlain, Tooltip: "Vigie, rien", Lines: []string{"rien"},
		Items: []desktop.TrayItem{{Action: desktop.TrayOpen, Text: "Ouvrir"}, {Action: desktop.TrayCheck, Text: "Vérifier", Off: true}}}
	clicks, states := make(chan desktop.TrayAction, 1), make(chan error, 16)
	tray := desktop.NewTray(first, func(a desktop.TrayAction) { clicks <- a }, func(err error) { states <- err })
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() {
		_ = tray.Run(ctx)
		close(ended)
	}()
	defer func() {
		stop()
		<-ended
	}()
	// becomes waits until the tray said that it is shown, or not: what is true
	// now may be said more than once.
	becomes := func(want string) {
		t.Helper()
		s.Await("the tray: "+want, func() bool {
			select {
			case err := <-states:
				return problem(t, err) == want
			default:
				return false
			}
		})
	}
	becomes("tray.none")
	s.startPanel()
	becomes("")
	if err := desktop.TrayHost(t.Context()); err != nil {
		t.Error(err)
	}
	i := s.icon()
	if got := i.tooltip(); got != first.Tooltip {
		t.Errorf("the icon says %q", got)
	}
	var pictures []pixmap
	if err := i.property("IconPixmap", &pictures); err != nil || len(pictures) != len(assets.TraySizes()) {
		t.Errorf("%d pictures, %v", len(pictures), err)
	}
	i.click("Ouvrir")
	if a := <-clicks; a != desktop.TrayOpen {
		t.Errorf("clicked on %v", a)
	}
	second := first
	second.Icon, second.Tooltip, second.Lines = assets.TrayDot, "Vigie, à lire", []string{"à lire", "rien"}
	tray.Set(second)
	s.Await("the new words", func() bool { return i.tooltip() == second.Tooltip })
	if got := i.labels(); !slices.Equal(got, []string{"à lire", "rien", "Ouvrir", "Vérifier"}) {
		t.Errorf("the menu says %q", got)
	}

	thaw := s.panel.Freeze()
	if key := problem(t, desktop.TrayHost(t.Context())); key != "tray.none" {
		t.Errorf("a panel that hangs: %q", key)
	}
	thaw()
	if err := desktop.TrayHost(t.Context()); err != nil {
		t.Error(err)
	}
	s.panel.Kill()
	becomes("tray.none")
	s.startPanel()
	becomes("")
	if got := s.icon().tooltip(); got != second.Tooltip {
		t.Errorf("after the panel was restarted the icon says %q", got)
	}
}
