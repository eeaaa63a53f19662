package main

import (
	_ "embed"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/examples/page"
	"github.com/tiexin-go/tiexin/internal/orderlog"
	"github.com/tiexin-go/tiexin/loyalty"
	"github.com/tiexin-go/tiexin/loyalty/report"
	"github.com/tiexin-go/tiexin/loyalty/survey"
)

//go:embed questionnaire.yaml
var questions []byte

func main() {
	if err := run(os.Args[1:], os.Stdout); err != nil && !errors.Is(err, flag.ErrHelp) {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// What is read where nothing is said.
const ownOrders, ownSurvey = "orders.csv", "survey.csv"

func run(args []string, out io.Writer) error {
	var language page.Language
	var reading orderlog.Options
	flags := flag.NewFlagSet("loyalty", flag.ContinueOnError)
	flags.SetOutput(out)
	orders := flags.String("orders", ownOrders, "订单CSV\nthe order log")
	answers := flags.String("survey", "", "问卷CSV（默认survey.csv，只配orders.csv）\nthe survey (default: survey.csv, which belongs to orders.csv)")
	asked := flags.String("questionnaire", "", "问卷题目YAML\nthe questions of the survey (default: questionnaire.yaml)")
	on := flags.String("on", "", "分析日\nday of the analysis (default: the last day of the log)")
	folder := flags.String("out", "report", "输出文件夹\nfolder for report.html, report.json and the tables")
	flags.Func("lang", "报告语言：zh或en\nlanguage of the report: zh or en (default: zh)", language.Set)
	reading.AddFlags(flags)
	if err := flags.Parse(args); err != nil {
		return err
	}
	if flags.NArg() > 0 {
		return fmt.Errorf("unknown option %q; see -help", flags.Arg(0))
	}
	if *answers == "" && *orders == ownOrders {
		*answers = ownSurvey
	}
	log, orderErr := orderlog.ReadFile(*orders, reading)
	survey, surveyErr := readSurvey(*answers, *asked)
	options, dayErr := optionsOf(*on)
	if err := errors.Join(orderErr, surveyErr, dayErr); err != nil {
		return err
	}
	s, err := open(log, survey, options)
	if err != nil {
		return fmt.Errorf("%s: %w", *orders, err)
	}
	s.Language = language
	if err := s.write(*folder); err != nil {
		return err
	}
	return s.tell(out, *folder)
}

// A shop is the report, with the log that it is from.
type shop struct {
	*report.Report
	page.Language
	log *orderlog.Log
	// spells are the waiting times after the n-th purchase, from 1 on: they say how
	// many are still watched on a curve of the report.
	spells [][]loyalty.Spell
}

// open makes the report.
func open(log *orderlog.Log, answers *report.Answers, o report.Options) (*shop, error) {
	bought := orderlog.Purchases(log.Orders)
	if len(bought.Purchases) == 0 {
		return nil, errors.New("no order in it was paid")
	}
	view := loyalty.View{Until: o.On, Zone: o.Zone}
	view.Until = bought.Until(view)
	first := view.Until + 1
	for i := range bought.Purchases {
		first = min(first, loyalty.DayOf(bought.Purchases[i].At, o.Zone))
	}
	if first > view.Until {
		return nil, fmt.Errorf("no orders by %s; name a later day with -on", view.Until)
	}
	r, err := report.Of(report.Input{Log: bought, Survey: answers}, o)
	if err != nil {
		return nil, err
	}
	net, err := bought.Net(view)
	if err != nil {
		return nil, err
	}
	s := &shop{Report: r, log: log}
	histories := loyalty.Histories(net, view)
	for n := 1; n <= len(r.Repeat.Next); n++ {
		s.spells = append(s.spells, loyalty.NextOrder(histories, n, view.Until))
	}
	return s, nil
}

func optionsOf(on string) (report.Options, error) {
	o := report.Options{Zone: tiexin.Shanghai()}
	if on == "" {
		return o, nil
	}
	day, err := orderlog.ParseDay(on)
	if err != nil {
		return o, fmt.Errorf("-on: %w", err)
	}
	o.On = loyalty.DayOf(day, o.Zone)
	return o, nil
}

func readSurvey(name, questionnaire string) (*report.Answers, error) {
	if name == "" {
		return nil, nil
	}
	file, data := "questionnaire.yaml", questions
	var err error
	if questionnaire != "" {
		file = questionnaire
		if data, err = readQuestionnaire(questionnaire); err != nil {
			return nil, err
		}
	}
	q, err := survey.LoadQuestionnaire(file, data)
	if err != nil {
		return nil, err
	}
	in, err := orderlog.Open(name)
	if err != nil {
		return nil, err
	}
	defer in.Close()
	responses, err := q.ReadCSV(in, survey.CSVOptions{})
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return &report.Answers{Questionnaire: q, Responses: responses}, nil
}

// readQuestionnaire reads one byte more than a questionnaire may have, which is then
// refused.
func readQuestionnaire(name string) ([]byte, error) {
	in, err := orderlog.Open(name)
	if err != nil {
		return nil, err
	}
	defer in.Close()
	return io.ReadAll(io.LimitReader(in, 4<<20+1))
}

// write makes the files of the report.
func (s *shop) write(folder string) error {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	save := func(name string, write func(io.Writer) error) error {
		f, err := os.Create(filepath.Join(folder, name))
		if err != nil {
			return err
		}
		return errors.Join(write(f), f.Close())
	}
	problems := []error{save("report.json", s.WriteJSON), save("report.html", s.page)}
	for _, t := range s.Tables() {
		problems = append(problems, save(t.Name+".csv", func(w io.Writer) error {
			// Without the mark, spreadsheet programs take Chinese for another encoding.
			if _, err := io.WriteString(w, orderlog.ByteOrderMark); err != nil {
				return err
			}
			return t.WriteCSV(w)
		}))
	}
	return errors.Join(problems...)
}
