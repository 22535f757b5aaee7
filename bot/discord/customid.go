package discord

import (
	"errors"
	"hash/fnv"
	"strconv"
	"strings"
)

// An action is what a button does.
type action byte

// The actions.
const (
	actPage     action = 'a' // a page of an answer
	actNearest  action = 'n' // the passages that a silent answer kept back
	actContext  action = 'c' // the paragraph around a passage
	actCited    action = 'r' // who is cited in an answer
	actSources  action = 's' // a page of all sources
	actCredited action = 'p' // a page of the passages credited to a source
	actHelpful  action = 'h'
	actNot      action = 'u' // not helpful
	actDelete   action = 'd'
)

// A ticket is what a button carries in its custom_id: all that a click needs but
// the subject, which stands in the message's first line and is only checked here.
type ticket struct {
	Action  action
	Asker   string // the id of the user whose message it is
	Subject string // not written, only its hash
	Report  int    // which report, counted from 1 in the handler's order; 0 = all
	Number  int    // passages, sources or credits to skip; for actContext the sentence
}

// ticketVersion opens each custom_id. It rises when the meaning of one changes.
const ticketVersion = "1"

// errStale is the error of a ticket that another version or other reports gave out.
var errStale = errors.New("the button is of another version or of other reports")

// customID writes the ticket: six short fields, 70 bytes at most.
func (t ticket) customID(reports uint32) string {
	asker, _ := strconv.ParseUint(t.Asker, 10, 64)
	b := append(make([]byte, 0, maxCustomID), ticketVersion...)
	b = append(b, ':', byte(t.Action), ':')
	b = strconv.AppendUint(b, asker, 36)
	for _, n := range []uint64{uint64(hash(t.Subject)), uint64(reports), uint64(t.Report), uint64(t.Number)} { //nolint:gosec // counted from 0
		b = strconv.AppendUint(append(b, ':'), n, 16)
	}
	return string(b)
}

// readTicket reads a custom_id on a message with this subject.
func readTicket(id, subject string, reports uint32) (ticket, error) {
	f := strings.Split(id, ":")
	if len(f) != 7 || f[0] != ticketVersion || len(f[1]) != 1 {
		return ticket{}, errStale
	}
	asker, err1 := strconv.ParseUint(f[2], 36, 64)
	of, err2 := strconv.ParseUint(f[3], 16, 32)
	fingerprint, err3 := strconv.ParseUint(f[4], 16, 32)
	rep, err4 := strconv.ParseUint(f[5], 16, 31)
	number, err5 := strconv.ParseUint(f[6], 16, 31)
	if errors.Join(err1, err2, err3, err4, err5) != nil || uint32(fingerprint) != reports || uint32(of) != hash(subject) {
		return ticket{}, errStale
	}
	return ticket{
		Action: action(f[1][0]), Asker: strconv.FormatUint(asker, 10), Subject: subject, Report: int(rep), Number: int(number),
	}, nil
}

// hash is FNV-1a: it finds out mistakes, not forgeries, which Discord refuses.
func hash(s string) uint32 {
	h := fnv.New32a()
	_, _ = h.Write([]byte(s)) // never fails
	return h.Sum32()
}
