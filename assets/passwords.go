package assets

import (
	"embed"
	"io/fs"
)

//go:embed passwords/*.txt passwords/LICENSE-bip39
var passwords embed.FS

// Passwords is what passwords are judged by and made of: common.txt, words that
// people in France choose, most usual first; fr.txt and en.txt, the 2,048 words of
// each language that BIP-0039 publishes, short and hard to confuse. Package
// checklist/passwords reads it.
func Passwords() fs.FS {
	sub, err := fs.Sub(passwords, "passwords")
	if err != nil {
		panic(err) // "passwords" is a valid path
	}
	return sub
}
