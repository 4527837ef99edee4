// Command vigie-agent is the background agent of Vigie and its command line, in
// one pure-Go program: everything the window can do to data can be done here,
// by people who prefer words and by other programs.
//
// Start at [run], then root.go for the commands: one file each. What a command
// prints for programs (--json) is in the file of the command; every sentence
// for people is in assets/words. Commands say what they want of
// monitor.Monitor and print what comes back; they decide nothing themselves.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"vigie/cmd/internal/installation"
)

func main() {
	installation.NoCores()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}
