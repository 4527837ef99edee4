// Command hello is the smallest window of Fyne, as large as Vigie's: what the
// window's weight is compared with.
package main

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"
	"fyne.io/fyne/v2/widget"
)

func main() {
	w := app.New().NewWindow("hello")
	w.SetContent(widget.NewLabel("hello"))
	w.Resize(fyne.NewSize(1120, 760))
	w.ShowAndRun()
}
