package letters
import ("testing";"os";"path/filepath")
func TestLook(t *testing.T) {
	for _, lang := range []string{"fr","en"} { for _, k := range Kinds() {
		l := write(t, k, complete(lang))
		f, _ := os.Create(filepath.Join("/tmp/eval", lang+"-"+string(k)+".pdf"))
		if err := l.PDF(f); err != nil { t.Error(k, err) }
		f.Close()
		s, err := l.Text(); if err != nil { t.Error(err) }
		os.WriteFile(filepath.Join("/tmp/eval", lang+"-"+string(k)+".txt"), []byte(s), 0600)
	}}
}
