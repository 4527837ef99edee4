package desktop

import (
	"strings"

	"github.com/godbus/dbus/v5"
)

// The menu of the tray as the desktop reads it: com.canonical.dbusmenu, as
// described in libdbusmenu's dbus-menu.xml.
const (
	menuAPI  = "com.canonical.dbusmenu"
	menuPath = dbus.ObjectPath("/StatusNotifierItem/menu")
)

// Ids of what the menu holds. An item's id is its action, so that a click on a
// menu that has changed since is still a click on what the person read.
const (
	rootID      int32 = 0
	separatorID int32 = 100
	firstLineID int32 = 101
)

// menuNode is (ia{sv}av): an entry and what is below it.
type menuNode struct {
	ID         int32
	Properties map[string]dbus.Variant
	Children   []dbus.Variant
}

// menuEntry is (ia{sv}): an entry alone.
type menuEntry struct {
	ID         int32
	Properties map[string]dbus.Variant
}

// menuEvent is (isvu): something a person did with an entry.
type menuEvent struct {
	ID   int32
	Kind string
	Data dbus.Variant
	Time uint32
}

// entries lists the menu from top to bottom.
func (m TrayMenu) entries() []menuEntry {
	var es []menuEntry
	add := func(id int32, values map[string]any) { es = append(es, menuEntry{id, variants(values)}) }
	for n, line := range m.Lines {
		add(firstLineID+int32(n), map[string]any{"label": label(line), "enabled": false})
	}
	add(separatorID, map[string]any{"type": "separator"})
	for _, item := range m.Items {
		add(int32(item.Action), map[string]any{"label": label(item.Text), "enabled": !item.Off})
	}
	return es
}

// label is a text in which an underscore is not the mark of a shortcut.
func label(text string) string { return strings.ReplaceAll(text, "_", "__") }

func menuProperties() map[string]any {
	return map[string]any{"Version": uint32(3), "TextDirection": "ltr", "Status": "normal", "IconThemePath": []string{}}
}

func (i *trayItem) menuMethods() map[string]any {
	return map[string]any{
		"GetLayout":          i.getLayout,
		"GetGroupProperties": i.getGroupProperties,
		"GetProperty":        i.getProperty,
		"Event":              i.event,
		"EventGroup":         i.eventGroup,
		"AboutToShow":        func(int32) (bool, *dbus.Error) { return false, nil },
		"AboutToShowGroup": func([]int32) ([]int32, []int32, *dbus.Error) {
			return []int32{}, []int32{}, nil
		},
	}
}

func (i *trayItem) now() (TrayMenu, uint32) {
	i.mu.Lock()
	defer i.mu.Unlock()
	return i.menu, i.revision
}

// getLayout gives all properties whichever are asked for, as the others do.
func (i *trayItem) getLayout(parent, depth int32, _ []string) (uint32, menuNode, *dbus.Error) {
	m, revision := i.now()
	if parent != rootID {
		for _, e := range m.entries() {
			if e.ID == parent {
				return revision, menuNode{e.ID, e.Properties, []dbus.Variant{}}, nil
			}
		}
		return 0, menuNode{}, errNoEntry()
	}
	root := menuNode{rootID, variants(map[string]any{"children-display": "submenu"}), []dbus.Variant{}}
	if depth != 0 {
		for _, e := range m.entries() {
			root.Children = append(root.Children, dbus.MakeVariant(menuNode{e.ID, e.Properties, []dbus.Variant{}}))
		}
	}
	return revision, root, nil
}

func (i *trayItem) getGroupProperties(ids []int32, _ []string) ([]menuEntry, *dbus.Error) {
	asked := make(map[int32]bool, len(ids))
	for _, id := range ids {
		asked[id] = true
	}
	m, _ := i.now()
	found := []menuEntry{}
	for _, e := range m.entries() {
		if asked[e.ID] || len(ids) == 0 {
			found = append(found, e)
		}
	}
	return found, nil
}

func (i *trayItem) getProperty(id int32, name string) (dbus.Variant, *dbus.Error) {
	m, _ := i.now()
	for _, e := range m.entries() {
		if value, ok := e.Properties[name]; ok && e.ID == id {
			return value, nil
		}
	}
	return dbus.Variant{}, errNoEntry()
}

func (i *trayItem) event(id int32, kind string, _ dbus.Variant, _ uint32) *dbus.Error {
	m, _ := i.now()
	for _, item := range m.Items {
		if int32(item.Action) == id && kind == "clicked" && !item.Off {
			i.click(item.Action)
		}
	}
	return nil
}

func (i *trayItem) eventGroup(events []menuEvent) ([]int32, *dbus.Error) {
	for _, e := range events {
		_ = i.event(e.ID, e.Kind, e.Data, e.Time)
	}
	return []int32{}, nil
}

func errNoEntry() *dbus.Error { return dbus.NewError(busName+".Error.InvalidArgs", nil) }
