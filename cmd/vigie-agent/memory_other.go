//go:build !linux

package main

// forgetProgram does nothing: only Linux counts the program's own file as the
// memory of whoever runs it.
func forgetProgram() {}
