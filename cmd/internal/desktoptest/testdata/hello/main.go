// Command hello is the smallest window of Fyne: what the agent's weight is
// compared with.
package main

import (
	"fyne.io/fyne/v2/app"
	"fyne.io/fyne/v2/widget"
)

func main() {
	w := app.New().NewWindow("hello")
	w.SetContent(widget.NewLabel("hello"))
	w.ShowAndRun()
}
