package letters

import (
	"fmt"
	"io/fs"
	"strings"
	"text/template"

	"github.com/pelletier/go-toml/v2"

	"vigie/assets"
)

// Law is a legal text that a letter quotes.
type Law struct {
	ID     string `toml:"id"`
	FR     string `toml:"fr"` // the quotation with its article: « l’article 15 du RGPD »
	EN     string `toml:"en"`
	Source string `toml:"source"` // where its text was read, https
	Read   string `toml:"read"`   // when, YYYY-MM-DD
}

// In is the quotation in a language.
func (l Law) In(lang string) string {
	if lang == "en" {
		return l.EN
	}
	return l.FR
}

// Laws lists every legal text that a letter may quote. Each was read: nothing is
// quoted from memory.
func Laws() ([]Law, error) {
	var table struct {
		Law []Law `toml:"law"`
	}
	err := readTable("laws.toml", &table)
	return table.Law, err
}

// kindInfo is a row of kinds.toml, which explains its columns.
type kindInfo struct {
	ID        Kind     `toml:"id"`
	Needs     []string `toml:"needs"`
	Recipient []string `toml:"recipient"`
	Language  string   `toml:"language"`
	Pages     int      `toml:"pages"`
}

func info(kind Kind) (kindInfo, error) {
	var table struct {
		Kind []kindInfo `toml:"kind"`
	}
	if err := readTable("kinds.toml", &table); err != nil {
		return kindInfo{}, err
	}
	for _, k := range table.Kind {
		if k.ID == kind {
			return k, nil
		}
	}
	return kindInfo{}, fmt.Errorf("kinds.toml has no %s", kind)
}

func readTable(name string, into any) error {
	data, err := fs.ReadFile(assets.Letters(), name)
	if err != nil {
		return err
	}
	d := toml.NewDecoder(strings.NewReader(string(data)))
	if err := d.DisallowUnknownFields().Decode(into); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

// letterTemplate is the text of one kind of letter in one language.
type letterTemplate struct {
	kindInfo
	lang string
	laws []Law
	text *template.Template
}

// loadTemplate reads a letter's text. Its functions are need, have and law (see
// filler); they are bound when it is filled in.
func loadTemplate(kind Kind, lang string) (*letterTemplate, error) {
	k, err := info(kind)
	if err != nil {
		return nil, err
	}
	laws, err := Laws()
	if err != nil {
		return nil, err
	}
	name := lang + "/" + string(kind) + ".txt"
	data, err := fs.ReadFile(assets.Letters(), name)
	if err != nil {
		return nil, err
	}
	t, err := template.New(name).Funcs((&filler{}).funcs()).Parse(string(data))
	if err != nil {
		return nil, err
	}
	return &letterTemplate{k, lang, laws, t}, nil
}
