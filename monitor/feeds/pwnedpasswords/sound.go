package pwnedpasswords

import (
	"errors"
	"math"
	"strconv"

	"vigie/monitor"
)

// What an answer that is to be kept must not be.
var (
	errOrder   = errors.New("the rows are not in ascending order")
	errPadding = errors.New("there is padding where none was asked for")
	errCut     = errors.New("the rows end too early to be all of them")
	errShrunk  = errors.New("the rows are far fewer than those we have")
)

// better tells why an answer may not replace what is there, nil when it may. The
// list only grows; one that lost half of a range is not believed.
func better(answer, have []byte) error {
	if err := sound(answer); err != nil {
		return &monitor.FetchError{State: monitor.StateFailed, Reason: monitor.ReasonNotUnderstood, Err: err}
	}
	if len(answer) < len(have)/2 && sound(have) == nil {
		return &monitor.FetchError{State: monitor.StateHeld, Reason: monitor.ReasonShrunk, Err: errShrunk}
	}
	return nil
}

// sound tells what is wrong with a range that is asked for without padding, or
// nil: its rows are hashes in ascending order, each is counted, and they reach
// from one end of the range to the other. Of hashes, which are spread evenly,
// n leave more than 32 n-ths at the end empty by a chance of e^-32.
func sound(body []byte) error {
	last, rows := "", 0
	digits := make(map[byte]bool) // first digits that occur
	err := eachRow(body, func(suffix string, n int) error {
		switch {
		case n == 0:
			return errPadding
		case suffix <= last:
			return errOrder
		}
		last, rows = suffix, rows+1
		digits[suffix[0]] = true
		return nil
	})
	if err != nil {
		return err
	}
	if len(digits) < 16 {
		return errSwept
	}
	place, err := strconv.ParseUint(last[:16], 16, 64)
	if err != nil {
		return err
	}
	if left := float64(^place) / math.MaxUint64; left*float64(rows) > 32 {
		return errCut
	}
	return nil
}
