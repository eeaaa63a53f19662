package gift_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/lifecycle/gift"
)

func formsOf(gifts []gift.Gift) []gift.Form {
	var forms []gift.Form
	for _, g := range gifts {
		forms = append(forms, g.Form)
	}
	return forms
}

func Test什么级别送什么(t *testing.T) {
	const (
		greeting, virtual, card = gift.Greeting, gift.Virtual, gift.Card
		parcel, meeting, visit  = gift.Physical, gift.OfflineMeeting, gift.Visit
	)
	tests := []struct {
		name    string
		premium bool
		ranks   []gift.Rank
		want    []gift.Form
	}{
		{"初级会员", false, []gift.Rank{gift.JuniorMember}, []gift.Form{greeting, virtual}},
		{"初级会员,高端品牌也一样", true, []gift.Rank{gift.JuniorMember}, []gift.Form{greeting, virtual}},
		{"高级会员", false, []gift.Rank{gift.SeniorMember}, []gift.Form{greeting, virtual}},
		{"高端品牌的高级会员", true, []gift.Rank{gift.SeniorMember}, []gift.Form{greeting, card, parcel}},
		{"顶级会员", true, []gift.Rank{gift.TopMember}, []gift.Form{greeting, card, parcel}},
		{"大客户", false, []gift.Rank{gift.BigCustomer}, []gift.Form{greeting, card, parcel, meeting, visit}},
		{"意见领袖", false, []gift.Rank{gift.OpinionLeader}, []gift.Form{meeting}},
		{"初级会员又是粉丝", false, []gift.Rank{gift.Fan, gift.JuniorMember}, []gift.Form{greeting, virtual, meeting}},
		{"初级会员又是大客户:有了实物就不再送券", false, []gift.Rank{gift.JuniorMember, gift.BigCustomer}, []gift.Form{greeting, card, parcel, meeting, visit}},
		{"核心供应商", false, []gift.Rank{gift.KeySupplier}, []gift.Form{visit}},
		{"什么也不是", false, nil, nil},
		{"没有这个级别", false, []gift.Rank{"emperor"}, nil},
	}
	table := gift.DefaultTable()
	require.NoError(t, table.Validate())
	for _, c := range tests {
		assert.Equal(t, c.want, formsOf(table.For(c.premium, c.ranks...)), c.name)
	}
	gifts := table.For(false, gift.JuniorMember, gift.SeniorMember)
	assert.Equal(t, []gift.Rank{gift.JuniorMember, gift.SeniorMember}, gifts[0].Ranks)
	assert.Len(t, gifts[0].Why, 1, "the same reason is said once")
}

func TestFormsOfCare(t *testing.T) {
	for _, f := range gift.Forms() {
		assert.NotEmpty(t, f.Text().Chinese)
		assert.NotEmpty(t, f.Text().English)
		if f.NeedsAddress() {
			assert.True(t, f.ByPerson(), f)
		}
	}
	assert.False(t, gift.Greeting.ByPerson())
	assert.Empty(t, gift.Form("x").Text())
}

func TestAShopsOwnGiftTable(t *testing.T) {
	text, err := json.Marshal(gift.DefaultTable())
	require.NoError(t, err)
	table, err := gift.ReadTable(strings.NewReader(string(text)))
	require.NoError(t, err)
	assert.Equal(t, gift.DefaultTable(), table)

	_, err = gift.ReadTable(strings.NewReader(`[
		{"rank":"fan","forms":["visit","visit","cake"],"why":{"en":"a","zh":"甲"}},
		{"rank":"fan","forms":[],"why":{"en":"a"}},
		{"rank":"emperor","forms":["card"],"why":{"en":"a","zh":"甲"}}]`))
	assert.EqualError(t, err, `lifecycle: gift table: row 0 (fan): has the form "visit" twice
row 0 (fan): has the unknown form "cake"; possible: ["greeting" "virtual-gift" "card" "physical-gift" "offline-meeting" "visit"]
row 1 (fan): is given twice, first in row 0
row 1 (fan): has no form of care
row 1 (fan): has no reason in both languages
row 2 (emperor): names no rank; possible: ["junior-member" "senior-member" "top-member" "big-customer" "opinion-leader" "fan" "key-supplier"]`)
	for text, want := range map[string]string{
		"[\n\n{,]":                         "line 3: invalid character",
		`{"rank":"fan"}`:                   "it is not a list",
		`[{"rnak":"fan"}]`:                 `row 0: cannot be read: json: unknown field "rnak"`,
		strings.Repeat(" ", 1<<20) + "[]":  "longer than 1048576 bytes",
		`[{"rank":"fan","forms":"visit"}]`: "row 0: cannot be read",
	} {
		_, err := gift.ReadTable(strings.NewReader(text))
		assert.ErrorContains(t, err, want)
	}
	table, err = gift.ReadTable(strings.NewReader(`[]`))
	assert.NoError(t, err, "a shop may give nothing")
	assert.Empty(t, table.For(true, gift.Ranks()...))
}

func FuzzReadGiftTable(f *testing.F) {
	f.Add(`[{"rank":"fan","forms":["visit"],"why":{"en":"a","zh":"b"}}]`)
	f.Fuzz(func(t *testing.T, text string) {
		table, err := gift.ReadTable(strings.NewReader(text))
		if err != nil {
			return
		}
		for _, premium := range []bool{true, false} {
			table.For(premium, gift.Ranks()...)
		}
	})
}
