//go:build unix

package installation

import "os"

// othersCanRead reports whether anyone but the owner may look in.
func othersCanRead(info os.FileInfo) bool { return info.Mode().Perm()&0o077 != 0 }
