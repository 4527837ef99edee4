// Package endtoend tests the program as it is installed, with the real parts
// around it: a session bus, the key store of a desktop (gnome-keyring), a
// network on this computer, a disk that fills up, and kill -9.
//
// There is nothing here but tests, behind the build tag e2e, for Linux:
//
//	go test -tags e2e ./cmd/internal/endtoend
//
// Start at session_test.go, a desktop session of its own, and feeds_test.go, the
// network. Then read one promise: bars_test.go (who is concerned), records_test.go
// (nothing that a feed lists is dropped), privacy_test.go (nothing about a person
// is written or printed), network_test.go (nothing about a person leaves),
// private_test.go (messages and passwords are only looked at), passwords_test.go
// (whoever watches the wire learns nothing of passwords),
// crash_test.go (nothing acknowledged is lost), keystore_test.go, disk_test.go.
// cost_test.go measures.
//
// What the tests obey, from the environment:
//
//	VIGIE_CAPTURES  a folder of real answers of the feeds; small made-up ones otherwise
//	VIGIE_CRASHES   how many times crash_test.go kills; 40 otherwise
//	VIGIE_SEED      replays a run of crash_test.go
package endtoend
