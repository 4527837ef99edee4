package sites_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
	"github.com/pelletier/go-toml/v2"

	"vigie/assets/words"
	"vigie/monitor"
	"vigie/monitor/sites"
)

// canary stands in every column that nobody has any business reading.
const canary = "qwxzvkjqwxzv"

// exports has one entry, in the words of each program.
var exports = map[string]string{
	"Bitwarden": "folder,favorite,type,name,notes,fields,reprompt,login_uri,login_username,login_password,login_totp\r\n" +
		canary + ",1,login,The Shop,\"" + canary + "\nline two, \"\"quoted\"\"\"," + canary + ",0,\"https://www.example.org/login,https://shop.example.com\"," + canary + "," + canary + "," + canary + "\r\n",
	"Firefox": `"url","username","password","httpRealm","formActionOrigin","guid","timeCreated","timeLastUsed","timePasswordChanged"` + "\n" +
		`"https://www.example.org","` + canary + `","` + canary + `",,"https://` + canary + `.example","{` + canary + `}","1","2","3"` + "\n" +
		`"https://shop.example.com","` + canary + `","` + canary + `",,"","{}","1","2","3"` + "\n",
	"KeePassXC": `"Group","Title","Username","Password","URL","Notes","TOTP","Icon","Last Modified","Created"` + "\n" +
		`"` + canary + `","The Shop","` + canary + `","` + canary + `","https://www.example.org/` + canary + `","` + canary + `","","0","",""` + "\n" +
		`"` + canary + `","The Shop","` + canary + `","` + canary + `","shop.example.com","` + canary + `","","0","",""` + "\n",
	"KeePass": `"Account","Login Name","Password","Web Site","Comments"` + "\n" +
		`"The Shop","` + canary + `","` + canary + `","https://www.example.org/?q=` + canary + `","` + canary + `"` + "\n" +
		`"The Shop","` + canary + `","` + canary + `","https://` + canary + `:` + canary + `@shop.example.com:8443/","` + canary + `"` + "\n",
	"Dashlane": "username,username2,username3,title,password,note,url,category,otpSecret\n" +
		canary + "," + canary + "," + canary + ",The Shop," + canary + "," + canary + ",www.example.org," + canary + "," + canary + "\n" +
		canary + "," + canary + "," + canary + ",The Shop," + canary + "," + canary + ",https://shop.example.com," + canary + "," + canary + "\n",
	"1Password": "Title,Url,Username,Password,OTPAuth,Favorite,Archived,Tags,Notes\n" +
		"The Shop,https://www.example.org/," + canary + "," + canary + "," + canary + ",false,false," + canary + "," + canary + "\n" +
		"The Shop,https://shop.example.com/," + canary + "," + canary + "," + canary + ",false,false," + canary + "," + canary + "\n",
	"Apple": "Title,URL,Username,Password,Notes,OTPAuth\n" +
		"The Shop,https://www.example.org/," + canary + "," + canary + "," + canary + "," + canary + "\n" +
		"The Shop,https://shop.example.com/," + canary + "," + canary + "," + canary + "," + canary + "\n",
	"LastPass": "url,username,password,totp,extra,name,grouping,fav\n" +
		"https://www.example.org/," + canary + "," + canary + ",," + canary + ",The Shop," + canary + ",0\n" +
		"https://shop.example.com/," + canary + "," + canary + ",," + canary + ",The Shop," + canary + ",0\n",
	"Proton Pass": "type,name,url,email,username,password,note,totp,createTime,modifyTime,vault\n" +
		"login,The Shop,\"https://www.example.org/, https://shop.example.com/\"," + canary + "," + canary + "," + canary + "," + canary + ",,1,2," + canary + "\n",
	"Chrome": "name,url,username,password,note\n" +
		"The Shop,https://www.example.org/," + canary + "," + canary + "," + canary + "\n" +
		"The Shop,https://shop.example.com/," + canary + "," + canary + "," + canary + "\n",
}

func TestFormats(t *testing.T) {
	for format, export := range exports {
		name := "The Shop"
		if format == "Firefox" {
			name = "" // it writes none
		}
		want := &sites.Import{Format: format, Sites: []sites.Site{{Domain: "example.org", Name: name}, {Domain: "shop.example.com", Name: name}}}
		for how, text := range map[string]string{
			"as exported":       export,
			"with a BOM":        "\ufeff" + export,
			"with CRLF":         strings.ReplaceAll(strings.ReplaceAll(export, "\r\n", "\n"), "\n", "\r\n"),
			"with CR":           strings.ReplaceAll(strings.ReplaceAll(export, "\r\n", "\n"), "\n", "\r"),
			"with blank lines":  strings.Replace(export, "\n", "\n\n\n", 1) + "\n\n",
			"without a last LF": strings.TrimRight(export, "\r\n"),
			"in capitals":       capitalHeader(export),
		} {
			got, err := sites.Read(strings.NewReader(text))
			if err != nil {
				t.Errorf("%s, %s: %v", format, how, err)
			} else if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s, %s:\n%s", format, how, diff)
			}
		}
	}
}

func capitalHeader(export string) string {
	header, rows, _ := strings.Cut(export, "\n")
	return strings.ToUpper(header) + "\n" + rows
}

// TestSeparators: spreadsheets save with semicolons or tabs.
func TestSeparators(t *testing.T) {
	for _, separator := range []string{";", "\t"} {
		export := strings.ReplaceAll("name,url,username,password\nThe Shop,https://example.org/a?b,c,d\n", ",", separator)
		got, err := sites.Read(strings.NewReader(export))
		want := &sites.Import{Format: "Chrome", Sites: []sites.Site{{Domain: "example.org", Name: "The Shop"}}}
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Errorf("%q: %v\n%s", separator, err, diff)
		}
	}
}

func TestAddresses(t *testing.T) {
	for _, c := range []struct {
		address, want string // domains, or the reason
	}{
		{"https://example.org", "example.org"},
		{"HTTPS://WWW.Example.ORG.:443/Login?next=/#top", "example.org"},
		{"http://example.org", "example.org"},
		{"example.org/login", "example.org"},
		{"example.org:8443", "example.org"},
		{"https://mobile.free.fr/", "mobile.free.fr"},
		{"https://www2.example.org", "www2.example.org"},
		{"https://www.impots.gouv.fr", "impots.gouv.fr"},
		{"https://name.github.io", "name.github.io"},
		{"https://github.io", "github.io"},
		{"https://été.example.org", "xn--t-9fab.example.org"},
		{"https://xn--t-9fab.example.org", "xn--t-9fab.example.org"},
		{"https://user:pass@word@example.org/@x", "example.org"},
		{"https://example.org/a,b", "example.org"},
		{"https://example.org,https://example.com", "example.com example.org"},
		{"androidapp://org.example,https://example.org", "example.org"},
		{"https://example.org\\@example.com", "example.org"}, // as browsers read it

		{"", "no-address"},
		{" ", "no-address"},
		{"android://aGFzaA==@org.example.app/", "app"},
		{"androidapp://org.example.app", "app"},
		{"iosapp://org.example.app", "app"},
		{"http://192.0.2.1/", "local"},
		{"http://192.0.2.1:8080/", "local"},
		{"192.0.2.1", "local"},
		{"http://[2001:db8::1]:8080/", "local"},
		{"http://[2001:db8::1]/", "local"},
		{"http://localhost:3000/", "local"},
		{"http://router/", "local"},
		{"http://nas.local/", "local"},
		{"http://box.home.arpa/", "local"},
		{"http://sn", "local"}, // LastPass: a secure note
		{"file:///home/x/page.html", "not-a-site"},
		{"ssh://example.org", "not-a-site"},
		{"chrome://FirefoxAccounts", "not-a-site"},
		{"claire@example.org", "not-a-site"},
		{"mailto:claire@example.org", "not-a-site"},
		{"{REF:A@I:0}", "not-a-site"},
		{"https://", "not-a-site"},
		{"https:///login", "not-a-site"},
		{"https://exa_mple.org", "not-a-site"},
		{"https://co.uk", "not-a-site"},
		{"https://%65xample.org", "not-a-site"},
		{"https://example..org", "not-a-site"},
		{"https://" + strings.Repeat("a", 5000) + ".example.org", "not-a-site"},
		{"\xff\xfe", "not-a-site"},
	} {
		export := "url,name,username,password\n\"" + c.address + "\",,,\n"
		got, err := sites.Read(strings.NewReader(export))
		if err != nil {
			t.Errorf("%q: %v", c.address, err)
			continue
		}
		var words []string
		for _, s := range got.Sites {
			words = append(words, s.Domain)
		}
		for _, s := range got.Skipped {
			words = append(words, string(s.Reason))
		}
		if strings.Join(words, " ") != c.want {
			t.Errorf("%q: %s, want %s", c.address, words, c.want)
		}
	}
}

// TestRows: rows that give nothing are counted where they stand, those of one
// site are merged, and of the titles the first that says something is kept.
func TestRows(t *testing.T) {
	got, err := sites.Read(strings.NewReader(strings.Join([]string{
		"name,url,username,password",
		"www.example.org,https://www.example.org,u,p", // line 2
		"\"a note\nof two lines\",,,",                 // 3
		"",
		"The Shop,https://example.org/login,u,p", // 6
		"too,https://few.example.org,columns",    // 7
		"too,https://many.example.org,u,p,x",     // 8: an unquoted comma
		"u@example.org,https://b.example.org,u,p",
		" \u202eThe \x07 Library ,https://a.example.org,u,p",
		"Other,https://example.org,u,p",
		"phone,android://x@y/,u,p", // 12
	}, "\n")))
	if err != nil {
		t.Fatal(err)
	}
	want := &sites.Import{
		Format: "Chrome",
		Sites:  []sites.Site{{Domain: "a.example.org", Name: "The Library"}, {Domain: "b.example.org"}, {Domain: "example.org", Name: "The Shop"}},
		Skipped: []sites.Skipped{
			{Line: 3, Reason: sites.NoAddress}, {Line: 7, Reason: sites.Columns},
			{Line: 8, Reason: sites.Columns}, {Line: 12, Reason: sites.App},
		},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestNoRows(t *testing.T) {
	got, err := sites.Read(strings.NewReader("name,url,username,password\n"))
	if err != nil || got.Format != "Chrome" || len(got.Sites)+len(got.Skipped) != 0 {
		t.Errorf("%+v, %v", got, err)
	}
}

// refusals are the files of which nothing is read.
var refusals = map[string]struct {
	file io.Reader
	want string
}{
	"empty":                {strings.NewReader(""), "sites.format"},
	"no header":            {strings.NewReader("The Shop,https://example.org," + canary + "," + canary + "\n"), "sites.format"},
	"other columns":        {strings.NewReader("date,amount\n1,2\n"), "sites.format"},
	"two addresses":        {strings.NewReader("name,url,username,password,url\n"), "sites.format"},
	"JSON":                 {strings.NewReader(`{"items":[{"name":"` + canary + `"}]}`), "sites.format"},
	"UTF-16":               {strings.NewReader("\xff\xfen\x00a\x00m\x00e\x00,\x00u\x00r\x00l\x00\n\x00"), "sites.format"},
	"endless header":       {strings.NewReader(strings.Repeat("a,", 10_000)), "sites.format"},
	"quote never closed":   {strings.NewReader("name,url,username,password\na,b,c,d\na,b,c,\"" + canary + "\n\n"), "sites.malformed 3"},
	"text after a quote":   {strings.NewReader("name,url,username,password\n\"a\nb\",\"c\"" + canary + ",d\n"), "sites.malformed 3"},
	"too many rows":        {strings.NewReader("name,url,username,password\n" + strings.Repeat(",,,\n", sites.MaxRows+1)), "sites.too-many 100000"},
	"fails in the header":  {iotest.ErrReader(io.ErrNoProgress), "sites.unreadable"},
	"fails inside a quote": {io.MultiReader(strings.NewReader("name,url,username,password\n\"a"), iotest.ErrReader(io.ErrNoProgress)), "sites.unreadable"},
}

func TestRefusals(t *testing.T) {
	for how, c := range refusals {
		got, err := sites.Read(c.file)
		var p *monitor.Problem
		if !errors.As(err, &p) || got != nil {
			t.Errorf("%s: %v, %v", how, got, err)
			continue
		}
		said := strings.Join(append([]string{p.Key}, slices.Collect(maps.Values(p.Args))...), " ")
		if said != c.want {
			t.Errorf("%s: %s, want %s", how, said, c.want)
		}
		if p.Key == "sites.unreadable" && !errors.Is(err, io.ErrNoProgress) {
			t.Errorf("%s: the cause is lost", how)
		}
		if strings.Contains(fmt.Sprintf("%v %+v", err, p), canary) {
			t.Errorf("%s: the error quotes the file", how)
		}
	}
}

// TestMaxRows: as many rows as allowed are read.
func TestMaxRows(t *testing.T) {
	rows := "name,url,username,password\n" + strings.Repeat(",,\n", sites.MaxRows)
	if _, err := sites.Read(strings.NewReader(rows)); err != nil {
		t.Error(err)
	}
}

// TestNothingElse: no other column comes out, and when Read returns the buffer
// that it handed to its reader, success or not, is blank.
func TestNothingElse(t *testing.T) {
	for format, export := range exports {
		for _, text := range []string{export, export + "\"" + canary} {
			spy := &spy{r: strings.NewReader(text)}
			got, _ := sites.Read(spy)
			data, err := json.Marshal(got)
			if err != nil {
				t.Fatal(err)
			}
			if strings.Contains(string(data), canary) {
				t.Errorf("%s: %s", format, data)
			}
			if len(spy.buffer) == 0 || strings.Trim(string(spy.buffer), "\x00") != "" {
				t.Errorf("%s: the buffer of %d bytes is not blank", format, len(spy.buffer))
			}
		}
	}
}

// spy remembers the buffer it was asked to fill.
type spy struct {
	r      io.Reader
	buffer []byte
}

func (s *spy) Read(p []byte) (int, error) {
	if len(p) > len(s.buffer) {
		s.buffer = p
	}
	return s.r.Read(p)
}

// TestWords: problems and reasons have words in both languages.
func TestWords(t *testing.T) {
	want := map[string]bool{
		"problem.sites.too-large": true, "problem.sites.too-large.do": true, // see TestScannerLimit
		"sites.delete-export": true,
	}
	for _, c := range refusals {
		key, _, _ := strings.Cut(c.want, " ")
		want["problem."+key], want["problem."+key+".do"] = true, true
	}
	for _, reason := range []sites.Reason{sites.NoAddress, sites.App, sites.Local, sites.NotASite, sites.Columns} {
		want["sites.reason."+string(reason)] = true
	}
	for _, lang := range words.Languages() {
		var have map[string]string
		path := filepath.Join("..", "..", "assets", "words", lang, "sites.toml")
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if err := toml.Unmarshal(data, &have); err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		if diff := cmp.Diff(slices.Sorted(maps.Keys(want)), slices.Sorted(maps.Keys(have))); diff != "" {
			t.Errorf("%s:\n%s", path, diff)
		}
	}
}
