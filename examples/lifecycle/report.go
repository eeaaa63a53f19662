package main

import (
	"fmt"
	"html/template"

	"github.com/tiexin-go/tiexin/loyalty"
)

// A report is all answers about a shop, in the order in which they are told.
type report struct {
	title    loyalty.Text
	about    []loyalty.Text // where it is from
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
	n     string // on what it rests
	svg   template.HTML
}

// A table has heads in both languages; cells that are numbers stand to the right.
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
func (s *section) needs(h *header, all ...field) bool {
	lack := h.lacking(all...)
	if lack == "" {
		return false
	}
	s.say(fmt.Sprintf("无法计算：订单表里没有这些列：%s。", lack), fmt.Sprintf("Cannot be told: the log has no column %s.", lack))
	return true
}

// report asks all questions.
func (s *shop) report(who string) (*report, error) {
	r := &report{title: tx("顾客生命周期报告", "Customer lifecycle report")}
	r.about = s.about()
	statement := func() (section, error) { return s.statement(who) }
	for _, ask := range []func() (section, error){
		s.stages, s.moves, s.rhythm, s.payment, s.deliveryDays, s.related, s.restock, s.winBack, statement, s.days,
	} {
		answer, err := ask()
		if err != nil {
			return nil, fmt.Errorf("%s: %w", s.name, err)
		}
		r.sections = append(r.sections, answer)
	}
	return r, nil
}

func (s *shop) about() []loyalty.Text {
	name := tx(s.name, s.name)
	if s.invented {
		name = tx("虚拟店铺的一年（程序生成，非真实数据）", "a year of an invented shop (made by a program, nobody's data)")
	}
	first := s.known[0].placed.Format("2006-01-02")
	about := []loyalty.Text{
		tx(fmt.Sprintf("%s，截至%s", name.Chinese, s.on), fmt.Sprintf("%s, as of %s", name.English, s.on)),
		tx(fmt.Sprintf("%s行，%s个订单，%s位买家，自%s起", count(s.rows), count(len(s.known)), count(len(s.buyers)), first),
			fmt.Sprintf("%s rows, %s orders, %s buyers, since %s", count(s.rows), count(len(s.known)), count(len(s.buyers)), first)),
	}
	if len(s.header.unused) > 0 {
		list := fmt.Sprintf("%q", s.header.unused)
		about = append(about, tx("没有用到的列："+list, "columns that were not used: "+list))
	}
	return about
}
