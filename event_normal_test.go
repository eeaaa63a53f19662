package tiexin_test

import (
	"bytes"
	"log/slog"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/tiexin-go/tiexin"
)

func TestNormalise平台的写法变成一种写法(t *testing.T) {
	xinjiang := tiexin.Region{Province: "新疆维吾尔自治区", City: "伊犁哈萨克自治州", District: "伊宁市", Code: " 654002 "}
	short := tiexin.Region{Province: "新疆", City: "伊犁", District: "伊宁市", Code: "654002"}
	e := tiexin.Event{
		Customer: tiexin.Customer{ID: "c1", Nick: "t**8", Region: xinjiang},
		Order:    &tiexin.Order{ID: "T1", Region: xinjiang},
		Parcel:   &tiexin.Parcel{Number: "1", Region: xinjiang, Origin: xinjiang, Track: []tiexin.Node{{Region: xinjiang}}},
		Incident: &tiexin.Incident{Region: xinjiang},
	}
	want := tiexin.Event{
		Customer: tiexin.Customer{ID: "c1", Nick: "t**8", NickMasked: true, Region: short},
		Order:    &tiexin.Order{ID: "T1", CustomerID: "c1", Region: short},
		Parcel:   &tiexin.Parcel{Number: "1", OrderID: "T1", Region: short, Origin: short, Track: []tiexin.Node{{Region: short}}},
		Incident: &tiexin.Incident{Region: short},
	}
	e.Normalise()
	assert.Equal(t, want, e)
	e.Normalise()
	assert.Equal(t, want, e)
}

func TestNormalise已经说了的不改(t *testing.T) {
	e := tiexin.Event{
		Customer: tiexin.Customer{ID: "c1", Nick: "小*王"},
		Order:    &tiexin.Order{ID: "T1", CustomerID: "c2"},
		Parcel:   &tiexin.Parcel{OrderID: "T2"},
	}
	e.Normalise()
	assert.False(t, e.Customer.NickMasked)
	assert.Equal(t, "c2", e.Order.CustomerID)
	assert.Equal(t, "T2", e.Parcel.OrderID)
	new(tiexin.Event).Normalise()
}

func Test日志里只有编号(t *testing.T) {
	e := fullEvent()
	e.ID, e.Shop, e.Customer.ID, e.Order.ID, e.Parcel.ID, e.Order.Status = "m1", "s1", "c1", "T1", "P1", tiexin.Paid
	var log bytes.Buffer
	remove := func(_ []string, a slog.Attr) slog.Attr {
		if a.Key == slog.TimeKey {
			return slog.Attr{}
		}
		return a
	}
	logger := slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{ReplaceAttr: remove}))
	logger.Info("in", "e", e, "customer", &e.Customer, "order", e.Order, "parcel", *e.Parcel)
	assert.Equal(t, "level=INFO msg=in e.id=m1 e.event=order.paid e.at="+e.At.Format("2006-01-02T15:04:05Z07:00")+
		" e.customer=c1 e.shop=s1 e.order=T1 e.parcel=P1 customer=c1 order.id=T1 order.status=paid parcel.key=P1"+
		" parcel.status=\""+string(e.Parcel.Status)+"\"\n", log.String())
}
