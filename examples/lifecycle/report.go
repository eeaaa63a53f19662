package main

import (
	"fmt"
	"html/template"
	"strings"

	"github.com/tiexin-go/tiexin/examples/page"
	"github.com/tiexin-go/tiexin/internal/orderlog"
	"github.com/tiexin-go/tiexin/loyalty"
)

// A report is all answers about a shop, in the order in which they are told.
type report struct {
	page.Language
	title    loyalty.Text
	file     string         // the name of the log; only the terminal says it
	about    []loyalty.Text // of when it is, and of how much
	notes    []loyalty.Text // how the log was read
	sections []section
}

// A section answers one question.
type section struct {
	id       string
	title    loyalty.Text
	says     []loyalty.Text
	figures  []figure
	tables   []table
	messages []loyalty.Text // a text as it would be sent
}

// A figure is one picture of the page, with what it says here.
type figure struct {
	id    string
	title loyalty.Text
	says  loyalty.Text
	n     loyalty.Text  // on what it rests
	svg   template.HTML // empty: there is nothing to draw, and says tells why
}

// A table of cells in the language of the report; those that are numbers stand to the
// right.
type table struct {
	title loyalty.Text
	head  []loyalty.Text
	rows  [][]string
	show  int    // rows on the terminal; 0: all
	page  int    // rows on the page; 0: all
	file  string // all rows are written there, as CSV; empty: nowhere
	note  loyalty.Text
	heat  bool // numbers are shaded by their share of the row
}

func tx(chinese, english string) loyalty.Text {
	return loyalty.Text{Chinese: chinese, English: english}
}

// say adds a sentence.
func (s *section) say(chinese, english string) { s.says = append(s.says, tx(chinese, english)) }

// needs says that a question cannot be answered from this log, and what it would take;
// false: it can.
func (a *section) needs(s *shop, all ...orderlog.Field) bool {
	if s.log.Columns.Has(all...) {
		return false
	}
	lack := s.lacking(all...)
	a.say("无法计算：订单表里没有这些列："+lack+"。", "Cannot be told: the log has no column "+lack+".")
	return true
}

// lacking names the columns that the log does not have, as the reader would call them;
// empty: it has all.
func (s *shop) lacking(all ...orderlog.Field) string {
	var names []string
	for _, f := range s.log.Columns.Missing(all...) {
		names = append(names, s.Of(f.Usual()))
	}
	return strings.Join(names, s.Pick("、", ", "))
}

// report asks all questions.
func (s *shop) report(who string) (*report, error) {
	r := &report{Language: s.Language, title: tx("顾客生命周期报告", "Customer life-cycle report"), file: s.log.Name, about: s.about(), notes: s.log.Notes}
	if s.invented {
		r.file = s.Pick("虚拟店铺的一年（程序生成，非真实数据）", "a year of an invented shop (made by a program)")
	}
	statement := func() (section, error) { return s.statement(who) }
	for _, ask := range []func() (section, error){
		s.stages, s.moves, s.rhythm, s.payment, s.deliveryDays, s.related, s.restock, s.winBack, statement, s.days,
	} {
		answer, err := ask()
		if err != nil {
			return nil, err
		}
		r.sections = append(r.sections, answer)
	}
	return r, nil
}

func (s *shop) about() []loyalty.Text {
	first := s.known[0].Placed.Format("2006-01-02")
	about := []loyalty.Text{
		tx(fmt.Sprintf("截至%s", s.on), fmt.Sprintf("As of %s", s.on)),
		tx(fmt.Sprintf("%s行，%s个订单，%s位顾客买过，自%s起", count(s.log.Rows), count(len(s.known)), count(len(s.buyers)), first),
			fmt.Sprintf("%s rows, %s orders, %s buyers, since %s", count(s.log.Rows), count(len(s.known)), count(len(s.buyers)), first)),
	}
	if s.invented {
		about = append(about, tx("虚拟店铺的一年，程序生成，非真实数据", "A year of an invented shop, made by a program"))
	}
	return about
}
