package installation

// NoCores does nothing: Go's runtime keeps Windows from reporting its programs'
// errors, pictures of their memory included, unless GOTRACEBACK=wer asks for it.
func NoCores() {}
