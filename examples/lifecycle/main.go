package main

import (
	"bytes"
	"encoding/csv"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/tiexin-go/tiexin/examples/lifecycle/invent"
	"github.com/tiexin-go/tiexin/examples/page"
	"github.com/tiexin-go/tiexin/internal/orderlog"
	"github.com/tiexin-go/tiexin/lifecycle/calendar"
	"github.com/tiexin-go/tiexin/loyalty"
)

func main() {
	if err := run(os.Args[1:], os.Stdout); err != nil && !errors.Is(err, flag.ErrHelp) {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(args []string, out io.Writer) error {
	var language page.Language
	var reading orderlog.Options
	flags := flag.NewFlagSet("lifecycle", flag.ContinueOnError)
	flags.SetOutput(out)
	orders := flags.String("orders", "", "订单CSV（默认：程序生成的一年，2万名顾客）\nthe order log (default: an invented year of 20,000 customers)")
	on := flags.String("on", "", "分析日\nday of the analysis (default: the last day of the log)")
	folder := flags.String("out", "report", "输出文件夹\nfolder for report.html and the lists")
	who := flags.String("customer", "", "看哪位顾客的账单\nwhose statement is shown (default: who ordered most)")
	flags.Func("lang", "报告语言：zh或en\nlanguage of the report: zh or en (default: zh)", language.Set)
	reading.AddFlags(flags)
	if err := flags.Parse(args); err != nil {
		return err
	}
	if flags.NArg() > 0 {
		return fmt.Errorf("unknown option %q; see -help", flags.Arg(0))
	}
	day, dayErr := dayOf(*on)
	log, err := load(*orders, reading)
	if err := errors.Join(err, dayErr); err != nil {
		return err
	}
	s, err := open(log, day)
	if err != nil {
		return fmt.Errorf("%s: %w", log.Name, err)
	}
	s.invented, s.Language = *orders == "", language
	r, err := s.report(*who)
	if err != nil {
		return fmt.Errorf("%s: %w", log.Name, err)
	}
	if err := r.write(*folder); err != nil {
		return err
	}
	if err := r.tell(out); err != nil {
		return err
	}
	_, err = fmt.Fprintf(out, "\n%s%s\n", language.Pick("网页报告：", "page: "), filepath.Join(*folder, "report.html"))
	return err
}

// write makes the page, and the lists that are too long for it as CSV.
func (r *report) write(folder string) error {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	save := func(name string, write func(io.Writer) error) error {
		var all bytes.Buffer
		if err := write(&all); err != nil {
			return err
		}
		return os.WriteFile(filepath.Join(folder, name), all.Bytes(), 0o644)
	}
	problems := []error{save("report.html", r.page)}
	for i := range r.sections {
		for j := range r.sections[i].tables {
			if t := &r.sections[i].tables[j]; t.file != "" {
				problems = append(problems, save(t.file, func(w io.Writer) error { return t.writeCSV(w, r.Language) }))
			}
		}
	}
	return errors.Join(problems...)
}

// writeCSV writes all rows of a table.
func (t *table) writeCSV(w io.Writer, l page.Language) error {
	// Without the mark, spreadsheet programs take Chinese for another encoding.
	if _, err := io.WriteString(w, orderlog.ByteOrderMark); err != nil {
		return err
	}
	out := csv.NewWriter(w)
	var head []string
	for _, h := range t.head {
		head = append(head, l.Of(h))
	}
	if err := out.Write(head); err != nil {
		return err
	}
	return out.WriteAll(t.rows)
}

func dayOf(text string) (loyalty.Day, error) {
	if text == "" {
		return 0, nil
	}
	t, err := orderlog.ParseDay(text)
	if err != nil {
		return 0, fmt.Errorf("-on: %w", err)
	}
	return loyalty.DayOf(t, calendar.China), nil
}

// load reads a log from a file, or the invented one.
func load(path string, o orderlog.Options) (*orderlog.Log, error) {
	if path == "" {
		var year bytes.Buffer
		if err := invent.Write(&year, invent.Options{}); err != nil {
			return nil, err
		}
		return orderlog.Read("invented.csv", &year, o)
	}
	return orderlog.ReadFile(path, o)
}
