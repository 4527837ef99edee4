//go:build never

package vigie

import (
	_ "filippo.io/age"
	_ "fyne.io/systray"
	_ "github.com/esiqveland/notify"
	_ "github.com/go-json-experiment/json"
	_ "github.com/godbus/dbus/v5"
	_ "github.com/gofrs/flock"
	_ "github.com/google/go-cmp/cmp"
	_ "github.com/mmcdole/gofeed"
	_ "github.com/nicksnyder/go-i18n/v2/i18n"
	_ "github.com/nyaruka/phonenumbers"
	_ "github.com/pelletier/go-toml/v2"
	_ "github.com/robfig/cron/v3"
	_ "github.com/rogpeppe/go-internal/testscript"
	_ "github.com/spf13/cobra"
	_ "github.com/zalando/go-keyring"
	_ "golang.org/x/crypto/chacha20poly1305"
	_ "golang.org/x/net/idna"
	_ "golang.org/x/sys/unix"
	_ "golang.org/x/term"
	_ "golang.org/x/text/unicode/norm"
	_ "golang.org/x/time/rate"
	_ "modernc.org/sqlite"
	_ "pgregory.net/rapid"
)
