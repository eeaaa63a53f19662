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
	"strings"

	"github.com/tiexin-go/tiexin/examples/lifecycle/invent"
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
	flags := flag.NewFlagSet("lifecycle", flag.ContinueOnError)
	flags.SetOutput(out)
	orders := flags.String("orders", "", "订单 CSV / the order log (default: an invented year of 20,000 customers)")
	on := flags.String("on", "", "分析日 / day of the analysis (default: the last day of the log)")
	folder := flags.String("out", "report", "输出文件夹 / folder for report.html")
	who := flags.String("customer", "", "账单顾客 / whose statement is shown (default: who ordered most)")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if flags.NArg() > 0 {
		return fmt.Errorf("%q is no option; see -help", flags.Arg(0))
	}
	day, dayErr := dayOf(*on)
	log, err := load(*orders)
	if err := errors.Join(err, dayErr); err != nil {
		return err
	}
	s, err := open(log, day)
	if err != nil {
		return err
	}
	s.invented = *orders == ""
	r, err := s.report(*who)
	if err != nil {
		return err
	}
	if err := r.write(*folder); err != nil {
		return err
	}
	if err := r.tell(out); err != nil {
		return err
	}
	_, err = fmt.Fprintf(out, "\n网页报告 page: %s\n", filepath.Join(*folder, "report.html"))
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
				problems = append(problems, save(t.file, t.writeCSV))
			}
		}
	}
	return errors.Join(problems...)
}

// writeCSV writes all rows of a table.
func (t *table) writeCSV(w io.Writer) error {
	// Without the mark, spreadsheet programs take Chinese for another encoding.
	if _, err := io.WriteString(w, byteOrderMark); err != nil {
		return err
	}
	out := csv.NewWriter(w)
	var head []string
	for _, h := range t.head {
		head = append(head, strings.TrimSpace(h.Chinese+" "+h.English))
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
	t, err := parseTime(text)
	if err != nil {
		return 0, fmt.Errorf("-on: %w", err)
	}
	return loyalty.DayOf(t, calendar.China), nil
}

// load reads a log from a file, or the invented one.
func load(path string) (*history, error) {
	if path == "" {
		var year bytes.Buffer
		if err := invent.Write(&year, invent.Options{}); err != nil {
			return nil, err
		}
		return readHistory("invented.csv", &year)
	}
	in, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer in.Close()
	return readHistory(path, in)
}
