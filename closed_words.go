package tiexin

import (
	"reflect"
	"strings"
	"unicode/utf8"
	"unsafe"

	"github.com/tiexin-go/tiexin/internal/model"
)

// A closedList are the words of the library's own that a field may have, and what else
// plainly means one of them. Hosts have no words of their own there: no rule could know
// them.
type closedList struct {
	words []string
	means map[string]string // in lower case
}

var (
	genders = &closedList{
		words: []string{string(Female), string(Male)},
		means: map[string]string{
			"女": "female", "女性": "female", "女士": "female", "女生": "female", "f": "female",
			"男": "male", "男性": "male", "男士": "male", "男生": "male", "m": "male",
		},
	}
	ratings = &closedList{
		words: []string{string(Good), string(Neutral), string(Bad)},
		means: map[string]string{"好评": "good", "中评": "neutral", "差评": "bad"},
	}
	signers = &closedList{
		words: []string{string(SignedBySelf), string(SignedByAgent), string(SignedByLocker), string(SignedLate)},
		means: map[string]string{
			"本人": "self", "本人签收": "self", "代签": "agent", "代收": "agent", "别人代收": "agent", "家人": "agent", "门卫": "agent", "保安": "agent",
			"快递柜": "locker", "自提柜": "locker", "驿站": "locker", "菜鸟驿站": "locker", "丰巢": "locker",
		},
	}
	troubles = &closedList{
		words: []string{"stalled", "failed", "rejected", "returning", "returned", "out_of_area", "lost", "damaged"},
		means: map[string]string{"拒收": "rejected", "丢失": "lost", "丢件": "lost", "破损": "damaged", "超区": "out_of_area"},
	}
	arrivals = &closedList{
		words: []string{"promise", "prediction", "history", "default"},
		means: map[string]string{"承诺": "promise", "预计": "prediction"},
	}
)

// closedListOf is the list of a field with the role of a word.
func closedListOf(f *model.Field) *closedList {
	switch f.Type {
	case reflect.TypeFor[Gender]():
		return genders
	case reflect.TypeFor[Rating]():
		return ratings
	case reflect.TypeFor[SignedBy]():
		return signers
	}
	if f.Name == "abnormal" {
		return troubles
	}
	return arrivals
}

// settledRefunds are what shops say of a refund that is settled. Kept as the host's own
// words they would count as open.
var settledRefunds = map[string]RefundStatus{
	"退款成功": RefundSucceeded, "已退款": RefundSucceeded, "退款完成": RefundSucceeded,
	"退款关闭": RefundClosed, "已撤销": RefundClosed, "拒绝退款": RefundRefused, "已拒绝": RefundRefused,
}

// word writes a word of a closed list as the library does, and leaves out any other.
func (m *mender) word(f *model.Field, word *string) {
	if *word == "" || !utf8.ValidString(*word) {
		return
	}
	list := closedListOf(f)
	folded := strings.ToLower(strings.TrimSpace(*word))
	for _, w := range list.words {
		if w == *word {
			return
		}
		if w == folded || list.means[folded] == w {
			if m.change() {
				*word = w
			}
			return
		}
	}
	m.leavesOut(f, unsafe.Pointer(word), inNoTable(*word, list.words))
}
