package main

import (
	"bytes"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// TestScripts runs testdata/script. What a script has besides the commands of
// testscript:
//
//	exits N COMMAND...        runs a command that must end with status N
//	json PATH [WANT]          asks something of the one document printed last; see [find]
//	let NAME PATH             keeps a text of that document in the environment
//	schema NAME               asks that the document has exactly the members and types of NAME
//	serve, asked, hibp, trust see [feedServer]
//	forget, agefile, newer    see [cmdForget], [cmdAgeFile], [cmdNewer]
//	nowhere                   see [cmdNowhere]
//
// $DATA is the data folder, secret/KIND holds a value to type. Whatever is
// printed is searched for those values when the script ends.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:   "testdata/script",
		Setup: setup,
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){
			"exits":   cmdExits,
			"json":    cmdJSON,
			"let":     cmdLet,
			"schema":  cmdSchema,
			"serve":   func(ts *testscript.TestScript, neg bool, args []string) { feedsOf(ts).cmdServe(ts, neg, args) },
			"asked":   func(ts *testscript.TestScript, neg bool, args []string) { feedsOf(ts).cmdAsked(ts, neg, args) },
			"hibp":    func(ts *testscript.TestScript, neg bool, args []string) { feedsOf(ts).cmdHIBP(ts, neg, args) },
			"trust":   func(ts *testscript.TestScript, neg bool, args []string) { feedsOf(ts).cmdTrust(ts, neg, args) },
			"nowhere": cmdNowhere,
			"agefile": cmdAgeFile,
			"forget":  cmdForget,
			"newer":   cmdNewer,
		},
		Condition:          condition,
		RequireUniqueNames: true,
	})
}

// condition knows [root], for whom no folder is read-only, and [captures], real
// answers of the feeds that lie in $CAPTURES.
func condition(name string) (bool, error) {
	switch name {
	case "root":
		return os.Geteuid() == 0, nil
	case "captures":
		return os.Getenv(envCaptures) != "", nil
	}
	return false, fmt.Errorf("no such condition: %s", name)
}

type feedsKey struct{}

func feedsOf(ts *testscript.TestScript) *feedServer { return ts.Value(feedsKey{}).(*feedServer) }

// setup gives a script a home, a key store, a clock and feeds of its own.
func setup(env *testscript.Env) error {
	home := filepath.Join(env.WorkDir, "home")
	data := dataDir(home)
	if err := os.MkdirAll(data, 0o700); err != nil {
		return err
	}
	catalogue, err := filepath.Abs("../../assets/catalogue.json")
	if err != nil {
		return err
	}
	feeds := startFeeds()
	outputs := filepath.Join(env.WorkDir, ".outputs")
	env.Values[feedsKey{}] = feeds
	env.Defer(func() {
		faults := feeds.close()
		printed, err := os.ReadFile(outputs)
		if err != nil && !errors.Is(err, os.ErrNotExist) {
			env.T().Fatal(err)
		}
		if found := revealed(string(printed)); len(found) > 0 {
			env.T().Fatal("the output holds values: ", found)
		}
		if bytes.ContainsRune(printed, '⟨') { // what a key without words is shown as
			env.T().Fatal("the output lacks words")
		}
		if len(faults) > 0 {
			env.T().Fatal("requests that may not be: ", faults)
		}
	})
	for name, value := range map[string]string{
		"HOME": home, "USERPROFILE": home, "LOCALAPPDATA": home, "XDG_DATA_HOME": home,
		"LANG": "fr_FR.UTF-8", "LC_ALL": "", "LC_MESSAGES": "", "TZ": "Europe/Paris",
		"DATA": data, "FEEDS": feeds.URL, "CAPTURES": os.Getenv(envCaptures), "CATALOGUE": catalogue,
		envNow: "2026-11-22T09:12:00Z", envKeychain: filepath.Join(env.WorkDir, ".keychain"), envOutputs: outputs,
	} {
		env.Setenv(name, value)
	}
	if err := os.WriteFile(filepath.Join(data, "feeds.toml"), []byte(feeds.feedsFile()), 0o600); err != nil {
		return err
	}
	return writeSecrets(env.WorkDir)
}

// dataDir is where the program keeps its data in a home; see desktop.DataDir.
func dataDir(home string) string {
	switch runtime.GOOS {
	case "windows":
		return filepath.Join(home, "Vigie")
	case "darwin":
		return filepath.Join(home, "Library", "Application Support", "Vigie")
	}
	return filepath.Join(home, "vigie")
}

func cmdExits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits N COMMAND...")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	var exit *exec.ExitError
	switch err := ts.Exec(args[1], args[2:]...); {
	case err == nil && want == 0:
	case err == nil:
		ts.Fatalf("exit status 0, want %d", want)
	case !errors.As(err, &exit):
		ts.Fatalf("%v", err)
	case exit.ExitCode() != want:
		ts.Fatalf("exit status %d, want %d", exit.ExitCode(), want)
	}
}

func cmdJSON(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) < 1 || len(args) > 2 {
		ts.Fatalf("usage: json PATH [WANT]")
	}
	document, err := onlyDocument(ts.ReadFile("stdout"))
	ts.Check(err)
	v, err := find(document, args[0])
	if len(args) == 1 {
		if (err == nil) == neg {
			ts.Fatalf("%s: %v, %v", args[0], v, err)
		}
		return
	}
	ts.Check(err)
	if (plain(v) == args[1]) == neg {
		ts.Fatalf("%s is %s", args[0], plain(v))
	}
}

func cmdLet(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: let NAME PATH")
	}
	document, err := onlyDocument(ts.ReadFile("stdout"))
	ts.Check(err)
	v, err := find(document, args[1])
	ts.Check(err)
	ts.Setenv(args[0], plain(v))
}

func cmdSchema(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 || schemas[args[0]] == nil {
		ts.Fatalf("usage: schema NAME, one of %v", maps.Keys(schemas))
	}
	document, err := onlyDocument(ts.ReadFile("stdout"))
	ts.Check(err)
	if err := schemas[args[0]](document); err != nil {
		ts.Fatalf("%s: %v", args[0], fmt.Errorf("not as the interface says: %w", err))
	}
}

// cmdNewer makes the database one of a program to come.
func cmdNewer(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 0 {
		ts.Fatalf("usage: newer")
	}
	db, err := sql.Open("sqlite", filepath.Join(ts.Getenv("DATA"), "vigie.db"))
	ts.Check(err)
	_, err = db.Exec("PRAGMA user_version = 1000")
	ts.Check(errors.Join(err, db.Close()))
}
