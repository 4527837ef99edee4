package assets

import (
	"embed"
	"fmt"
)

// The pictures are drawn by a program beside them.
//
//go:generate go run icons/draw.go icons/app.go

var (
	//go:embed icons/tray-*.png
	pngs embed.FS
	//go:embed icons/tray-*.ico
	icos embed.FS
	//go:embed icons/vigie-*.png
	appPNGs embed.FS // apart: only the window needs them
)

// TrayIcon names a picture of the tray: a lighthouse with a mark whose shape,
// not its colour, tells the state.
type TrayIcon string

// The pictures of the tray.
const (
	TrayPlain    TrayIcon = "plain"    // keeping watch, nothing to say
	TrayDot      TrayIcon = "dot"      // something is to be read
	TrayQuestion TrayIcon = "question" // something could not be checked
	TrayPause    TrayIcon = "pause"    // the person paused the watch
)

// TrayIcons lists every picture of the tray.
func TrayIcons() []TrayIcon { return []TrayIcon{TrayPlain, TrayDot, TrayQuestion, TrayPause} }

// TraySizes lists the sizes, in pixels, that each picture is drawn in.
func TraySizes() []int { return []int{22, 32, 64} }

// PNG is the picture in one of TraySizes; nil in any other.
func (i TrayIcon) PNG(size int) []byte {
	data, _ := pngs.ReadFile(fmt.Sprintf("icons/tray-%s-%d.png", i, size))
	return data
}

// ICO is the picture in the form and the sizes that Windows wants.
func (i TrayIcon) ICO() []byte {
	data, _ := icos.ReadFile(fmt.Sprintf("icons/tray-%s.ico", i))
	return data
}

// AppIconSizes lists the sizes, in pixels, that the application's icon is drawn in.
func AppIconSizes() []int { return []int{16, 24, 32, 48, 64, 128, 256, 512} }

// AppIcon is the application's icon as PNG, in one of AppIconSizes; nil in any
// other. Beside it stand vigie.svg and vigie.ico, for packages.
func AppIcon(size int) []byte {
	data, _ := appPNGs.ReadFile(fmt.Sprintf("icons/vigie-%d.png", size))
	return data
}
