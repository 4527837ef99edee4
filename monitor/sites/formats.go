package sites

import "strings"

// A role is what a column holds for us.
type role int

// The columns that are read, the first two for sites, all for logins.
const (
	address role = iota
	title
	user
	password
	changed // when the entry or its password was changed
	roles
)

// format is what tells an export apart: the names of the columns that are read,
// empty where it has none, and of some that only this program writes, all in
// lower case.
type format struct {
	name   string
	column [roles]string
	others []string
}

// formats are tried in order: the columns of the last ones stand in others too.
// The headers are those of 2026; columns that a later version adds do no harm.
var formats = []format{
	// folder,favorite,type,name,notes,fields,reprompt,login_uri,login_username,login_password,login_totp
	{"Bitwarden", [roles]string{"login_uri", "name", "login_username", "login_password", ""}, nil},
	// "url","username","password","httpRealm","formActionOrigin","guid","timeCreated",…
	{"Firefox", [roles]string{"url", "", "username", "password", "timepasswordchanged"}, []string{"httprealm", "formactionorigin"}},
	// "Group","Title","Username","Password","URL","Notes",…
	{"KeePassXC", [roles]string{"url", "title", "username", "password", "last modified"}, []string{"group"}},
	// "Account","Login Name","Password","Web Site","Comments"
	{"KeePass", [roles]string{"web site", "account", "login name", "password", ""}, nil},
	// username,username2,username3,title,password,note,url,category,…
	{"Dashlane", [roles]string{"url", "title", "username", "password", ""}, []string{"username2", "category"}},
	// Title,Url,Username,Password,OTPAuth,Favorite,Archived,Tags,Notes
	{"1Password", [roles]string{"url", "title", "username", "password", ""}, []string{"otpauth", "favorite", "archived"}},
	// Title,URL,Username,Password,Notes,OTPAuth
	{"Apple", [roles]string{"url", "title", "username", "password", ""}, []string{"otpauth"}},
	// url,username,password,totp,extra,name,grouping,fav
	{"LastPass", [roles]string{"url", "name", "username", "password", ""}, []string{"extra", "grouping"}},
	// type,name,url,email,username,password,note,totp,createTime,modifyTime,vault
	{"Proton Pass", [roles]string{"url", "name", "username", "password", "modifytime"}, []string{"createtime", "vault"}},
	// name,url,username,password,note
	{"Chrome", [roles]string{"url", "name", "username", "password", ""}, nil},
}

// layout is where an export has what is read.
type layout struct {
	format    string
	separator byte
	columns   int
	at        [roles]int // column numbers from 0; -1 for none
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
			if l, ok := f.in(at); ok {
				l.separator, l.columns = byte(separator), len(columns)
				return l, true
			}
		}
	}
	return layout{}, false
}

// in lays a format over the columns of a header. The time of change is the one
// column that an older version may lack.
func (f format) in(at map[string]int) (layout, bool) {
	l := layout{format: f.name}
	for _, column := range f.others {
		if i, ok := at[column]; !ok || i < 0 {
			return l, false
		}
	}
	for r, column := range f.column {
		i, ok := at[column]
		if column == "" || !ok && role(r) == changed {
			i = -1
		} else if !ok || i < 0 {
			return l, false
		}
		l.at[r] = i
	}
	return l, true
}

// only leaves out all columns but those of the first roles.
func (l layout) only(first role) layout {
	for r := first; r < roles; r++ {
		l.at[r] = -1
	}
	return l
}
