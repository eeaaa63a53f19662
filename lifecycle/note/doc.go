// Package note keeps the dates that a customer mentions in a conversation (客户备注).
//
// An agent hears of a wedding in October and of a mother's birthday by the lunar calendar,
// and writes both down, a line each. [Parse] reads the lines and reports all faults at once.
// [Note.At] says whether the day is near, today or over, and when that changes:
//
//	notes, err := note.Parse("2026-10-03 婚礼 提前14天\n农历08-15 妈妈生日 提前3天")
//	moment, err := notes[0].At(now, zone, calendar.Customs{})
//
// A note is personal: printed or logged, it does not show its words.
package note
