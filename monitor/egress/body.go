package egress

import (
	"compress/gzip"
	"errors"
	"io"
	"net/http"
	"strings"
	"time"
)

// maxRatio bounds how much larger a body may become when gzip is undone. Real
// catalogues grow about fivefold; gzip itself reaches a thousandfold.
const maxRatio = 100

var (
	errTooLarge = errors.New("the answer is larger than this feed's answers are")
	errEncoding = errors.New("the answer is encoded in a way that was not asked for")
)

// readBody takes a body of at most limit bytes and undoes gzip. It returns how
// many bytes came, also with an error.
func readBody(resp *http.Response, limit int64, idle watchdog) (body []byte, came int64, err error) {
	if resp.ContentLength > limit {
		return nil, 0, errTooLarge
	}
	timer := time.AfterFunc(idle.after, idle.cancel)
	defer timer.Stop()
	raw := &bounded{r: resp.Body, limit: limit, progress: func() { timer.Reset(idle.after) }}
	switch strings.ToLower(strings.Join(resp.Header.Values("Content-Encoding"), ",")) {
	case "", "identity":
		body, err = io.ReadAll(raw)
	case "gzip":
		body, err = gunzip(raw)
	default:
		err = errEncoding
	}
	return body, raw.n, err
}

func gunzip(raw *bounded) ([]byte, error) {
	zip, err := gzip.NewReader(raw)
	if err != nil {
		return nil, err
	}
	plain := &bounded{r: zip, limit: raw.limit}
	plain.progress = func() {
		plain.limit = min(raw.limit, raw.n*maxRatio)
	}
	return io.ReadAll(plain)
}

// bounded counts what is read and fails past a limit.
type bounded struct {
	r        io.Reader
	n, limit int64
	progress func()
}

func (b *bounded) Read(p []byte) (int, error) {
	n, err := b.r.Read(p)
	b.n += int64(n)
	if n > 0 {
		b.progress()
	}
	if b.n > b.limit {
		return n, errTooLarge
	}
	return n, err
}
