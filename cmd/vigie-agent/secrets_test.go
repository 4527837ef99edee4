package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

// secrets are the values that scripts type, by the name of the file under
// secret/ that holds them. They belong to nobody: reserved domains and numbers,
// communes that do not exist. The last ones are refused, and a refusal may not
// repeat them either.
var secrets = map[string]string{
	"email":             "claire.martel@exemple.example.org",
	"email2":            "jeanne@autre.example.com",
	"phone":             "06 39 98 47 21",
	"username":          "vigie-du-mat",
	"name":              "Claire Martel-Exemple",
	"birth-date":        "23 juillet 1985",
	"birth-place":       "Ville-d’Exemple-sur-Mer",
	"address":           "7 impasse de l’Exemple, 99999 Nulle-Part",
	"nir":               "2 85 07 75 999 001 32",
	"france-travail-id": "7654321K",
	"iban":              "FR14 2004 1010 0505 0001 3M02 606", // the example of the IBAN registry
	"card-last4":        "4829",
	"licence-number":    "LIC-55-98877",
	"customer-number":   "CLI-0042-7781",
	"domain":            "famille-exemple.example.net",
	"key":               "0123456789abcdef0123456789abcdef",
	"passphrase":        "mat hune vigie horizon cinq",
	"password":          "Xq9!fR2#mL7$Kestrel",

	"bad-nir-month": "2 85 13 75 999 001 32",
	"bad-nir-key":   "2 85 07 75 999 001 33",
	"bad-nir-short": "2 85 07 75",
	"bad-email":     "claire.martel.exemple.example.org",
	"bad-iban":      "FR14 2004 1010 0505 0001 3M02 607",
	"bad-card":      "4970 1012 3456 7890",
	"bad-phone":     "06 39 98 47 2",
	"bad-key":       "0123456789abcdef",
}

// writeSecrets puts every value in a file that a script can type from.
func writeSecrets(workDir string) error {
	dir := filepath.Join(workDir, "secret")
	if err := os.Mkdir(dir, 0o700); err != nil {
		return err
	}
	for name, value := range secrets {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(value+"\n"), 0o600); err != nil {
			return err
		}
	}
	return nil
}

// revealed lists the secrets that a text repeats, however they are spaced.
func revealed(text string) []string {
	var found []string
	squeezed := squeeze(text)
	for name, value := range secrets {
		// Four digits are found anywhere: in a date, in an id.
		if v := squeeze(value); len(v) > 4 && strings.Contains(squeezed, v) {
			found = append(found, name)
		}
	}
	if strings.Contains(text, "1985-07-23") {
		found = append(found, "birth-date in its normal form")
	}
	return found
}

func squeeze(s string) string {
	return strings.ToLower(strings.NewReplacer(" ", "", "-", "", ".", "", "\n", "").Replace(s))
}

// cmdNowhere asks that some texts stand in no file of the data folder:
//
//	nowhere TEXT...
//
// The values of identifiers are looked for too.
func cmdNowhere(ts *testscript.TestScript, neg bool, args []string) {
	if neg {
		ts.Fatalf("usage: nowhere TEXT...")
	}
	err := filepath.WalkDir(ts.Getenv("DATA"), func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for _, text := range args {
			if strings.Contains(strings.ToLower(string(data)), strings.ToLower(text)) {
				return fmt.Errorf("%s holds %q", path, text)
			}
		}
		if found := revealed(string(data)); len(found) > 0 {
			return fmt.Errorf("%s holds a value: %v", path, found)
		}
		return nil
	})
	ts.Check(err)
}
