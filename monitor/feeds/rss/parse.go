// Package rss reads RSS and Atom feeds that nobody vouches for.
//
// Start at [Parse], which turns bytes into [Item]s and never touches the
// network, or at [Feed], which fetches a feed and turns its items into records
// with one function per source. The packages beside this one each hold such a
// function and little else.
//
// The document is checked before the parser sees it (wellformed.go): it is
// bounded in size and depth, has no DOCTYPE, and is a feed and not a page. All
// text of an item has passed [monitor.CleanText].
package rss

import (
	"net/mail"
	"strings"
	"time"

	"github.com/mmcdole/gofeed"

	"vigie/monitor"
)

// The largest feed that is read. The feeds this program knows hold at most a
// hundred items in well under a megabyte.
const (
	MaxBytes = 2 << 20
	maxItems = 2000
)

// The most categories and list entries taken from one item.
const maxEntries = 200

// Item is one entry of a feed. Every field may be empty: feeds leave out what
// they like.
type Item struct {
	Title      string
	Link       string // as [Link] lets it pass
	GUID       string
	Categories []string
	Text       string   // the description without markup and without its lists
	List       []string // the entries of the lists in the description
	// Day is the day of publication as the publisher wrote it, in the
	// publisher's time zone; zero when it is missing or makes no sense.
	Day monitor.Date
}

// Parse reads a feed. Any error is a *[monitor.FetchError]; a feed without items
// is one too (held, empty), because none of the feeds we read is ever empty.
func Parse(body []byte) ([]Item, error) {
	if len(body) > MaxBytes {
		return nil, fail(monitor.ReasonTooLarge, nil)
	}
	text, err := decode(body)
	if err != nil {
		return nil, fail(monitor.ReasonNotUnderstood, err)
	}
	if err := check(text); err != nil {
		return nil, fail(monitor.ReasonNotUnderstood, err)
	}
	feed, err := gofeed.NewParser().ParseString(text)
	switch {
	case err != nil:
		// The parser's message may quote the feed, so it is not passed on.
		return nil, fail(monitor.ReasonNotUnderstood, errParser)
	case len(feed.Items) == 0:
		return nil, &monitor.FetchError{State: monitor.StateHeld, Reason: monitor.ReasonEmpty}
	case len(feed.Items) > maxItems:
		return nil, fail(monitor.ReasonTooLarge, nil)
	}
	items := make([]Item, len(feed.Items))
	for i, it := range feed.Items {
		items[i] = read(it)
	}
	return items, nil
}

func read(it *gofeed.Item) Item {
	item := Item{
		Title: Plain(it.Title, monitor.MaxName),
		Link:  Link(it.Link),
		GUID:  monitor.CleanText(it.GUID, monitor.MaxText),
		Day:   day(it),
	}
	for _, c := range it.Categories[:min(len(it.Categories), maxEntries)] {
		if c = Plain(c, monitor.MaxName); c != "" {
			item.Categories = append(item.Categories, c)
		}
	}
	description := it.Description
	if description == "" {
		description = it.Content
	}
	item.Text, item.List = readMarkup(description)
	return item
}

// day prefers the date as it was written, because the parser moves it to UTC:
// an item of 20 August, 00:30 +0200, is of 20 August.
func day(it *gofeed.Item) monitor.Date {
	t, err := mail.ParseDate(it.Published) // RFC 5322, the form RSS 2.0 asks for
	if err != nil {
		t, err = time.Parse(time.RFC3339, strings.TrimSpace(it.Published)) // Atom, Dublin Core
	}
	if err != nil {
		if it.PublishedParsed == nil {
			return monitor.Date{}
		}
		t = *it.PublishedParsed // one of the many ways that are wrong and understood
	}
	d, err := monitor.ParseDate(t.Format(time.DateOnly))
	if err != nil {
		return monitor.Date{} // year 0 or 9999
	}
	return d
}

func fail(reason monitor.Reason, err error) error {
	return &monitor.FetchError{State: monitor.StateFailed, Reason: reason, Err: err}
}
