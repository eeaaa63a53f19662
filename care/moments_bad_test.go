package care

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
)

// What cannot be meant, or is not known yet, begins nothing before its time.

func TestE14_出生在将来的人_到了那天才算(t *testing.T) {
	file := festive("choose: all,", "{name: day, when: birthday at 12:00, send: hello}", "{name: soon, if: days_to_birthday < 60, send: also}")
	tellUntil(t, "12-30 12:00", file, at("+0m", customerIs(born(2030, 12, 20)))).silent()
	kids := "limits: {quiet: {open: {hours: \"04:00-04:01\"}}}\nflows: {k: {title: 孩子, about: child, purpose: notice, choose: all, via: [wangwang], rules: [" +
		"{name: month, when: child month, send: t}, {name: day, when: child birthday, send: t}, {name: new, if: child.months < 3, send: t}]}}\ntexts: {t: 您好}\n"
	tellUntil(t, "12-30 12:00", kids, at("+0m", has(tiexin.Child{ID: "k1", Nick: "豆豆", ConsentID: "c", Born: tiexin.Date{Year: 2026, Month: 12, Day: 1}}))).
		says("12-01 00:00 k/new k1 wangwang 您好")
}

func TestE14_同一个批准来两遍_只算一遍(t *testing.T) {
	s := inHenan(t)
	s.hears(incident("rain", "河南", ""))
	yes := s.ruling(tiexin.EventMessageApproved, "storm/care", "rain")
	s.hears(yes)
	assert.Len(t, s.wakes("+1h"), 3)
	s.hears(yes)
	yes.ID = "another delivery of the same"
	s.hears(yes)
	saysOf(t, s.everybody("+2h"))
	s.delivers()
	assert.Len(t, s.sent, 3)
}

// A record that cannot be read stops what would rest on it, with an error; what happens
// is not lost: the host hands it in again.
func TestE14_灾区的记录读不出来_是错误_谁也不多收(t *testing.T) {
	s := inHenan(t)
	s.hears(incident("rain", "河南", ""))
	s.approves("storm/care", "rain")
	part := s.store.parts[PartitionOf(Key{Customer: "a"}, len(s.store.parts))]
	kept := part.notes[announcedNote]
	require.NotEmpty(t, kept)
	part.notes[announcedNote] = []byte("{nonsense")
	s.restart(storms)
	_, err := s.engine.Handle(context.Background(), at("+1h", created("T9", by("a"))))
	require.ErrorContains(t, err, "the record of incidents and arrivals")
	_, err = s.engine.Advance(context.Background(), s.clock())
	require.ErrorContains(t, err, "the record of incidents and arrivals")
	part.notes[announcedNote] = kept
	s.wakes("+2h")
	s.delivers()
	assert.Len(t, s.sent, 3)
}
