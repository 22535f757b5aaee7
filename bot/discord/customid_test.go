package discord

import (
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"footnote/index/report"
)

func TestTicket(t *testing.T) {
	const reports = math.MaxUint32
	long := ticket{Action: actContext, Asker: "18446744073709551615", Subject: "Who?", Report: math.MaxInt32, Number: math.MaxInt32}
	id := long.customID(reports)
	if size(id) > maxCustomID {
		t.Errorf("the longest custom_id has %d characters: %s", size(id), id)
	}
	got, err := readTicket(id, "Who?", reports)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(long, got); diff != "" {
		t.Errorf("readTicket (-want +got)\n%s", diff)
	}
	stale := []struct {
		name, id, subject string
		reports           uint32
	}{
		{"nothing", "", "Who?", reports},
		{"another version", "0" + id[1:], "Who?", reports},
		{"other reports", id, "Who?", 1},
		{"another question", id, "When?", reports},
		{"a part missing", id[:strings.LastIndex(id, ":")], "Who?", reports},
		{"no number", id + "x", "Who?", reports},
		{"too large a number", id + "00", "Who?", reports},
		{"below nothing", id[:strings.LastIndex(id, ":")] + ":-1", "Who?", reports},
	}
	for _, tt := range stale {
		if _, err := readTicket(tt.id, tt.subject, tt.reports); !errors.Is(err, errStale) {
			t.Errorf("%s: readTicket(%q) = %v, want %v", tt.name, tt.id, err, errStale)
		}
	}
}

func TestFingerprint(t *testing.T) {
	one := fingerprint([]*report.Report{report.New("a", "en", "One.")})
	for name, other := range map[string][]*report.Report{
		"none":          nil,
		"another text":  {report.New("a", "en", "Two.")},
		"another id":    {report.New("b", "en", "One.")},
		"one more":      {report.New("a", "en", "One."), report.New("b", "en", "Two.")},
		"shifted words": {report.New("aOne.", "en", "")},
	} {
		if fingerprint(other) == one {
			t.Errorf("%s has the same fingerprint", name)
		}
	}
}

func FuzzReadTicket(f *testing.F) {
	f.Add("1:a:4:2d1e34a6:be3d0430:0:3", "Who?")
	f.Fuzz(func(t *testing.T, id, subject string) {
		got, err := readTicket(id, subject, 0xbe3d0430)
		if err == nil && (got.Number < 0 || got.Report < 0) {
			t.Errorf("readTicket(%q) = %+v", id, got)
		}
	})
}
