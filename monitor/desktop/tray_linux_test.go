package desktop

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image/png"
	"slices"
	"sync"
	"testing"

	"github.com/godbus/dbus/v5"
	"github.com/google/go-cmp/cmp"

	"vigie/assets"
	"vigie/assets/words"
	"vigie/monitor"
)

// running is a tray that runs until the test ends.
type running struct {
	*Tray
	did   chan TrayAction
	shown chan error
	stop  func() // returns when Run has
}

func runTray(t *testing.T, first TrayMenu) *running {
	t.Helper()
	r := &running{did: make(chan TrayAction, 8), shown: make(chan error, 64)}
	r.Tray = NewTray(first, func(a TrayAction) { r.did <- a }, func(err error) { r.shown <- err })
	ctx, cancel := context.WithCancel(t.Context())
	var wait sync.WaitGroup
	wait.Go(func() { r.run(ctx, brief, brief) })
	r.stop = func() { cancel(); wait.Wait() }
	t.Cleanup(r.stop)
	return r
}

// waitShown waits until the tray is shown, or is not, whatever was so before.
func (r *running) waitShown(t *testing.T, want bool) {
	t.Helper()
	for {
		err := next(t, r.shown, fmt.Sprint("shown: ", want))
		if err != nil && problem(t, err) != "tray.none" {
			t.Fatal(err)
		}
		if (err == nil) == want {
			return
		}
	}
}

func calmMenu(t *testing.T, change func(*TrayState)) TrayMenu {
	w, _ := speak(t, "en")
	return calm(change).Menu(w)
}

// TestTrayOnTheBus: the desktop is told what it needs, and hears of what changes.
func TestTrayOnTheBus(t *testing.T) {
	startBus(t)
	f := serveTray(t, true)
	tray := runTray(t, calmMenu(t, func(*TrayState) {}))
	item := next(t, f.registered, "our icon")
	tray.waitShown(t, true)

	for name, want := range map[string]any{"Id": "vigie", "Title": "Vigie", "Category": "ApplicationStatus", "Status": "Active", "Menu": menuPath, "ItemIsMenu": false, "IconName": ""} {
		if got := f.property(t, item, itemPath, itemAPI, name); got != want {
			t.Errorf("%s is %v, want %v", name, got, want)
		}
	}
	for api, path := range map[string]dbus.ObjectPath{itemAPI: itemPath, menuAPI: menuPath} {
		var all map[string]dbus.Variant
		must(t, f.conn.Object(item, path).Call(propertiesAPI+".GetAll", 0, api).Store(&all))
		if len(all) < 4 {
			t.Errorf("%s has only %v", api, all)
		}
	}
	before, entries := f.menu(t, item)
	want := []string{
		`101 map[enabled:false label:"Every source answered"]`,
		`102 map[enabled:false label:"Last complete check: 22 November 2026, 18:40"]`,
		`103 map[enabled:false label:"Next check: 23 November 2026, 00:40"]`,
		`100 map[type:"separator"]`,
		`1 map[enabled:true label:"Open Vigie"]`, `2 map[enabled:true label:"Check now"]`,
		`3 map[enabled:true label:"Pause for a day"]`, `5 map[enabled:true label:"Quit"]`,
	}
	if diff := cmp.Diff(want, entries); diff != "" {
		t.Error(diff)
	}

	tray.Set(calmMenu(t, func(s *TrayState) { s.OpenAlerts, s.Checking = 2, true }))
	f.nextSignal(t, itemAPI+".NewIcon")
	f.nextSignal(t, itemAPI+".NewToolTip")
	updated := f.nextSignal(t, menuAPI+".LayoutUpdated")
	after, entries := f.menu(t, item)
	if after <= before || !slices.Equal(updated.Body, []any{after, rootID}) {
		t.Errorf("revision %d, then %d, announced %v", before, after, updated.Body)
	}
	if entries[0] != `101 map[enabled:false label:"2 things to read"]` || entries[6] != `2 map[enabled:false label:"Check now"]` {
		t.Errorf("%q", entries)
	}
}

// TestTrayIconOnTheBus: pixels are as the protocol wants them, in every size.
func TestTrayIconOnTheBus(t *testing.T) {
	for _, icon := range assets.TrayIcons() {
		all := pixmaps(icon)
		for n, size := range assets.TraySizes() {
			img, err := png.Decode(bytes.NewReader(icon.PNG(size)))
			must(t, err)
			if p := all[n]; p.Width != int32(size) || p.Height != int32(size) || len(p.ARGB) != 4*size*size {
				t.Fatalf("%s: %d×%d, %d bytes", icon, p.Width, p.Height, len(p.ARGB))
			}
			for i := range size * size {
				r, g, b, a := img.At(i%size, i/size).RGBA()
				px := all[n].ARGB[4*i : 4*i+4]
				// What is sent, multiplied by its alpha, is what is seen.
				for c, seen := range []uint32{r, g, b} {
					if diff := int(px[c+1])*int(px[0])/255 - int(seen>>8); diff < -1 || diff > 1 || uint32(px[0]) != a>>8 {
						t.Fatalf("%s, pixel %d: %v, want %d %d %d %d", icon, i, px, a>>8, r>>8, g>>8, b>>8)
					}
				}
			}
		}
	}
}

// TestTrayClicks: a click does what the person read, and nothing else.
func TestTrayClicks(t *testing.T) {
	startBus(t)
	f := serveTray(t, true)
	tray := runTray(t, calmMenu(t, func(s *TrayState) { s.Checking = true }))
	item := next(t, f.registered, "our icon")
	f.click(t, item, TrayCheck)  // off
	f.click(t, item, TrayResume) // not shown
	f.click(t, item, TrayAction(firstLineID))
	f.click(t, item, 4242)
	must(t, f.conn.Object(item, menuPath).Call(menuAPI+".Event", 0, int32(TrayQuit), "hovered", dbus.MakeVariant(""), uint32(0)).Err)
	for _, a := range []TrayAction{TrayOpen, TrayPauseDay, TrayQuit} {
		f.click(t, item, a)
		if did := next(t, tray.did, "the action"); did != a {
			t.Errorf("did %d, want %d", did, a)
		}
	}
	must(t, f.conn.Object(item, itemPath).Call(itemAPI+".Activate", 0, int32(3), int32(4)).Err)
	if did := next(t, tray.did, "a click on the icon"); did != TrayOpen {
		t.Errorf("did %d", did)
	}
	var faults []int32
	events := []menuEvent{{int32(TrayPauseDay), "clicked", dbus.MakeVariant(0), 0}}
	must(t, f.conn.Object(item, menuPath).Call(menuAPI+".EventGroup", 0, events).Store(&faults))
	if did := next(t, tray.did, "a click in a group"); did != TrayPauseDay {
		t.Errorf("did %d", did)
	}
}

// TestMenuQuestions: what else desktops ask about a menu.
func TestMenuQuestions(t *testing.T) {
	startBus(t)
	f := serveTray(t, true)
	runTray(t, TrayMenu{Lines: []string{"a_b"}, Items: []TrayItem{{TrayQuit, "Quit", false}}})
	menu := f.conn.Object(next(t, f.registered, "our icon"), menuPath)

	var entries []menuEntry
	must(t, menu.Call(menuAPI+".GetGroupProperties", 0, []int32{int32(TrayQuit), 4242}, []string{"label"}).Store(&entries))
	if len(entries) != 1 || entries[0].ID != int32(TrayQuit) {
		t.Errorf("%v", entries)
	}
	must(t, menu.Call(menuAPI+".GetGroupProperties", 0, []int32{}, []string{}).Store(&entries))
	if len(entries) != 3 {
		t.Errorf("%v", entries)
	}
	var label string
	must(t, menu.Call(menuAPI+".GetProperty", 0, firstLineID, "label").Store(&label))
	if label != "a__b" {
		t.Errorf("%q: an underscore marks a shortcut", label)
	}
	var revision uint32
	var leaf, root menuNode
	must(t, menu.Call(menuAPI+".GetLayout", 0, int32(TrayQuit), int32(1), []string{}).Store(&revision, &leaf))
	must(t, menu.Call(menuAPI+".GetLayout", 0, rootID, int32(0), []string{}).Store(&revision, &root))
	if leaf.ID != int32(TrayQuit) || len(leaf.Children) != 0 || len(root.Children) != 0 {
		t.Errorf("%v, %v", leaf, root)
	}
	var update bool
	must(t, menu.Call(menuAPI+".AboutToShow", 0, rootID).Store(&update))
	var updates, faults []int32
	must(t, menu.Call(menuAPI+".AboutToShowGroup", 0, []int32{rootID}).Store(&updates, &faults))
	if update || len(updates)+len(faults) != 0 {
		t.Error(update, updates, faults)
	}
	for _, call := range []*dbus.Call{
		menu.Call(menuAPI+".GetLayout", 0, int32(4242), int32(-1), []string{}),
		menu.Call(menuAPI+".GetProperty", 0, int32(4242), "label"),
		menu.Call(propertiesAPI+".Get", 0, menuAPI, "Shoe size"),
		menu.Call(propertiesAPI+".Get", 0, itemAPI, "Version"),
		menu.Call(propertiesAPI+".GetAll", 0, "org.example.Other"),
	} {
		if call.Err == nil {
			t.Errorf("%s %v: %v", call.Method, call.Args, call.Body)
		}
	}
}

// TestTrayAppearsLate: without a tray that is said, and nothing is lost; when
// one comes, goes, or is restarted, we are in it, with what was last set.
func TestTrayAppearsLate(t *testing.T) {
	startBus(t)
	tray := runTray(t, calmMenu(t, func(*TrayState) {}))
	tray.waitShown(t, false)
	tray.Set(calmMenu(t, func(s *TrayState) { s.OpenAlerts = 1 }))

	f := serveTray(t, false)
	first := next(t, f.registered, "our icon, before anything shows it")
	f.host(t, true)
	tray.waitShown(t, true)
	if _, entries := f.menu(t, first); entries[0] != `101 map[enabled:false label:"1 thing to read"]` {
		t.Errorf("%q", entries)
	}
	f.host(t, false)
	tray.waitShown(t, false)
	f.host(t, true)
	tray.waitShown(t, true)
	f.disappear(t)
	tray.waitShown(t, false)

	second := serveTray(t, true)
	if again := next(t, second.registered, "our icon, in another tray"); again != first {
		t.Errorf("%s, then %s: one icon is two", first, again)
	}
	tray.waitShown(t, true)
	second.click(t, first, TrayOpen)
	next(t, tray.did, "a click in the other tray")
	select {
	case name := <-f.registered:
		t.Errorf("registered %s twice in one tray", name)
	default:
	}
}

// TestTrayNeverAnswers: a tray that hangs is no tray, and is tried again.
func TestTrayNeverAnswers(t *testing.T) {
	startBus(t)
	f := serveTray(t, true)
	silent := f.hush(make(chan struct{}))
	tray := runTray(t, calmMenu(t, func(*TrayState) {}))
	tray.waitShown(t, false)
	f.hush(nil)
	close(silent)
	tray.waitShown(t, true)
}

// TestTrayBusRestarts: without the session bus the tray waits; on the next bus
// it is shown again, with what was set meanwhile.
func TestTrayBusRestarts(t *testing.T) {
	bus := startBus(t)
	f := serveTray(t, true)
	tray := runTray(t, calmMenu(t, func(*TrayState) {}))
	next(t, f.registered, "our icon")
	tray.waitShown(t, true)
	bus.stop()
	tray.waitShown(t, false)
	tray.Set(calmMenu(t, func(s *TrayState) { s.Health = monitor.HealthStale }))
	bus.start(t)
	f = serveTray(t, true)
	item := next(t, f.registered, "our icon, on the new bus")
	tray.waitShown(t, true)
	// It was shown as it was, or as it is; in the end as it is.
	for f.property(t, item, itemPath, itemAPI, "ToolTip").([]any)[2] != "Vigie: The last complete check is old" {
		f.nextSignal(t, itemAPI+".NewToolTip")
	}
}

// TestTrayEnds: Run returns when it is told to, whatever it waits for.
func TestTrayEnds(t *testing.T) {
	t.Run("shown", func(t *testing.T) {
		startBus(t)
		f := serveTray(t, true)
		tray := runTray(t, calmMenu(t, func(*TrayState) {}))
		item := next(t, f.registered, "our icon")
		tray.stop()
		if err := f.conn.Object(item, itemPath).Call(propertiesAPI+".GetAll", 0, itemAPI).Err; err == nil {
			t.Error("the icon outlives its program")
		}
	})
	t.Run("no bus", func(t *testing.T) {
		t.Setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path="+t.TempDir()+"/bus")
		tray := runTray(t, calmMenu(t, func(*TrayState) {}))
		tray.waitShown(t, false)
		tray.stop()
	})
	t.Run("a bus that hangs", func(t *testing.T) {
		t.Setenv("DBUS_SESSION_BUS_ADDRESS", hung(t))
		tray := NewTray(TrayMenu{}, nil, func(err error) { t.Errorf("shown: %v, of a tray that was ended", err) })
		ctx, cancel := context.WithTimeout(t.Context(), brief)
		defer cancel()
		must(t, tray.Run(ctx))
	})
}

// TestTrayHost: what a status says about the tray.
func TestTrayHost(t *testing.T) {
	startBus(t)
	if err := TrayHost(t.Context()); problem(t, err) != "tray.none" || !errors.Is(err, errNoHost) {
		t.Error(err)
	}
	f := serveTray(t, false)
	if err := TrayHost(t.Context()); problem(t, err) != "tray.none" || !errors.Is(err, errNoHost) {
		t.Error(err)
	}
	f.host(t, true)
	if err := TrayHost(t.Context()); err != nil {
		t.Error(err)
	}
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path="+t.TempDir()+"/bus")
	if err := TrayHost(t.Context()); problem(t, err) != "tray.none" || errors.Is(err, errNoHost) {
		t.Error(err)
	}
}

// TestProblemsHaveWords: also those of other systems.
func TestProblemsHaveWords(t *testing.T) {
	for _, key := range []string{"tray.unsupported", "popup.unsupported"} {
		for _, lang := range words.Languages() {
			if w, _ := speak(t, lang); !w.Has("problem."+key) || !w.Has("problem."+key+".do") {
				t.Errorf("%s: %s has no words", lang, key)
			}
		}
	}
}
