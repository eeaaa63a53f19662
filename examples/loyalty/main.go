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
	flags := flag.NewFlagSet("loyalty", flag.ContinueOnError)
	flags.SetOutput(out)
	orders := flags.String("orders", ownOrders, "订单 CSV / the order log")
	answers := flags.String("survey", "", "问卷 CSV / the survey (default: survey.csv, which belongs to orders.csv)")
	asked := flags.String("questionnaire", "", "问卷题目 YAML / its questions (default: questionnaire.yaml)")
	on := flags.String("on", "", "分析日 / day of the analysis (default: the last day of the log)")
	folder := flags.String("out", "report", "输出文件夹 / folder for report.html, report.json and the tables")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if flags.NArg() > 0 {
		return fmt.Errorf("%q is no option; see -help", flags.Arg(0))
	}
	if *answers == "" && *orders == ownOrders {
		*answers = ownSurvey
	}
	log, orderErr := readOrders(*orders)
	survey, surveyErr := readSurvey(*answers, *asked)
	options, dayErr := optionsOf(*on)
	if err := errors.Join(orderErr, surveyErr, dayErr); err != nil {
		return err
	}
	if err := log.covers(options.On); err != nil {
		return err
	}
	r, err := report.Of(report.Input{Log: log.Log, Survey: survey}, options)
	if err != nil {
		return err
	}
	s := &shop{Report: r, source: log}
	if err := s.write(*folder); err != nil {
		return err
	}
	return s.tell(out, *folder)
}

// A shop is the report with where it is from.
type shop struct {
	*report.Report
	source *orderFile
}

func optionsOf(on string) (report.Options, error) {
	o := report.Options{Zone: tiexin.Shanghai()}
	if on == "" {
		return o, nil
	}
	day, err := parseTime(on)
	if err != nil {
		return o, fmt.Errorf("-on: %w", err)
	}
	o.On = loyalty.DayOf(day, o.Zone)
	return o, nil
}

// covers says that somebody had bought by a day; the zero day is the last of the log.
func (f *orderFile) covers(on loyalty.Day) error {
	if on == 0 || len(f.Log.Purchases) == 0 {
		return nil
	}
	first := on + 1
	for i := range f.Log.Purchases {
		first = min(first, loyalty.DayOf(f.Log.Purchases[i].At, tiexin.Shanghai()))
	}
	if first > on {
		return fmt.Errorf("%s: there is no order by %s; name a later day with -on", f.name, on)
	}
	return nil
}

func readSurvey(name, questionnaire string) (*report.Answers, error) {
	if name == "" {
		return nil, nil
	}
	file, data := "questionnaire.yaml", questions
	var err error
	if questionnaire != "" {
		file = questionnaire
		if data, err = os.ReadFile(questionnaire); err != nil {
			return nil, err
		}
	}
	q, err := survey.LoadQuestionnaire(file, data)
	if err != nil {
		return nil, err
	}
	in, err := os.Open(name)
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
			if _, err := io.WriteString(w, byteOrderMark); err != nil {
				return err
			}
			return t.WriteCSV(w)
		}))
	}
	return errors.Join(problems...)
}
