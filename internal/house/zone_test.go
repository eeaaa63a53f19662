package house_test

import (
	"context"
	"fmt"
	"go/ast"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/rule"
	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/channel/dingtalk"
	"github.com/tiexin-go/tiexin/channel/feishu"
	"github.com/tiexin-go/tiexin/channel/wecom"
	"github.com/tiexin-go/tiexin/lifecycle/calendar"
	"github.com/tiexin-go/tiexin/lifecycle/note"
	"github.com/tiexin-go/tiexin/lifecycle/payment"
	"github.com/tiexin-go/tiexin/lifecycle/related"
	"github.com/tiexin-go/tiexin/lifecycle/restock"
	"github.com/tiexin-go/tiexin/lifecycle/stage"
	"github.com/tiexin-go/tiexin/lifecycle/statement"
	"github.com/tiexin-go/tiexin/lifecycle/winback"
	"github.com/tiexin-go/tiexin/loyalty"
	"github.com/tiexin-go/tiexin/loyalty/btyd"
	"github.com/tiexin-go/tiexin/loyalty/report"
)

// late is an evening in London and a morning of the next day in China.
var late = time.Date(2026, 9, 24, 20, 10, 0, 0, time.UTC)

// zoned is everything public with a zone, and what comes of it on that evening. The posts
// of robots are in the test of robots.
var zoned = map[string]func(*time.Location) any{
	". DecodeEvent": func(zone *time.Location) any {
		e, err := tiexin.DecodeEvent([]byte(`{"id":"1","event":"customer.updated","at":"2026-09-24 20:00:00","customer":{"id":"c1"}}`), zone)
		return instantOr(e.At, err)
	},
	". ReadEvents": func(zone *time.Location) any {
		for e, err := range tiexin.ReadEvents(strings.NewReader(`{"id":"1","event":"customer.updated","at":"2026-09-24 20:00:00","customer":{"id":"c1"}}`), zone) {
			return instantOr(e.At, err)
		}
		return nil
	},
	"care/rule ParseMoment": func(zone *time.Location) any {
		m, err := rule.ParseMoment("中秋节 at 09:00", calendar.Calendar{}, zone)
		if err != nil {
			return err
		}
		_, next := m.Around(nil, late.UnixMilli())
		return next
	},
	"lifecycle/note Note.At": func(zone *time.Location) any {
		m, err := note.Note{Words: "婚礼", Day: calendar.Anniversary{Month: 9, Day: 25}, Yearly: true}.At(late, zone, calendar.Customs{})
		return fmt.Sprint(m.State, m.Next.UTC(), err)
	},
	"lifecycle/payment Options.Zone": func(zone *time.Location) any {
		var orders []payment.Order
		for i := range 40 {
			orders = append(orders, payment.Order{Order: fmt.Sprint(i), Created: late, Paid: late.Add(time.Duration(i) * time.Minute)})
		}
		times, err := payment.Learn(orders, late.AddDate(0, 0, 7), payment.Options{Zone: zone})
		return fmt.Sprint(times.Reminder("", 4).Base, err)
	},
	"lifecycle/stage Policy.Zone": func(zone *time.Location) any {
		var h stage.History
		_ = h.Add(loyalty.DayOf(late.AddDate(0, 0, -10), time.UTC), 100)
		return stage.Policy{Zone: zone}.Explain(h, late).On
	},
	"lifecycle/related Options.Zone": func(zone *time.Location) any {
		var lines []related.Line
		for i := range 30 {
			who := fmt.Sprint(i)
			lines = append(lines, related.Line{Customer: who, Order: who, At: late, Item: "a"},
				related.Line{Customer: who, Order: who + "-2", At: late.Add(-5 * time.Hour), Item: "b"}) // 23:00 in China
		}
		related, err := related.Find(lines, related.Options{Zone: zone})
		return fmt.Sprint(related.Pairs, err)
	},
	"lifecycle/restock Policy.Zone": func(zone *time.Location) any {
		var u restock.Usage
		_ = u.Buy(loyalty.DayOf(late, time.UTC), 1)
		return restock.Policy{Zone: zone}.Due(u, restock.Rhythms{}.Of("milk"), 21, late).Next.At.UTC()
	},
	"lifecycle/statement Options.Zone": func(zone *time.Location) any {
		s, err := statement.Make(statement.Facts{Customer: "c1", SinceFirst: true, Purchases: []loyalty.Purchase{{Customer: "c1", Order: "1", At: late, Amount: 9900}}},
			calendar.Span{First: calendar.YMD(2026, 9, 25), Last: calendar.YMD(2026, 9, 30)}, late.AddDate(0, 1, 0), statement.Options{Zone: zone})
		return fmt.Sprint(s.Orders, err)
	},
	"lifecycle/winback Options.Zone": func(zone *time.Location) any {
		plans, err := winback.Plans([]winback.Customer{{ID: "c1", Orders: 5, Dead: true}}, late, winback.Options{Zone: zone})
		require.NoError(nil, err)
		return plans[0].Next.UTC()
	},
	"lifecycle/calendar Anniversary.Next":            anniversary(calendar.Anniversary.Next),
	"lifecycle/calendar Anniversary.Prev":            anniversary(calendar.Anniversary.Prev),
	"lifecycle/calendar Anniversary.NextChange":      anniversary(calendar.Anniversary.NextChange),
	"lifecycle/calendar Anniversary.NextMonthChange": anniversary(calendar.Anniversary.NextMonthChange),
	"lifecycle/calendar Calendar.NextSuppressionChange": func(zone *time.Location) any {
		return instantOr(calendar.Calendar{}.NextSuppressionChange(late, zone))
	},
	"lifecycle/calendar Calendar.NextWorkdayChange": func(zone *time.Location) any {
		return instantOr(calendar.Calendar{}.NextWorkdayChange(late, zone))
	},
	"lifecycle/calendar Count.NextChange": func(zone *time.Location) any {
		return instantOr(calendar.MonthAge.NextChange(calendar.YMD(2026, 6, 25), late, zone, calendar.Customs{}))
	},
	"lifecycle/calendar DateOf":     func(zone *time.Location) any { return calendar.DateOf(late, zone) },
	"lifecycle/calendar Date.Start": func(zone *time.Location) any { return calendar.YMD(2026, 9, 25).Start(zone).UTC() },
	"lifecycle/calendar Span.NextChange": func(zone *time.Location) any {
		return instantOr(calendar.Span{First: calendar.YMD(2026, 9, 25), Last: calendar.YMD(2026, 9, 30)}.NextChange(late, zone))
	},
	"lifecycle/calendar SpecialDay.Next":       func(zone *time.Location) any { return fmt.Sprint(midAutumn().Next(late, zone)) },
	"lifecycle/calendar SpecialDay.Prev":       func(zone *time.Location) any { return fmt.Sprint(midAutumn().Prev(late, zone)) },
	"lifecycle/calendar SpecialDay.NextChange": func(zone *time.Location) any { return instantOr(midAutumn().NextChange(late, zone)) },
	"loyalty DayOf": func(zone *time.Location) any { return loyalty.DayOf(late, zone) },
	"loyalty View.Zone": func(zone *time.Location) any {
		return loyalty.Log{Purchases: []loyalty.Purchase{{Customer: "c1", At: late, Amount: 100}}}.Until(loyalty.View{Zone: zone})
	},
	"loyalty/btyd LogOptions.Zone": func(zone *time.Location) any {
		s, err := btyd.Summarise(slices.Values([]loyalty.Purchase{{Customer: "c1", At: late, Amount: 100}}), btyd.LogOptions{Zone: zone})
		return fmt.Sprint(s.End, err)
	},
	"loyalty/report Options.Zone": func(zone *time.Location) any {
		r, err := report.Of(report.Input{Log: loyalty.Log{Purchases: []loyalty.Purchase{{Customer: "c1", At: late, Amount: 100}}}}, report.Options{Zone: zone})
		require.NoError(nil, err)
		return r.On
	},
}

// A nil zone means Asia/Shanghai wherever a host gives one, and another zone is heeded.
func TestAPI_ANilZoneIsThatOfAShopInChina(t *testing.T) {
	abroad, err := time.LoadLocation("Europe/London")
	require.NoError(t, err)
	for name, of := range zoned {
		inChina := of(tiexin.Shanghai())
		assert.Equal(t, inChina, of(nil), name)
		assert.NotEqual(t, inChina, of(abroad), "%s: the story does not depend on the zone", name)
	}
}

func TestAPI_RobotsWriteDeadlinesForAShopInChina(t *testing.T) {
	var posted string
	group := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		posted = string(body)
		_, _ = io.WriteString(w, `{"errcode":0,"code":0}`)
	}))
	defer group.Close()
	now := func() time.Time { return late }
	for name, desk := range robots {
		for zone, deadline := range map[*time.Location]string{nil: "9月25日04:10", tiexin.Shanghai(): "9月25日04:10", time.UTC: "9月24日20:10"} {
			err := desk(group.URL, zone, now).Open(context.Background(), channel.Task{ID: "1", Form: channel.FormCall, Deadline: late})
			require.NoError(t, err, name)
			assert.Contains(t, posted, deadline, "%s in %v", name, zone)
		}
	}
}

var robots = map[string]func(endpoint string, zone *time.Location, now func() time.Time) channel.TaskDesk{
	"channel/dingtalk Robot.Zone": func(endpoint string, zone *time.Location, now func() time.Time) channel.TaskDesk {
		return &dingtalk.Robot{Token: "t", Endpoint: endpoint, Zone: zone, Now: now, Gather: time.Millisecond}
	},
	"channel/feishu Robot.Zone": func(endpoint string, zone *time.Location, now func() time.Time) channel.TaskDesk {
		return &feishu.Robot{Token: "t", Endpoint: endpoint, Zone: zone, Now: now, Gather: time.Millisecond}
	},
	"channel/wecom Robot.Zone": func(endpoint string, zone *time.Location, now func() time.Time) channel.TaskDesk {
		return &wecom.Robot{Key: "k", Endpoint: endpoint, Zone: zone, Gather: time.Millisecond}
	},
}

// Whatever has a zone has a story above.
func TestAPI_EveryZoneHasItsStory(t *testing.T) {
	var all []string
	eachExported(func(f publicFile, spec *ast.TypeSpec) {
		if struc, ok := spec.Type.(*ast.StructType); ok {
			for _, field := range struc.Fields.List {
				if isZone(field.Type) && len(field.Names) > 0 && field.Names[0].IsExported() {
					all = append(all, f.folder+" "+spec.Name.Name+"."+field.Names[0].Name)
				}
			}
		}
	}, func(f publicFile, name string, decl *ast.FuncDecl) {
		for _, param := range decl.Type.Params.List {
			if isZone(param.Type) {
				all = append(all, f.folder+" "+name)
			}
		}
	})
	told := []string{"care/rule Shop.Zone"} // the loader fills it
	for name := range zoned {
		told = append(told, name)
	}
	for name := range robots {
		told = append(told, name)
	}
	assert.ElementsMatch(t, all, told)
}

func isZone(e ast.Expr) bool {
	star, ok := e.(*ast.StarExpr)
	if !ok {
		return false
	}
	sel, ok := star.X.(*ast.SelectorExpr)
	return ok && isIdent(sel.X, "time") && sel.Sel.Name == "Location"
}

func instantOr(at time.Time, err error) any {
	if err != nil {
		return err
	}
	return at.UTC()
}

// anniversary is the story of a method of 25 September.
func anniversary[T any](of func(calendar.Anniversary, time.Time, *time.Location, calendar.Customs) (T, error)) func(*time.Location) any {
	return func(zone *time.Location) any {
		found, err := of(calendar.Anniversary{Month: 9, Day: 25}, late, zone, calendar.Customs{})
		if at, ok := any(found).(time.Time); ok {
			return instantOr(at, err)
		}
		return fmt.Sprint(found, err)
	}
}

// midAutumn is 25 September in 2026.
func midAutumn() calendar.SpecialDay {
	day, _ := calendar.Calendar{}.Find("中秋节")
	return day
}
