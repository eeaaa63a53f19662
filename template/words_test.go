package template

import (
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
)

func TestTheWordForARating(t *testing.T) {
	for rating, want := range map[tiexin.Rating]string{tiexin.Good: "好评", tiexin.Neutral: "中评", tiexin.Bad: "差评", "": "", "great": ""} {
		assert.Equal(t, want, RatingWord(rating))
	}
}

func TestABirthdayAsPeopleSayIt(t *testing.T) {
	for date, want := range map[string]string{
		"1990-11-08": "11月8日", "09-12": "9月12日", "02-29": "2月29日", "": "",
		"lunar:1990-08-15": "农历八月十五", "lunar:2023-闰02-01": "农历闰二月初一", "lunar:01-10": "农历正月初十",
		"lunar:11-11": "农历冬月十一", "lunar:12-20": "农历腊月二十", "lunar:12-30": "农历腊月三十", "lunar:10-29": "农历十月廿九",
	} {
		d, err := tiexin.ParseDate(date)
		require.NoError(t, err, date)
		assert.Equal(t, want, BirthdayWords(d), date)
	}
	for _, impossible := range []tiexin.Date{{Month: 13, Day: 1}, {Month: 4, Day: 31}, {Day: 3}, {Month: 5}, {Month: 2, Day: 1, Leap: true}, {Lunar: true, Month: -1, Day: 40}} {
		assert.Empty(t, BirthdayWords(impossible), "%+v", impossible)
	}
}

func TestNoBirthdayIsLongerThanTheVocabularySays(t *testing.T) {
	seen := map[string]bool{}
	for month := 1; month <= 12; month++ {
		for day := 1; day <= 31; day++ {
			for _, d := range []tiexin.Date{{Month: month, Day: day}, {Month: month, Day: day, Lunar: true}, {Month: month, Day: day, Lunar: true, Leap: true}} {
				if d.Validate() != nil {
					continue
				}
				words := BirthdayWords(d)
				assert.LessOrEqual(t, utf8.RuneCountInString(words), Birthday.Info().Max, words)
				assert.False(t, seen[words], "%s stands for two days", words)
				seen[words] = true
			}
		}
	}
	assert.Len(t, seen, 366+2*12*30)
}
