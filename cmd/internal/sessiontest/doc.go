// Package sessiontest plays a desktop session for the end-to-end tests: folders,
// a bus, a key store and a screen that nothing else uses, each a real one that
// comes and goes as a test says. Start at [New]; the package is built with the tag
// e2e, and only for tests.
package sessiontest
