package keychain

import (
	"bufio"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/godbus/dbus/v5"
)

// startBus runs a session bus of our own and makes it that of this process
// until the test ends. A service file, if given, is what it can start.
func startBus(t *testing.T, serviceFile string) (kill func()) {
	t.Helper()
	dir, err := os.MkdirTemp("", "bus") // a socket's path must be short
	must(t, err)
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	config := `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN" "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:dir=` + dir + `</listen><servicedir>` + dir + `</servicedir>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy></busconfig>`
	must(t, os.WriteFile(filepath.Join(dir, "bus.conf"), []byte(config), 0o600))
	if serviceFile != "" {
		must(t, os.WriteFile(filepath.Join(dir, secretsName+".service"), []byte(serviceFile), 0o600))
	}
	daemon := exec.Command("dbus-daemon", "--config-file="+filepath.Join(dir, "bus.conf"), "--nofork", "--print-address")
	out, err := daemon.StdoutPipe()
	must(t, err)
	must(t, daemon.Start())
	address, err := bufio.NewReader(out).ReadString('\n')
	must(t, err)
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", strings.TrimSpace(address))

	// go-keyring uses the connection that godbus shares in a process. It must
	// be seen to close before another test opens another bus.
	shared, err := dbus.SessionBus()
	must(t, err)
	kill = sync.OnceFunc(func() {
		_ = daemon.Process.Kill()
		_ = daemon.Wait()
		<-shared.Context().Done()
	})
	t.Cleanup(kill)
	return kill
}

// fakeMode is how a Secret Service behaves.
type fakeMode string

const (
	fakeOK        fakeMode = "ok"
	fakeHang      fakeMode = "hang"       // nothing answers, as of a daemon that was stopped
	fakeSilent    fakeMode = "silent"     // locked, and the prompt is never answered
	fakeDenied    fakeMode = "denied"     // locked, and nobody to prompt
	fakeStray     fakeMode = "stray"      // locked; a signal that means nothing comes before the answer
	fakeDismiss   fakeMode = "dismiss"    // the prompt for a new item is closed
	fakeWrong     fakeMode = "wrong"      // values come back changed
	fakeDies      fakeMode = "dies"       // leaves the bus in the middle of a write
	fakeTalks     fakeMode = "talks"      // errors repeat the value
	fakeNoKeyring fakeMode = "no keyring" // there is no collection
)

const (
	promptPath   = secretsPath + "/prompt"
	sessionPath  = secretsPath + "/session/1"
	defaultAlias = secretsPath + "/aliases/default"
	itemAPI      = "org.freedesktop.Secret.Item"
	promptAPI    = "org.freedesktop.Secret.Prompt"
)

// fakeSecret is the (oayays) of the Secret Service API.
type fakeSecret struct {
	Session     dbus.ObjectPath
	Parameters  []byte
	Value       []byte
	ContentType string
}

type fakeItem struct {
	attributes map[string]string
	value      []byte
}

// fakeService is a Secret Service with one keyring, "login". It speaks the API
// as far as go-keyring and Ready use it.
type fakeService struct {
	conn     *dbus.Conn
	gone     chan struct{} // closed when it leaves the bus
	prompted chan struct{} // receives when a prompt is opened
	leave    func()

	mu      sync.Mutex
	mode    fakeMode
	locked  bool
	items   map[dbus.ObjectPath]fakeItem
	last    int
	prompts map[dbus.ObjectPath]func() (result dbus.Variant, dismissed bool)
}

// startService puts a Secret Service on the bus that startBus made.
func startService(t *testing.T) *fakeService {
	t.Helper()
	f, err := serveSecrets(make(map[dbus.ObjectPath]fakeItem))
	must(t, err)
	t.Cleanup(f.leave)
	return f
}

func serveSecrets(items map[dbus.ObjectPath]fakeItem) (*fakeService, error) {
	conn, err := dbus.ConnectSessionBus()
	if err != nil {
		return nil, err
	}
	f := &fakeService{
		conn:     conn,
		gone:     make(chan struct{}),
		prompted: make(chan struct{}, 100),
		mode:     fakeOK,
		items:    items,
		last:     len(items),
		prompts:  make(map[dbus.ObjectPath]func() (dbus.Variant, bool)),
	}
	f.leave = sync.OnceFunc(func() {
		_ = conn.Close()
		close(f.gone)
	})
	if err := f.export(); err != nil {
		return nil, err
	}
	_, err = conn.RequestName(secretsName, dbus.NameFlagDoNotQueue)
	return f, err
}

func (f *fakeService) export() error {
	type table = map[string]any
	properties := table{"Get": f.property}
	collection := table{"SearchItems": f.searchItems, "CreateItem": f.createItem}
	for _, e := range []struct {
		methods table
		path    dbus.ObjectPath
		api     string
		subtree bool
	}{
		{table{"OpenSession": f.openSession, "Unlock": f.unlock, "ReadAlias": f.readAlias}, secretsPath, serviceAPI, false},
		{properties, secretsPath, "org.freedesktop.DBus.Properties", false},
		{properties, loginPath, "org.freedesktop.DBus.Properties", false},
		{collection, loginPath, collectionAPI, false},
		{table{"GetSecret": f.getSecret, "Delete": f.deleteItem}, loginPath, itemAPI, true},
		{table{"Close": f.closeSession}, sessionPath, "org.freedesktop.Secret.Session", false},
		{table{"Prompt": f.prompt}, promptPath, promptAPI, true},
	} {
		export := f.conn.ExportMethodTable
		if e.subtree {
			export = f.conn.ExportSubtreeMethodTable
		}
		if err := export(e.methods, e.path, e.api); err != nil {
			return err
		}
	}
	return nil
}

func (f *fakeService) behave(mode fakeMode) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.mode = mode
	f.locked = slices.Contains([]fakeMode{fakeSilent, fakeDenied, fakeStray}, mode)
}

// enter is the first thing every method does.
func (f *fakeService) enter() fakeMode {
	f.mu.Lock()
	mode := f.mode
	f.mu.Unlock()
	if mode == fakeHang {
		<-f.gone
	}
	return mode
}

func (f *fakeService) names() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	var names []string
	for _, item := range f.items {
		names = append(names, item.attributes["username"])
	}
	return names
}

func (f *fakeService) property(api, name string) (dbus.Variant, *dbus.Error) {
	mode := f.enter()
	f.mu.Lock()
	defer f.mu.Unlock()
	switch {
	case api == serviceAPI && name == "Collections" && mode == fakeNoKeyring:
		return dbus.MakeVariant([]dbus.ObjectPath{}), nil
	case api == serviceAPI && name == "Collections":
		return dbus.MakeVariant([]dbus.ObjectPath{loginPath}), nil
	case api == collectionAPI && name == "Locked":
		return dbus.MakeVariant(f.locked), nil
	}
	return dbus.Variant{}, &dbus.ErrMsgInvalidArg
}

func (f *fakeService) readAlias(string) (dbus.ObjectPath, *dbus.Error) {
	if f.enter() == fakeNoKeyring {
		return noPath, nil
	}
	return loginPath, nil
}

func (f *fakeService) openSession(string, dbus.Variant) (dbus.Variant, dbus.ObjectPath, *dbus.Error) {
	f.enter()
	return dbus.MakeVariant(""), sessionPath, nil
}

func (f *fakeService) closeSession() *dbus.Error {
	f.enter()
	return nil
}

func (f *fakeService) unlock(paths []dbus.ObjectPath) ([]dbus.ObjectPath, dbus.ObjectPath, *dbus.Error) {
	mode := f.enter()
	f.mu.Lock()
	defer f.mu.Unlock()
	switch {
	case mode == fakeNoKeyring && paths[0] == defaultAlias:
		return nil, noPath, nil
	case !f.locked:
		return paths, noPath, nil
	case mode == fakeDenied:
		return nil, noPath, nil
	}
	return nil, f.ask(func() (dbus.Variant, bool) {
		f.locked = false
		return dbus.MakeVariant(paths), false
	}), nil
}

// ask makes a prompt; answer is called under the lock when it is answered.
func (f *fakeService) ask(answer func() (dbus.Variant, bool)) dbus.ObjectPath {
	path := promptPath + dbus.ObjectPath("/"+strconv.Itoa(len(f.prompts)+1))
	f.prompts[path] = answer
	return path
}

func (f *fakeService) prompt(msg dbus.Message, _ string) *dbus.Error {
	mode := f.enter()
	path := pathOf(msg)
	if mode == fakeStray {
		_ = f.conn.Emit(path, promptAPI+".Meaningless")
	}
	f.prompted <- struct{}{}
	if mode != fakeSilent {
		f.answer(path)
	}
	return nil
}

func (f *fakeService) answer(path dbus.ObjectPath) {
	f.mu.Lock()
	result, dismissed := f.prompts[path]()
	f.mu.Unlock()
	_ = f.conn.Emit(path, promptAPI+".Completed", dismissed, result)
}

func (f *fakeService) searchItems(want map[string]string) ([]dbus.ObjectPath, *dbus.Error) {
	f.enter()
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.find(want), nil
}

func (f *fakeService) find(want map[string]string) []dbus.ObjectPath {
	var found []dbus.ObjectPath
	for _, path := range slices.Sorted(maps.Keys(f.items)) {
		if maps.Equal(f.items[path].attributes, want) {
			found = append(found, path)
		}
	}
	return found
}

func (f *fakeService) createItem(properties map[string]dbus.Variant, secret fakeSecret, replace bool) (item, prompt dbus.ObjectPath, _ *dbus.Error) {
	mode := f.enter()
	attributes, ok := properties[itemAPI+".Attributes"].Value().(map[string]string)
	switch {
	case !ok:
		return noPath, noPath, &dbus.ErrMsgInvalidArg
	case mode == fakeDies:
		f.leave()
	case mode == fakeTalks:
		return noPath, noPath, dbus.NewError("org.example.Refused", []any{"cannot keep " + string(secret.Value)})
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if mode == fakeDismiss {
		return noPath, f.ask(func() (dbus.Variant, bool) { return dbus.MakeVariant(noPath), true }), nil
	}
	if found := f.find(attributes); replace && len(found) > 0 {
		f.items[found[0]] = fakeItem{attributes, secret.Value}
		return found[0], noPath, nil
	}
	return f.insert(attributes, secret.Value), noPath, nil
}

// insert adds an item under the next path, in the order in which find looks.
func (f *fakeService) insert(attributes map[string]string, value []byte) dbus.ObjectPath {
	f.last++
	path := loginPath + dbus.ObjectPath("/"+strconv.Itoa(1e6+f.last))
	f.items[path] = fakeItem{attributes, value}
	return path
}

func (f *fakeService) getSecret(msg dbus.Message, session dbus.ObjectPath) (fakeSecret, *dbus.Error) {
	mode := f.enter()
	f.mu.Lock()
	defer f.mu.Unlock()
	item, ok := f.items[pathOf(msg)]
	if !ok {
		return fakeSecret{}, &dbus.ErrMsgNoObject
	}
	value := item.value
	if mode == fakeWrong {
		value = []byte("something else")
	}
	return fakeSecret{session, []byte{}, value, "text/plain"}, nil
}

func (f *fakeService) deleteItem(msg dbus.Message) (prompt dbus.ObjectPath, _ *dbus.Error) {
	f.enter()
	f.mu.Lock()
	defer f.mu.Unlock()
	delete(f.items, pathOf(msg))
	return noPath, nil
}

func pathOf(msg dbus.Message) dbus.ObjectPath {
	path, _ := msg.Headers[dbus.FieldPath].Value().(dbus.ObjectPath)
	return path
}
