# make run    builds Vigie and starts it
# make test   runs every check and every test, the end-to-end ones included
# make bench  prints the measured figures
# Missing system packages are installed, saying which (Debian, Ubuntu).

GO          ?= go
STATICCHECK := honnef.co/go/tools/cmd/staticcheck@v0.8.2
AGENT       := bin/vigie-agent
# The agent is pure Go on every system: nothing to install to build it.
export CGO_ENABLED ?= 0

# A real key store on a bus of its own, for running and for the end-to-end tests.
RUN_PACKAGES  := gnome-keyring
TEST_PACKAGES := dbus gnome-keyring libsecret-tools strace

.PHONY: run build test lint unit race e2e cross bench test-long fuzz packages-run packages-test clean

run: build
	@.ci/start $(AGENT)

build:
	$(GO) build -trimpath -o $(AGENT) ./cmd/vigie-agent

test: packages-test lint cross race e2e

packages-run:
	@.ci/packages $(RUN_PACKAGES)

packages-test:
	@.ci/packages $(TEST_PACKAGES)

lint:
	@test -z "$$(gofmt -l .)" || { gofmt -l .; echo "gofmt these files"; exit 1; }
	$(GO) vet ./...
	$(GO) run $(STATICCHECK) ./...

# Windows is built whole. On macOS the system's own parts are vetted.
cross:
	GOOS=windows GOARCH=amd64 $(GO) vet ./monitor/... ./cmd/vigie-agent
	GOOS=windows GOARCH=amd64 $(GO) build -o /dev/null ./cmd/vigie-agent
	GOOS=darwin GOARCH=arm64 $(GO) vet ./monitor/... ./cmd/vigie-agent

unit:
	$(GO) test ./...

race:
	CGO_ENABLED=1 $(GO) test -race ./...
