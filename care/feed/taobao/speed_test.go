package taobao_test

import (
	"bytes"
	"encoding/json"
	"os"
	"testing"

	"github.com/tiexin-go/tiexin/care/feed/taobao"
)

// FuzzRead: whatever comes is an event that an engine takes or refuses by Validate, is
// parked or is nothing; and the same gives the same.
func FuzzRead(f *testing.F) {
	for _, topic := range []string{
		"taobao_trade_TradeCreate", "taobao_trade_TradeClose", "taobao_refund_RefundSuccess", "taobao_logistics_LogsticDetailTrace",
		"taobao_logistics_PackageExceptionCreate", "taobao_opencrm_AuthTouchMessage", "alibaba_aliqin_FcSmsDR", "taobao_trade_TradeRated",
	} {
		f.Add(about(topic, "rater", "buyer", "refund_id", 7, "action", "OTHER", "out_sid", "7"), []byte(`{"trade":{"tid_str":"`+tid+`","buyer_open_uid":"a"}}`))
	}
	trade, err := os.ReadFile("testdata/taobao_trade_fullinfo_get.json")
	if err != nil {
		f.Fatal(err)
	}
	f.Add([]byte(`{"tmc_messages_consume_response":{"messages":{"tmc_message":[{}]}}}`), trade)
	f.Fuzz(func(t *testing.T, body, trade []byte) {
		r := &taobao.Recording{}
		if _, err := r.Read(t.Context(), trade); err != nil {
			t.Fatal(err)
		}
		first, err := r.Read(t.Context(), body)
		if err != nil {
			t.Fatal(err)
		}
		again, _ := r.Read(t.Context(), body)
		a, _ := json.Marshal(first.Events)
		b, _ := json.Marshal(again.Events)
		if !bytes.Equal(a, b) {
			t.Fatalf("the same gives something else: %s and %s", a, b)
		}
		for _, e := range first.Events {
			if e.ID == "" || e.Customer.ID == "" {
				t.Fatalf("an event without an id or a customer: %s", a)
			}
		}
	})
}

func FuzzSign(f *testing.F) {
	f.Add("nick", "~ ! * ' ( )", "hush")
	f.Add("昵称", "小 王", "")
	f.Fuzz(func(t *testing.T, key, value, secret string) {
		for _, method := range []string{"md5", "hmac"} {
			params := map[string]string{"sign_method": method, key: value}
			signed := taobao.Sign(params, secret)
			params["sign"] = signed
			if len(signed) != 32 || taobao.Sign(params, secret) != signed {
				t.Fatal(signed)
			}
		}
	})
}

func BenchmarkRead_Message(b *testing.B) {
	body := about("taobao_trade_TradeCreate", "status", "WAIT_BUYER_PAY", "seller_nick", "某某旗舰店", "oid", json.Number(tid))
	s := &taobao.Source{AppKey: "1"}
	for b.Loop() {
		if r, err := s.Read(b.Context(), body); err != nil || len(r.Events) != 1 {
			b.Fatal(r, err)
		}
	}
}

func BenchmarkRead_Trade(b *testing.B) {
	trade, err := os.ReadFile("testdata/taobao_trade_fullinfo_get.json")
	if err != nil {
		b.Fatal(err)
	}
	r := &taobao.Recording{}
	if _, err := r.Read(b.Context(), trade); err != nil {
		b.Fatal(err)
	}
	s := &taobao.Source{AppKey: "1", Trades: r}
	body := about("taobao_trade_TradeBuyerPay")
	for b.Loop() {
		if r, err := s.Read(b.Context(), body); err != nil || len(r.Events) != 1 {
			b.Fatal(r, err)
		}
	}
}

func BenchmarkSign(b *testing.B) {
	for b.Loop() {
		taobao.Sign(documented, "helloworld")
	}
}
