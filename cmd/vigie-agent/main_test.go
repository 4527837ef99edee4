package main

import (
	"bytes"
	"context"
	"io"
	"os"
	"os/signal"
	"slices"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// The command line is tested as people and programs use it: by scripts, in
// testdata/script, each in a home of its own. Start at one of them, then
// script_test.go for the commands they use besides those of testscript.

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"vigie-agent": agent})
}

// The environment through which a script speaks to the program under test.
const (
	envNow      = "VIGIE_TEST_NOW"      // what the clock says, RFC 3339
	envKeychain = "VIGIE_TEST_KEYCHAIN" // the file that is the key store
	envMood     = "VIGIE_TEST_MOOD"     // how the key store feels: see [keyStore]
	envOutputs  = "VIGIE_TEST_OUTPUTS"  // a file that gathers whatever was printed
	envCaptures = "VIGIE_CAPTURES"      // a folder of real answers of the feeds, if there is one
)

// agent is the program with another clock and another key store, and nothing
// else that differs.
func agent() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	a := &app{in: os.Stdin, now: clock(os.Getenv(envNow)), backend: &keyStore{os.Getenv(envKeychain), os.Getenv(envMood)}}
	var printed bytes.Buffer
	a.out, a.err = io.MultiWriter(os.Stdout, &printed), io.MultiWriter(os.Stderr, &printed)
	code := a.run(ctx, os.Args[1:])
	if !slices.Contains(os.Args, "--reveal") {
		keep(printed.Bytes())
	}
	os.Exit(code)
}

// clock stands still at a time, so that two calls print the same.
func clock(s string) func() time.Time {
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		panic(err)
	}
	return func() time.Time { return t }
}

// keep adds to what the whole script printed.
func keep(printed []byte) {
	f, err := os.OpenFile(os.Getenv(envOutputs), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		panic(err)
	}
	if _, err := f.Write(printed); err != nil {
		panic(err)
	}
	if err := f.Close(); err != nil {
		panic(err)
	}
}
