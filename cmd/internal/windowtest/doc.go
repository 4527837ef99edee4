// Package windowtest uses the window as a person does: a real one, on a screen
// of its own, with a window manager and a real key store, by mouse alone and by
// keyboard alone, and reads back with OCR what the screen shows. Start at
// journey_test.go; the tests are built with the tag e2e.
//
// The screens are left in the folder named by VIGIE_PICTURES, to be looked at.
package windowtest
