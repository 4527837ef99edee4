package keychain

// syncDir does nothing: Windows has no way to flush a directory, and NTFS keeps
// a journal of renames.
func syncDir(string) error { return nil }
