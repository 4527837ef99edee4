# make run        builds Vigie and starts it
# make test       runs every check and every test, the end-to-end ones included
# make bench      prints the measured figures
# make fuzz       fuzzes every parser for ten seconds (FUZZTIME=1m: for a minute)
# make test-long  takes an hour or two: 300 kills, long simulations, long fuzzing, the race detector everywhere
# make clean      removes what was built
# Missing system packages are installed, saying which (Debian, Ubuntu).

GO          ?= go
STATICCHECK := honnef.co/go/tools/cmd/staticcheck@v0.8.2
AGENT       := bin/vigie-agent
WINDOW      := bin/vigie
FUZZTIME    ?= 10s

# The program as it is installed, what it does on a desktop, and its window as a
# person uses it, of which pictures are kept.
END_TO_END := ./cmd/internal/endtoend ./cmd/internal/desktoptest ./cmd/internal/windowtest
PICTURES   := $(CURDIR)/dist/pictures

# Programs that tests start. ./... does not have them.
PLAYED := $(addprefix ./,$(dir $(wildcard cmd/internal/*/testdata/*/main.go)))

# What Fyne draws with: https://docs.fyne.io/started/
WINDOW_PACKAGES := gcc pkg-config libgl1-mesa-dev xorg-dev libwayland-dev libxkbcommon-dev wayland-protocols libegl-dev
# A C compiler for the race detector, then what plays a desktop end to end.
TEST_PACKAGES := gcc libc6-dev dbus gnome-keyring libsecret-tools strace xvfb dunst xfce4-panel poppler-utils \
	openbox xdotool x11-utils imagemagick tesseract-ocr tesseract-ocr-eng tesseract-ocr-fra libgl1-mesa-dri \
	desktop-file-utils appstream

.PHONY: run run-packages build test test-packages lint packaging cross race scripts e2e bench fuzz test-long clean

run: run-packages build
	@.ci/start $(AGENT) $(WINDOW)

run-packages:
	@.ci/packages $(WINDOW_PACKAGES)

# The agent is pure Go on every system; the window draws through the system's own
# graphics, in C.
build:
	CGO_ENABLED=0 $(GO) build -trimpath -o $(AGENT) ./cmd/vigie-agent
	CGO_ENABLED=1 $(GO) build -trimpath -tags migrated_fynedo,accessibility -o $(WINDOW) ./cmd/vigie

test: test-packages lint packaging cross race scripts e2e

test-packages:
	@.ci/packages $(WINDOW_PACKAGES) $(TEST_PACKAGES)

lint:
	@test -z "$$(gofmt -l .)" || { gofmt -l .; echo "gofmt these files"; exit 1; }
	$(GO) vet -tags e2e ./... $(PLAYED)
	$(GO) run $(STATICCHECK) -tags e2e ./... $(PLAYED)

# The files by which a desktop knows the program.
packaging: test-packages
	desktop-file-validate cmd/vigie/packaging/*.desktop
	appstreamcli validate --no-net cmd/vigie/packaging/*.xml

# For Windows the agent is built whole, and the window but for what draws. On macOS the system's own parts are vetted.
cross:
	GOOS=windows GOARCH=amd64 $(GO) vet ./monitor/... ./cmd/vigie-agent ./cmd/internal/window
	GOOS=windows GOARCH=amd64 $(GO) build -o /dev/null ./cmd/vigie-agent
	GOOS=darwin GOARCH=arm64 $(GO) vet ./monitor/... ./cmd/vigie-agent ./cmd/internal/window

# Everything with the race detector, but for the scripts of the command line.
# Many tests wait for a feed that never answers: four packages at a time keep two
# processors busy.
race:
	CGO_ENABLED=1 $(GO) test -race -p 4 -skip '^TestScripts$$' ./...

# The scripts start the program hundreds of times, as it is shipped. With the race
# detector they take five minutes more, which test-long has. Whatever runs at the
# same time is in the packages above, and end to end TestTogether runs the program
# itself with the race detector.
scripts:
	CGO_ENABLED=0 $(GO) test -run '^TestScripts$$' ./cmd/vigie-agent

# The tests run a program that go test does not see: their results are not kept.
e2e: export VIGIE_PICTURES = $(PICTURES)
e2e: test-packages
	rm -rf $(PICTURES)
	$(GO) test -count=1 -timeout 30m -tags e2e $(END_TO_END)

# What takes minutes is not in it: .ci/idle-weight weighs the agent, and
# .ci/window-weight the window, against the smallest window of Fyne.
bench: test-packages
	@.ci/bench

fuzz:
	@.ci/fuzz $(FUZZTIME)

test-long: export VIGIE_LONG = 1
test-long: export VIGIE_CRASHES = 300
test-long: test-packages lint packaging cross
	CGO_ENABLED=1 $(GO) test -race -count=1 -timeout 1h ./...
	$(GO) test -count=1 -timeout 1h -tags e2e $(END_TO_END)
	.ci/window-weight
	.ci/fuzz 1m

clean:
	rm -rf bin dist
