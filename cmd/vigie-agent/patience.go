package main

import (
	"net"
	"time"
)

// networkPatience is how long a check that is due waits for a network: one comes
// up within seconds after sleep, and a feed that could not be reached has its
// next turn hours later.
const networkPatience = 3 * time.Minute

// patience waits for this computer to be part of a network.
type patience struct {
	connected func() bool
	since     time.Time // when it was found not to be
}

// enough reports whether a check that is due is made now: there is a network, or
// none came for minutes, and then the check says so.
func (p *patience) enough(now time.Time) bool {
	if p.connected() {
		p.since = time.Time{}
		return true
	}
	if p.since.IsZero() || p.since.After(now) {
		p.since = now
	}
	return now.Sub(p.since) >= networkPatience
}

// connected reports whether this computer has an address besides its own
// loopback. No request is made to find out.
func connected() bool {
	addresses, err := net.InterfaceAddrs()
	if err != nil {
		return true // not known: the check will tell
	}
	for _, a := range addresses {
		if n, ok := a.(*net.IPNet); ok && n.IP.IsGlobalUnicast() {
			return true
		}
	}
	return false
}
