package sites

import "strings"

// format is what tells an export apart: the columns that are read and some of
// those that only this program writes, all in lower case.
type format struct {
	name           string
	address, title string
	others         []string
}

// formats are tried in order: the columns of the last ones stand in others too.
// The headers are those of 2026; columns that a later version adds do no harm.
var formats = []format{
	// folder,favorite,type,name,notes,fields,reprompt,login_uri,login_username,login_password,login_totp
	{"Bitwarden", "login_uri", "name", []string{"login_username", "login_password"}},
	// "url","username","password","httpRealm","formActionOrigin","guid","timeCreated",…
	{"Firefox", "url", "", []string{"httprealm", "formactionorigin"}},
	// "Group","Title","Username","Password","URL","Notes",…
	{"KeePassXC", "url", "title", []string{"group", "username", "password"}},
	// "Account","Login Name","Password","Web Site","Comments"
	{"KeePass", "web site", "account", []string{"login name", "password"}},
	// username,username2,username3,title,password,note,url,category,…
	{"Dashlane", "url", "title", []string{"username2", "category"}},
	// Title,Url,Username,Password,OTPAuth,Favorite,Archived,Tags,Notes
	{"1Password", "url", "title", []string{"otpauth", "favorite", "archived"}},
	// Title,URL,Username,Password,Notes,OTPAuth
	{"Apple", "url", "title", []string{"username", "password", "otpauth"}},
	// url,username,password,totp,extra,name,grouping,fav
	{"LastPass", "url", "name", []string{"extra", "grouping"}},
	// type,name,url,email,username,password,note,totp,createTime,modifyTime,vault
	{"Proton Pass", "url", "name", []string{"createtime", "vault"}},
	// name,url,username,password,note
	{"Chrome", "url", "name", []string{"username", "password"}},
}

// layout is where an export has what is read.
type layout struct {
	format        string
	separator     byte
	columns       int
	address, name int // column numbers from 0; -1 for none
}

// recognise finds the format and the separator in a header line. Spreadsheets
// of French systems write semicolons.
func recognise(header string) (layout, bool) {
	for _, separator := range ",;\t" {
		columns := strings.Split(strings.ToLower(header), string(separator))
		at := make(map[string]int, len(columns))
		for i, column := range columns {
			column = strings.Trim(column, `" `)
			if _, twice := at[column]; twice {
				i = -1 // which of the two is meant cannot be known
			}
			at[column] = i
		}
		for _, f := range formats {
			if f.in(at) {
				l := layout{f.name, byte(separator), len(columns), at[f.address], -1}
				if f.title != "" {
					l.name = at[f.title]
				}
				return l, true
			}
		}
	}
	return layout{}, false
}

func (f format) in(at map[string]int) bool {
	needed := append([]string{f.address}, f.others...)
	if f.title != "" {
		needed = append(needed, f.title)
	}
	for _, column := range needed {
		if i, ok := at[column]; !ok || i < 0 {
			return false
		}
	}
	return true
}
