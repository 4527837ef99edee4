// Package windowtest uses the window as a person does: a real one, on a screen
// of its own, with a window manager and a real key store, by mouse alone and by
// keyboard alone, and reads back with OCR what the screen shows. The tests are
// built with the tag e2e.
//
// Start at journey_test.go. A desk (desk_test.go) is a session with a screen, a
// bus and a key store of its own, so that the tests can run beside one another;
// hands_test.go is what a person does there, reading_test.go what they see. No
// test waits a given time: the next thing is done when the screen says what the
// one before led to.
//
// The screens are left in the folder named by VIGIE_PICTURES, to be looked at:
// each step of the journeys, and by tour_test.go every main screen in both
// languages, light and dark, in two sizes.
//
// Two things need no hands: kill_test.go kills the window at any moment, without a
// screen, and weight_test.go weighs it, on a screen whose pixels can be read.
package windowtest
