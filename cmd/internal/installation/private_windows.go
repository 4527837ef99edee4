package installation

import "os"

// othersCanRead is always false on Windows: the folder inherits the rights of
// the user's profile, and mode bits say nothing.
func othersCanRead(os.FileInfo) bool { return false }
