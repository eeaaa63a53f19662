package care

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/internal/decide"
	"github.com/tiexin-go/tiexin/care/internal/remember"
	"github.com/tiexin-go/tiexin/channel"
)

// Incidents and arrivals come without a customer, and reach everybody whom they concern.

const storms = `
limits: {quiet: {open: {hours: "04:00-04:01"}}}
flows:
  storm:
    title: 暴雨
    about: customer
    when: incident.declared
    purpose: service
    via: [wangwang]
    rules:
      - {name: care, if: incident.kind == 'storm', send: storm}
  late:
    title: 在路上的
    about: order
    when: incident.declared
    purpose: service
    via: [wangwang]
    rules:
      - {name: calm, send: late}
  fresh:
    title: 上新
    about: customer
    when: catalog.arrived
    purpose: service
    via: [wangwang]
    rules:
      - {name: taste, if: "bought(product.category, 365)", send: fresh}
texts:
  storm: "#买家昵称|亲#，多保重"
  late: "#订单号#可能晚到几天，别着急"
  fresh: "#商品名称#上新了"
`

func lives(province, city string) detail {
	return who(func(c *tiexin.Customer) { c.Province, c.City = province, city })
}

func incident(id, province, city string) tiexin.Event {
	return tiexin.Event{ID: "declared " + id, Type: tiexin.EventIncidentDeclared, Incident: &tiexin.Incident{
		ID: id, Kind: "storm", Name: "暴雨", Region: tiexin.Region{Province: province, City: city},
	}}
}

func arrives(id, category string) tiexin.Event {
	return tiexin.Event{ID: "arrived " + id, Type: tiexin.EventCatalogArrived, Product: &tiexin.Item{ProductID: id, Title: id, Category: category}}
}

// ruling is the approval or refusal of what a rule says about an incident.
func (s *shop) ruling(kind tiexin.EventType, path, incident string) tiexin.Event {
	s.t.Helper()
	r, ok := s.engine.Rules().Rule(path)
	require.True(s.t, ok)
	return tiexin.Event{ID: fmt.Sprint(kind, path, incident, s.clock()), Type: kind, Message: &tiexin.MessageReport{ID: decide.SharedID("", r, incident), By: "店长"}}
}

func (s *shop) approves(path, incident string) {
	s.t.Helper()
	assert.Empty(s.t, s.hears(s.ruling(tiexin.EventMessageApproved, path, incident)))
}

// everybody lets time pass, and has what comes of it in the order of the customers: they
// are in several partitions.
func (s *shop) everybody(when string) []Outcome {
	s.t.Helper()
	out := s.wakes(when)
	slices.SortStableFunc(out, func(a, b Outcome) int { return strings.Compare(a.Customer, b.Customer) })
	return out
}

func (s *shop) declines(path, incident string) {
	s.t.Helper()
	assert.Empty(s.t, s.hears(s.ruling(tiexin.EventMessageDeclined, path, incident)))
}

// inHenan is a shop with three customers of Henan, and one of Zhejiang.
func inHenan(t *testing.T) *shop {
	s := opens(t, storms)
	for _, c := range []string{"a", "b", "c"} {
		s.hears(customerIs(by(c), lives("河南", "郑州")))
	}
	s.hears(customerIs(by("far"), lives("浙江", "杭州")))
	return s
}

func sharedIDs(outcomes []Outcome, reason Reason) (all map[string]string) {
	all = map[string]string{}
	for i := range outcomes {
		if o := &outcomes[i]; o.Reason == reason && o.Said != nil {
			all[o.Customer] = o.Said.ID
		}
	}
	return all
}

func TestS4_S5_一个灾区一次批准_人人都收到_别处没人收到(t *testing.T) {
	s := inHenan(t)
	assert.Empty(t, s.at("+1h").hears(incident("rain", "河南省", "")))
	waits := sharedIDs(s.wakes("+1h"), NeedsReview)
	require.Len(t, waits, 3)
	assert.Equal(t, waits["a"], waits["b"], "one approval for all")
	assert.Equal(t, waits["a"], waits["c"])
	s.hears(incident("rain", "河南省", "")) // said again
	assert.Empty(t, s.wakes("+2h"))
	assert.Empty(t, s.at("+3h").hears(tiexin.Event{ID: "yes", Type: tiexin.EventMessageApproved, Message: &tiexin.MessageReport{ID: waits["a"]}}))
	saysOf(t, s.everybody("+3h"), "13:00 a storm/care wangwang a，多保重", "13:00 b storm/care wangwang b，多保重", "13:00 c storm/care wangwang c，多保重")
	s.approves("storm/care", "rain")
	saysOf(t, s.everybody("+4h"))
	s.delivers()
	assert.Len(t, s.sent, 3)
	s.hears(customerIs(by("new"), lives("河南", "郑州")))
	s.at("+5h").hears(at("+5h", tiexin.Event{ID: "wider", Type: tiexin.EventIncidentDeclared, Incident: &tiexin.Incident{ID: "rain", Kind: "storm", Region: tiexin.Region{}}}))
	saysOf(t, s.everybody("+5h"), "15:00 far storm/care wangwang far，多保重", "15:00 new storm/care wangwang new，多保重")
	assert.Zero(t, s.remembers("a").Firing("storm/care").Times, "answered once")
}

func TestS5_一次拒绝_谁也不收到(t *testing.T) {
	s := inHenan(t)
	s.hears(incident("rain", "河南", "郑州"))
	s.wakes("+1h")
	s.declines("storm/care", "rain")
	out := s.everybody("+1h")
	saysOf(t, out)
	hasLines(t, out, "11:00 a storm/care skip declined 店长", "11:00 b storm/care skip declined 店长", "11:00 c storm/care skip declined 店长")
	_, err := s.engine.Handle(context.Background(), at("+2h", s.at("+2h").ruling(tiexin.EventMessageApproved, "storm/care", "rain")))
	require.ErrorContains(t, err, "something already declined")
	saysOf(t, s.everybody("+2h"))
	assert.Empty(t, s.sent)
}

func TestS5_批准了又拒绝_还没出去的不出去(t *testing.T) {
	s := inHenan(t)
	s.hears(incident("rain", "河南", ""))
	s.wakes("+1h")
	s.approves("storm/care", "rain")
	assert.Len(t, s.wakes("+1h"), 3)
	s.during = func(string) { s.during = nil }
	s.at("+2h").declines("storm/care", "rain")
	s.wakes("+2h")
	s.delivers()
	assert.Empty(t, s.sent, "they were in the outbox")
	assert.Zero(t, s.waiting())
}

func TestS5_事件撤回_等着的都不说了(t *testing.T) {
	s := inHenan(t)
	s.hears(incident("rain", "河南", ""))
	s.wakes("+1h")
	off := at("+2h", incident("rain", "河南", ""))
	off.ID, off.Incident.Withdrawn = "off", true
	s.at("+2h").hears(off)
	hasLines(t, s.wakes("+2h"), "12:00 a storm/care skip declined rain", "12:00 b storm/care skip declined rain")
	s.approves("storm/care", "rain")
	saysOf(t, s.everybody("+3h"))
	late := at("+1h", incident("rain", "河南", "")) // an older picture
	late.ID = "late"
	s.hears(late)
	saysOf(t, s.everybody("+4h"))
}

func TestS5_撤回以后来的旧消息_后来的人也不说(t *testing.T) {
	s := inHenan(t)
	s.hears(incident("rain", "河南", ""))
	off := at("+2h", incident("rain", "河南", ""))
	off.ID, off.Incident.Withdrawn = "off", true
	s.at("+2h").hears(off)
	late := at("+1h", incident("rain", "河南", ""))
	late.ID = "late"
	s.at("+3h").hears(late, at("+3h", customerIs(by("new"), lives("河南", "郑州"))))
	s.approves("storm/care", "rain")
	saysOf(t, s.everybody("+3h"))
	assert.Empty(t, s.remembers("new").Answers, "the newest that is known is that it is over")
}

func TestS5_没到的先批准_到了就说(t *testing.T) {
	s := inHenan(t)
	s.engine.HoldSweep(true)
	s.hears(incident("rain", "河南", ""))
	s.approves("storm/care", "rain")
	saysOf(t, s.everybody("+1h"))
	assert.True(t, s.engine.Sweep().Held)
	assert.NotEqual(t, s.engine.Sweep().Partitions, s.engine.Sweep().Done)
	s.engine.HoldSweep(false)
	saysOf(t, s.everybody("+1h"), "11:00 a storm/care wangwang a，多保重", "11:00 b storm/care wangwang b，多保重", "11:00 c storm/care wangwang c，多保重")
	assert.Equal(t, s.engine.Sweep().Partitions, s.engine.Sweep().Done)
}

func TestS5_批准的话换了_再看一次(t *testing.T) {
	s := inHenan(t)
	s.hears(incident("rain", "河南", ""))
	before := s.ruling(tiexin.EventMessageApproved, "storm/care", "rain")
	s.wakes("+1h")
	require.NoError(t, s.engine.Swap(rulesFrom(t, strings.Replace(storms, "多保重", "平安", 1))))
	_, err := s.engine.Handle(context.Background(), at("+1h", before))
	require.ErrorContains(t, err, "has changed since it was shown")
	saysOf(t, s.everybody("+1h"))
	s.approves("storm/care", "rain")
	out := s.everybody("+1h")
	saysOf(t, out, "11:00 a storm/care wangwang a，平安", "11:00 b storm/care wangwang b，平安", "11:00 c storm/care wangwang c，平安")
}

func TestS5_批准以后话换了_没到的人等新的批准(t *testing.T) {
	s := inHenan(t)
	s.engine.HoldSweep(true)
	s.hears(incident("rain", "河南", ""))
	s.approves("storm/care", "rain")
	require.NoError(t, s.engine.Swap(rulesFrom(t, strings.Replace(storms, "多保重", "平安", 1))))
	s.engine.HoldSweep(false)
	out := s.everybody("+1h")
	saysOf(t, out)
	assert.Len(t, sharedIDs(out, NeedsReview), 3)
}

func TestS5_不认识的批准_说得出哪里不对(t *testing.T) {
	s := inHenan(t)
	handle := func(e tiexin.Event) error {
		_, err := s.engine.Handle(context.Background(), at("+0m", e))
		return err
	}
	yes := s.ruling(tiexin.EventMessageApproved, "storm/care", "rain")
	require.ErrorContains(t, handle(yes), "names the unknown incident rain")
	s.hears(incident("rain", "河南", ""))
	other := s.ruling(tiexin.EventMessageApproved, "fresh/taste", "rain")
	require.ErrorContains(t, handle(other), "the rule fresh/taste; no rule of this path has when: incident.declared")
	plain := tiexin.Event{ID: "p", Type: tiexin.EventMessageApproved, Message: &tiexin.MessageReport{ID: "v1:/a/storm/care//0/1"}}
	require.ErrorContains(t, handle(plain), "customer.id: is missing")
	one := incident("rain", "河南", "")
	one.Customer.ID = "a"
	require.ErrorContains(t, handle(one), "customer.id: must be left out")
	code := incident("snow", "", "")
	code.Incident.Region.Code = "410100"
	require.ErrorContains(t, handle(code), "incident.region: has a code but no name")
	require.NoError(t, handle(yes))
}

// What is kept for everybody is short: a name of a megabyte would be in every memory.
func TestS4_一兆长的名字_不收_说得出为什么(t *testing.T) {
	s := inHenan(t)
	long := incident("rain", "河南", "")
	long.Incident.Name = strings.Repeat("雨", 350_000)
	goods := arrives("帐篷", "帐篷")
	goods.Product.Title = strings.Repeat("帐", 2_000)
	for e, want := range map[*tiexin.Event]string{
		&long:  `tiexin: event "declared rain": incident: has 10500`,
		&goods: `tiexin: event "arrived 帐篷": product: has 60`,
	} {
		_, err := s.engine.Handle(context.Background(), at("+0m", *e))
		require.ErrorContains(t, err, want)
		require.ErrorContains(t, err, "write a short name")
	}
	assert.Empty(t, s.wakes("+1h"))
	s.hears(incident("rain", "河南", ""))
	assert.Len(t, s.wakes("+2h"), 3, "it is told shortly")
}

func TestS4_在路上的算目的地_签收了就不算(t *testing.T) {
	s := opens(t, storms)
	into := thing(func(o *tiexin.Order) { o.Province, o.City = "河南", "郑州" })
	s.hears(customerIs(by("a"), lives("浙江", "杭州")), shipped("T1", by("a"), into), shipped("T2", by("a"), into), created("T3", by("b"), into), customerIs(by("c"), lives("河南", "洛阳")))
	s.hears(incident("rain", "河南", ""))
	waits := s.wakes("+1h")
	hasLines(t, waits, "11:00 a late/calm T1 wait needs-review", "11:00 a storm/care wait needs-review", "11:00 c storm/care wait needs-review")
	assert.Len(t, sharedIDs(waits, NeedsReview), 2, "b's order has not left")
	assert.Nil(t, s.remembers("a").Order("T2").Firing("late/calm"), "once for each customer and rule")
	s.hears(happening(tiexin.EventOrderSucceeded, []detail{by("a"), func(e *tiexin.Event) { e.Order = &tiexin.Order{ID: "T1", CustomerID: "a"} }}))
	s.approves("late/calm", "rain")
	s.approves("storm/care", "rain")
	saysOf(t, s.everybody("+2h"), "12:00 a storm/care wangwang a，多保重", "12:00 c storm/care wangwang c，多保重")
}

func TestL2_上新_只告诉买过这一类的_不用批准(t *testing.T) {
	s := opens(t, storms)
	buys := func(category string) detail {
		return thing(func(o *tiexin.Order) {
			o.Items = []tiexin.Item{{ID: "i", Title: "货", Category: category, Quantity: 1}}
		})
	}
	s.hears(paid("T1", by("a"), buys("帐篷")), paid("T2", by("b"), buys("童装")))
	s.hears(arrives("星空帐篷", "帐篷"))
	out := s.everybody("+1h")
	saysOf(t, out, "11:00 a fresh/taste wangwang 星空帐篷上新了")
	hasLines(t, out, "11:00 b fresh/taste skip condition-off")
	s.hears(arrives("星空帐篷", "帐篷"))
	saysOf(t, s.everybody("+2h"))
	s.hears(arrives("连体童装", "童装"), arrives("双人帐篷", "帐篷"))
	saysOf(t, s.everybody("+3h"), "13:00 b fresh/taste wangwang 连体童装上新了")
	s.delivers() // the first to a
	s.delivers() // and the next
	s.handed("wangwang  连体童装上新了", "wangwang  星空帐篷上新了", "wangwang  双人帐篷上新了")
}

func TestS4_两件事一起来_一件也不漏_也不重(t *testing.T) {
	s := inHenan(t)
	s.hears(incident("rain", "河南", ""), incident("flood", "", ""))
	waits := s.wakes("+1h")
	hasLines(t, waits, "11:00 a storm/care wait needs-review", "11:00 far storm/care wait needs-review")
	s.approves("storm/care", "flood")
	saysOf(t, s.everybody("+2h"), "12:00 far storm/care wangwang far，多保重")
	s.approves("storm/care", "rain")
	saysOf(t, s.everybody("+3h"), "13:00 a storm/care wangwang a，多保重", "13:00 b storm/care wangwang b，多保重", "13:00 c storm/care wangwang c，多保重")
	s.delivers()
	s.wakes("+4h")
	s.delivers()
	said := map[string]int{}
	for _, m := range s.sent {
		said[m.CustomerID]++
	}
	assert.Equal(t, map[string]int{"a": 2, "b": 2, "c": 2, "far": 1}, said)
}

// Alternatives: what one of them said about the last incident does not silence another
// about the next.
func TestS4_两条规则选一条_下一件事重新选(t *testing.T) {
	file := strings.Replace(storms, "      - {name: care, if: incident.kind == 'storm', send: storm}\n", `
      - {name: heat, if: incident.kind == 'heat', send: late2}
      - {name: care, send: storm}
`, 1) + "  late2: 天热，多喝水\n"
	s := opens(t, file)
	s.hears(customerIs(by("a"), lives("河南", "郑州")))
	kinds := []string{"heat", "storm", "heat", "storm"}
	for i, kind := range kinds {
		e := incident(fmt.Sprint("i", i), "", "")
		e.Incident.Kind = kind
		s.at(fmt.Sprintf("+%dh", i)).hears(e)
		s.wakes(fmt.Sprintf("+%dh", i))
		path := map[string]string{"heat": "storm/heat", "storm": "storm/care"}[kind]
		s.approves(path, e.Incident.ID)
		words := map[string]string{"heat": "天热，多喝水", "storm": "a，多保重"}[kind]
		saysOf(t, s.everybody(fmt.Sprintf("+%dh", i)), fmt.Sprintf("%d:00 a %s wangwang %s", 10+i, path, words))
		s.delivers()
	}
}

func TestE12_问到一半断了_没到的接着到_到过的不再到(t *testing.T) {
	const n = 600
	for _, op := range []string{"scan", "apply", "applied", "note"} {
		for k := 1; k <= 6; k++ {
			s := opens(t, storms)
			s.store = NewMemoryOf(1)
			s.restart(storms)
			var all []tiexin.Event
			for i := range n {
				all = append(all, at("+0m", customerIs(by(fmt.Sprintf("c%03d", i)), lives("河南", "郑州"))))
			}
			_, err := s.engine.HandleAll(context.Background(), all)
			require.NoError(t, err)
			s.hears(incident("rain", "河南", ""))
			s.approves("storm/care", "rain")
			s.restart(storms)
			done := 0
			s.store.Inject(func(f Fault) error {
				if f.Op == op {
					if done++; done >= k {
						return errDisk // and so it is from then on
					}
				}
				return nil
			})
			_, _ = s.engine.Advance(context.Background(), s.clock())
			s.store.Inject(nil)
			s.restart(storms)
			s.wakes("+1h")
			s.delivers()
			said := map[string]int{}
			for _, m := range s.sent {
				said[m.CustomerID]++
			}
			assert.Len(t, said, n, "%s %d", op, k)
			assert.Len(t, s.sent, n, "nobody twice: %s %d", op, k)
		}
	}
}

func TestE12_记到一半断了_再说一次就是了(t *testing.T) {
	for _, op := range []string{"apply", "applied"} {
		for k := range 4 {
			s := inHenan(t)
			wrote := 0
			s.store.Inject(func(f Fault) error {
				if f.Op == op {
					if wrote++; wrote == k+1 {
						return errDisk
					}
				}
				return nil
			})
			e := at("+0m", incident("rain", "河南", ""))
			_, err := s.engine.Handle(context.Background(), e)
			require.Error(t, err)
			s.store.Inject(nil)
			if k%2 == 0 {
				s.restart(storms)
			}
			s.wakes("+1h") // some may have heard of it
			s.hears(e)
			s.wakes("+1h")
			s.approves("storm/care", "rain")
			s.wakes("+2h")
			s.delivers()
			assert.Len(t, s.sent, 3, "%s %d", op, k)
		}
	}
}

// Of what was written last nobody knows what became: the record is read again before it
// is changed again, and loses nothing.
func TestE12_写上了却说没写上_下一件事来了也不丢(t *testing.T) {
	s := opens(t, storms)
	s.store = NewMemoryOf(1)
	s.restart(storms)
	s.hears(customerIs(by("a"), lives("河南", "郑州")))
	s.breaks("applied", 1)
	_, err := s.engine.Handle(context.Background(), at("+0m", incident("rain", "河南", "")))
	require.Error(t, err)
	s.hears(incident("flood", "河南", ""))
	for _, id := range []string{"rain", "flood"} {
		s.approves("storm/care", id)
	}
	for hour := 1; hour < 4; hour++ {
		s.wakes(fmt.Sprintf("+%dh", hour))
		s.delivers()
	}
	assert.Len(t, s.sent, 2)
}

func TestE13_走到一半换规则_从头按新的_还是一人一次(t *testing.T) {
	s := opens(t, storms)
	s.store = NewMemoryOf(1)
	s.restart(storms)
	for i := range 600 {
		s.hears(customerIs(by(fmt.Sprintf("c%03d", i)), lives("河南", "郑州")))
	}
	s.hears(incident("rain", "河南", ""))
	shards, err := s.engine.open(context.Background())
	require.NoError(t, err)
	_, more, err := shards[0].heedPage(context.Background())
	require.NoError(t, err)
	require.True(t, more)
	second := strings.Replace(storms, "  late:\n", "  second: {title: 又一条, about: customer, when: incident.declared, purpose: service, via: [wangwang], rules: [{name: r, send: storm}]}\n  late:\n", 1)
	require.NoError(t, s.engine.Swap(rulesFrom(t, second)))
	out := s.everybody("+1h")
	s.approves("storm/care", "rain")
	s.approves("second/r", "rain")
	s.wakes("+2h")
	s.delivers()
	assert.Len(t, s.sent, 1200, "%d", len(out))
}

func TestS4_模拟里_事件到了人人有份(t *testing.T) {
	r := rulesFrom(t, storms)
	yes, _ := r.Rule("storm/care")
	var events []tiexin.Event
	for i := range 1200 {
		home := "河南"
		if i%3 == 0 {
			home = "浙江"
		}
		events = append(events, at("+0m", customerIs(by(fmt.Sprintf("c%04d", i)), lives(home, ""))))
	}
	events = append(events, at("+1h", incident("rain", "河南", "")),
		at("+2h", tiexin.Event{Type: tiexin.EventMessageApproved, Message: &tiexin.MessageReport{ID: decide.SharedID("", yes, "rain")}}),
		at("+3h", tiexin.Event{Type: tiexin.EventMessageApproved, Message: &tiexin.MessageReport{ID: decide.SharedID("", yes, "nothing")}}))
	run := func() (goes []string, faults []error) {
		var last time.Time
		for o := range Simulate(r, events, SimOptions{Fault: func(err error) { faults = append(faults, err) }, Until: timeAt("+5h")}) {
			require.False(t, o.At.Before(last))
			if last = o.At; o.Goes() {
				goes = append(goes, told(&o))
			}
		}
		return goes, faults
	}
	goes, faults := run()
	require.Len(t, goes, 800)
	assert.Equal(t, "12:00 c0001 storm/care wangwang c0001，多保重", goes[0])
	require.Len(t, faults, 1)
	require.ErrorContains(t, faults[0], "names the unknown incident")
	again, _ := run()
	assert.Equal(t, goes, again)
}

func TestE9_忘掉的人_别店的人_都不问(t *testing.T) {
	s := inHenan(t)
	require.NoError(t, s.engine.Forget(context.Background(), Key{Customer: "a"}))
	other := customerIs(by("b"), lives("河南", "郑州"))
	other.Shop, other.ID = "another", "other"
	s.hears(other)
	s.at("+1h").hears(incident("rain", "", ""))
	waits := s.wakes("+1h")
	assert.Len(t, sharedIDs(waits, NeedsReview), 3)
	for i := range waits {
		assert.NotEqual(t, "another", waits[i].Shop)
		assert.NotEqual(t, "a", waits[i].Customer)
	}
}

func TestExplain灾区的话_等谁批准_批准哪个(t *testing.T) {
	s := inHenan(t)
	s.hears(incident("rain", "河南", ""))
	s.wakes("+1h")
	why, err := s.engine.Explain(context.Background(), Key{Customer: "a"})
	require.NoError(t, err)
	require.Len(t, why.Subjects, 1)
	rule := why.Subjects[0].Rules[0]
	assert.Equal(t, NeedsReview, rule.Reason)
	id := s.ruling(tiexin.EventMessageApproved, "storm/care", "rain").Message.ID
	assert.Equal(t, "approval of "+id, rule.Change)
	assert.Equal(t, channel.Wangwang, rule.Said.Via)
}

const gifts = `
limits: {quiet: {open: {hours: "04:00-04:01"}}}
flows:
  masks: {title: 口罩, about: customer, when: incident.declared, purpose: service, rules: [{name: send, send: {task: masks, form: gift, owner: 店长, within: 2d}}]}
texts: {masks: 寄一盒口罩}
`

func TestS5_任务已经派了再拒绝_收回来(t *testing.T) {
	s := opens(t, gifts)
	s.hears(customerIs(by("a"), lives("河南", "郑州")))
	s.hears(incident("smog", "河南", ""))
	s.approves("masks/send", "smog")
	saysOf(t, s.wakes("+1h"), "11:00 a masks/send task:none 寄一盒口罩")
	s.delivers()
	s.at("+2h").declines("masks/send", "smog")
	s.wakes("+2h")
	f := s.remembers("a").Firing("masks/send")
	assert.Equal(t, remember.Declined, f.Reason)
	assert.Equal(t, 1, s.waiting(), "the desk is told")
}

func TestRun灾区的话在后台说_一人一次(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		daytime()
		r := runs(t, storms, Options{}, func(*nightshift) {})
		for i := range 30 {
			r.hears(customerIs(by(fmt.Sprint("c", i)), lives("河南", "郑州")))
		}
		yes, _ := r.engine.Rules().Rule("storm/care")
		e := incident("rain", "河南", "")
		e.At = time.Now()
		r.hears(e)
		time.Sleep(time.Minute)
		assert.Zero(t, r.went("wangwang"))
		assert.Equal(t, 30, r.engine.Sweep().Asked)
		r.hears(tiexin.Event{ID: "yes", At: time.Now(), Type: tiexin.EventMessageApproved, Message: &tiexin.MessageReport{ID: decide.SharedID("", yes, "rain")}})
		time.Sleep(time.Minute)
		assert.Equal(t, 30, r.went("wangwang"))
		r.ends()
	})
}

// The next incident waits its turn until the time of the task about the first has passed.
func TestE3_第一个灾情的任务到时限_排着的第二个接上(t *testing.T) {
	file := strings.Replace(storms, "{name: care, if: incident.kind == 'storm', send: storm}", "{name: care, send: {task: storm, via: [phone], within: 30m}}", 1)
	t.Run("第二个在任务开着的时候来", func(t *testing.T) {
		s := opens(t, file)
		s.hears(customerIs(by("a"), lives("河南", "郑州")), incident("rain", "河南省", ""))
		s.everybody("+1m")
		s.approves("storm/care", "rain")
		saysOf(t, s.everybody("+2m"), "10:02 a storm/care task:phone a，多保重")
		s.hears(incident("flood", "河南省", ""))
		s.everybody("+3m")
		s.approves("storm/care", "flood")
		saysOf(t, s.everybody("+31m"))
		saysOf(t, s.everybody("+33m"), "10:33 a storm/care task:phone a，多保重")
	})
	t.Run("第二个在第一个还没批的时候来", func(t *testing.T) {
		s := opens(t, file)
		s.hears(customerIs(by("a"), lives("河南", "郑州")), incident("rain", "河南省", ""), incident("flood", "河南省", ""))
		s.everybody("+1m")
		s.approves("storm/care", "flood")
		s.approves("storm/care", "rain")
		saysOf(t, s.everybody("+2m"), "10:02 a storm/care task:phone a，多保重")
		saysOf(t, s.everybody("+31m"))
		saysOf(t, s.everybody("+33m"), "10:33 a storm/care task:phone a，多保重")
	})
}
