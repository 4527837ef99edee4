package sites

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"vigie/monitor"
)

// TestLogins: one row in each form that dates its passwords, and the forms that
// do not.
func TestLogins(t *testing.T) {
	when := time.Date(2024, 3, 13, 9, 30, 0, 0, time.UTC)
	for _, c := range []struct {
		name, file string
		want       Login
	}{
		{"Bitwarden", "folder,favorite,type,name,notes,fields,reprompt,login_uri,login_username,login_password,login_totp\n" +
			`,,login,Shop,,,0,https://www.shop.example/a,me,"s,3",` + "\n", Login{Line: 2, Title: "Shop", Domains: []string{"shop.example"}}},
		{"Firefox", `"url","username","password","httpRealm","formActionOrigin","guid","timeCreated","timeLastUsed","timePasswordChanged"` + "\r\n" +
			`"https://shop.example","me","s,3",,"https://shop.example","{0}","1","2","1710322200000"` + "\r\n", Login{Line: 2, Domains: []string{"shop.example"}, Changed: when}},
		{"KeePassXC", `"Group","Title","Username","Password","URL","Notes","TOTP","Icon","Last Modified","Created"` + "\n" +
			`"Root","Shop","me","s,3","https://shop.example","","","0","2024-03-13T09:30:00Z",""` + "\n", Login{Line: 2, Title: "Shop", Domains: []string{"shop.example"}, Changed: when}},
		{"Proton Pass", "type,name,url,email,username,password,note,totp,createTime,modifyTime,vault\n" +
			`login,Shop,https://shop.example,,me,"s,3",,,1,1710322200,Personal` + "\n", Login{Line: 2, Title: "Shop", Domains: []string{"shop.example"}, Changed: when}},
		{"Chrome", "name,url,username,password,note\n" + `,android://x@app/,me,"s,3",` + "\n", Login{Line: 2}},
		{"Apple", "Title,URL,Username,Password,Notes,OTPAuth\n" + `Shop,https://shop.example/,me,"s,3",,` + "\n", Login{Line: 2, Title: "Shop", Domains: []string{"shop.example"}}},
		{"1Password", "Title,Url,Username,Password,OTPAuth,Favorite,Archived,Tags,Notes\n" + `Shop,https://shop.example/,me,"s,3",,false,false,,` + "\n", Login{Line: 2, Title: "Shop", Domains: []string{"shop.example"}}},
		{"Dashlane", "username,username2,username3,title,password,note,url,category,otpUrl\n" + `me,,,Shop,"s,3",,https://shop.example,,` + "\n", Login{Line: 2, Title: "Shop", Domains: []string{"shop.example"}}},
	} {
		var got []Login
		format, skipped, err := Logins(strings.NewReader(c.file), func(l Login) error {
			if string(l.User) != "me" || string(l.Password) != "s,3" {
				t.Errorf("%s: user %q, password %q", c.name, l.User, l.Password)
			}
			l.User, l.Password = nil, nil
			got = append(got, l)
			return nil
		})
		if err != nil || format != c.name || len(skipped) != 0 {
			t.Errorf("%s: %s, %v, %v", c.name, format, skipped, err)
		}
		if d := cmp.Diff([]Login{c.want}, got); d != "" {
			t.Errorf("%s: %s", c.name, d)
		}
	}
}

// TestLoginsWipes: what was handed over is gone afterwards, and a row whose
// columns cannot be told apart is not handed over.
func TestLoginsWipes(t *testing.T) {
	var kept [][]byte
	_, skipped, err := Logins(strings.NewReader("name,url,username,password,note\n,https://a.example,u,secret,\nx,y\n"), func(l Login) error {
		kept = append(kept, l.Password)
		return nil
	})
	if err != nil || len(kept) != 1 || bytes.Contains(kept[0], []byte("s")) {
		t.Errorf("kept %q, %v", kept, err)
	}
	if want := []Skipped{{3, Columns}}; !cmp.Equal(skipped, want) {
		t.Errorf("skipped %v", skipped)
	}
	stop := errors.New("stop")
	if _, _, err := Logins(strings.NewReader("name,url,username,password,note\n,https://a.example,u,secret,\n"), func(Login) error { return stop }); err != stop {
		t.Errorf("error %v", err)
	}
	var p *monitor.Problem
	if _, _, err := Logins(strings.NewReader("site,secret\n"), nil); !errors.As(err, &p) || p.Key != "sites.format" {
		t.Errorf("an unknown header: %v", err)
	}
}

func TestMoment(t *testing.T) {
	for s, want := range map[string]string{
		"": "0001-01-01", "2024-03-13T10:30:00+01:00": "2024-03-13", "1710322200": "2024-03-13", "1710322200000": "2024-03-13",
		"-5": "0001-01-01", "yesterday": "0001-01-01", "99999999999999999": "0001-01-01",
	} {
		if got := moment(s).Format(time.DateOnly); got != want {
			t.Errorf("%s: %s, want %s", fmt.Sprintf("%q", s), got, want)
		}
	}
}
