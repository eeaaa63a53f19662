package calendar

import "time"

// The common special days of shops in China. Lunar ones are in the regular month,
// never in a leap one.
var (
	// NewYear is 元旦.
	NewYear = SpecialDay{Key: "new_year", Name: "元旦", English: "New Year's Day", Greeting: "新年快乐", Synonyms: []string{"元旦节", "新年"}, Rule: solar(1, 1)}
	// Laba is 腊八, of the lunar year that ends soon after.
	Laba = SpecialDay{Key: "laba", Name: "腊八", English: "Laba Festival", Greeting: "腊八节快乐", Synonyms: []string{"腊八节"}, Rule: lunar(12, 8), Note: "at the end of a lunar year: a Gregorian year may have none or two"}
	// XiaonianNorth is 小年 in the north.
	XiaonianNorth = SpecialDay{Key: "xiaonian_north", Name: "北方小年", English: "Little New Year (north)", Greeting: "小年快乐", Synonyms: []string{"xiaonian_n", "小年(北)", "小年（北）", "小年"}, Rule: lunar(12, 23), Note: "by the receiver's province: the south keeps it a day later"}
	// XiaonianSouth is 小年 in the south.
	XiaonianSouth = SpecialDay{Key: "xiaonian_south", Name: "南方小年", English: "Little New Year (south)", Greeting: "小年快乐", Synonyms: []string{"xiaonian_s", "小年(南)", "小年（南）"}, Rule: lunar(12, 24), Note: "by the receiver's province: the north keeps it a day earlier"}
	// NewYearEve is 除夕, the day before 春节: many lunar years have no 三十.
	NewYearEve = SpecialDay{Key: "new_year_eve", Name: "除夕", English: "Chinese New Year's Eve", Greeting: "除夕快乐", Synonyms: []string{"大年三十", "年三十", "chuxi"}, Rule: plus(lunar(1, 1), -1)}
	// SpringFestival is 春节.
	SpringFestival = SpecialDay{Key: "spring_festival", Name: "春节", English: "Spring Festival", Greeting: "新春快乐", Synonyms: []string{"大年初一", "chunjie", "Chinese New Year"}, Rule: lunar(1, 1), Note: "parcels stop from about a week before to a week after"}
	// Valentine is 情人节.
	Valentine = SpecialDay{Key: "valentine", Name: "情人节", English: "Valentine's Day", Greeting: "情人节快乐", Synonyms: []string{"valentines_day"}, Rule: solar(2, 14)}
	// Lantern is 元宵节.
	Lantern = SpecialDay{Key: "lantern", Name: "元宵节", English: "Lantern Festival", Greeting: "元宵节快乐", Synonyms: []string{"元宵", "上元节", "yuanxiao"}, Rule: lunar(1, 15)}
	// QueensDay is 妇女节, 女王节 in shops.
	QueensDay = SpecialDay{Key: "queens_day", Name: "女王节", English: "Women's Day", Greeting: "女王节快乐", Synonyms: []string{"妇女节", "三八节", "女神节", "38", "womens_day"}, Rule: solar(3, 8), Note: "shopping begins about a week before"}
	// WhiteDay is 白色情人节.
	WhiteDay = SpecialDay{Key: "white_day", Name: "白色情人节", English: "White Day", Greeting: "白色情人节快乐", Rule: solar(3, 14)}
	// ConsumerDay is 消费者权益日.
	ConsumerDay = SpecialDay{Key: "consumer_day", Name: "消费者权益日", English: "Consumer Rights Day", Synonyms: []string{"315", "3·15", "3.15"}, Rule: solar(3, 15), Note: "no hard selling"}
	// DragonHead is 龙抬头.
	DragonHead = SpecialDay{Key: "dragon_head", Name: "龙抬头", English: "Dragon Head-Raising Day", Synonyms: []string{"二月二", "春龙节"}, Rule: lunar(2, 2)}
	// AprilFools is 愚人节.
	AprilFools = SpecialDay{Key: "april_fools", Name: "愚人节", English: "April Fools' Day", Greeting: "愚人节快乐", Rule: solar(4, 1), Note: "a service notice should not sound like a joke"}
	// TombSweeping is 清明节.
	TombSweeping = SpecialDay{Key: "qingming", Name: "清明", English: "Tomb-Sweeping Day", Synonyms: []string{"清明节", "tomb_sweeping", "Pure Brightness"}, Rule: atTerm(Qingming), Suppress: "people sweep the graves of their dead"}
	// LabourDay is 劳动节.
	LabourDay = SpecialDay{Key: "labour", Name: "劳动节", English: "Labour Day", Greeting: "劳动节快乐", Synonyms: []string{"五一", "五一劳动节", "labor", "Labor Day"}, Rule: solar(5, 1)}
	// YouthDay is 青年节.
	YouthDay = SpecialDay{Key: "youth", Name: "青年节", English: "Youth Day", Greeting: "青年节快乐", Synonyms: []string{"五四", "五四青年节"}, Rule: solar(5, 4)}
	// MothersDay is 母亲节.
	MothersDay = SpecialDay{Key: "mothers_day", Name: "母亲节", English: "Mother's Day", Greeting: "母亲节快乐", Rule: weekday(5, 2, time.Sunday)}
	// WenchuanDay is the memorial day of the earthquake of 2008.
	WenchuanDay = SpecialDay{Key: "wenchuan", Name: "汶川地震纪念日", English: "Wenchuan Earthquake Memorial Day", Synonyms: []string{"5-12", "512", "5·12", "防灾减灾日"}, Rule: solar(5, 12), Suppress: "the dead of the earthquake of 2008 are remembered"}
	// Day520 is 网络情人节.
	Day520 = SpecialDay{Key: "520", Name: "网络情人节", English: "Online Valentine's Day", Greeting: "520快乐", Synonyms: []string{"我爱你日", "5·20"}, Rule: solar(5, 20)}
	// ChildrensDay is 儿童节.
	ChildrensDay = SpecialDay{Key: "children", Name: "儿童节", English: "Children's Day", Greeting: "儿童节快乐", Synonyms: []string{"六一", "六一儿童节"}, Rule: solar(6, 1)}
	// Day618 is the sale of the middle of the year (年中大促).
	Day618 = SpecialDay{Key: "618", Name: "年中大促", English: "618 Shopping Festival", Synonyms: []string{"618年中大促", "六一八", "6·18"}, Rule: during(5, 20, 6, 20, 6, 18), Note: "its main day is 6-18; presale has its own table"}
	// DragonBoat is 端午节.
	DragonBoat = SpecialDay{Key: "dragon_boat", Name: "端午节", English: "Dragon Boat Festival", Greeting: "端午安康", Synonyms: []string{"端午", "duanwu"}, Rule: lunar(5, 5), Note: "many prefer the wish 安康 to 快乐"}
	// FathersDay is 父亲节.
	FathersDay = SpecialDay{Key: "fathers_day", Name: "父亲节", English: "Father's Day", Greeting: "父亲节快乐", Rule: weekday(6, 3, time.Sunday)}
	// Day818 is 818.
	Day818 = SpecialDay{Key: "818", Name: "818购物节", English: "818 Shopping Festival", Synonyms: []string{"8·18"}, Rule: solar(8, 18)}
	// Qixi is 七夕.
	Qixi = SpecialDay{Key: "qixi", Name: "七夕", English: "Qixi Festival", Greeting: "七夕快乐", Synonyms: []string{"七夕节", "乞巧节", "中国情人节"}, Rule: lunar(7, 7)}
	// Zhongyuan is 中元节.
	Zhongyuan = SpecialDay{Key: "zhongyuan", Name: "中元节", English: "Ghost Festival", Synonyms: []string{"中元", "鬼节", "七月半", "盂兰盆节"}, Rule: lunar(7, 15), Suppress: "people remember their dead"}
	// Day99 is 划算节.
	Day99 = SpecialDay{Key: "99", Name: "划算节", English: "99 Shopping Festival", Synonyms: []string{"99划算节", "9·9"}, Rule: solar(9, 9)}
	// TeachersDay is 教师节.
	TeachersDay = SpecialDay{Key: "teachers", Name: "教师节", English: "Teachers' Day", Greeting: "教师节快乐", Rule: solar(9, 10)}
	// MukdenDay is the memorial day of 18 September 1931.
	MukdenDay = SpecialDay{Key: "mukden", Name: "九一八", English: "September 18 Incident Anniversary", Synonyms: []string{"9-18", "918", "9·18", "九一八事变纪念日"}, Rule: solar(9, 18), Suppress: "the beginning of the Japanese invasion in 1931 is remembered"}
	// MidAutumn is 中秋节.
	MidAutumn = SpecialDay{Key: "mid_autumn", Name: "中秋节", English: "Mid-Autumn Festival", Greeting: "中秋快乐", Synonyms: []string{"中秋", "zhongqiu", "Moon Festival"}, Rule: lunar(8, 15), Note: "falls into the holiday of 国庆 in some years"}
	// NationalDay is 国庆节.
	NationalDay = SpecialDay{Key: "national", Name: "国庆节", English: "National Day", Greeting: "国庆快乐", Synonyms: []string{"国庆", "十一"}, Rule: solar(10, 1)}
	// DoubleNinth is 重阳节.
	DoubleNinth = SpecialDay{Key: "double_ninth", Name: "重阳节", English: "Double Ninth Festival", Greeting: "重阳安康", Synonyms: []string{"重阳", "老人节"}, Rule: lunar(9, 9)}
	// Halloween is 万圣夜.
	Halloween = SpecialDay{Key: "halloween", Name: "万圣节", English: "Halloween", Greeting: "万圣节快乐", Synonyms: []string{"万圣", "万圣夜"}, Rule: solar(10, 31)}
	// Double11 is 双11.
	Double11 = SpecialDay{Key: "double11", Name: "双11", English: "Double 11", Synonyms: []string{"双十一", "11·11", "光棍节", "Singles' Day"}, Rule: during(10, 20, 11, 11, 11, 11), Note: "its main day is 11-11; presale has its own table"}
	// Thanksgiving is 感恩节.
	Thanksgiving = SpecialDay{Key: "thanksgiving", Name: "感恩节", English: "Thanksgiving", Greeting: "感恩节快乐", Synonyms: []string{"thanksgiving_day"}, Rule: weekday(11, 4, time.Thursday)}
	// BlackFriday is 黑色星期五.
	BlackFriday = SpecialDay{Key: "black_friday", Name: "黑色星期五", English: "Black Friday", Synonyms: []string{"黑五"}, Rule: plus(weekday(11, 4, time.Thursday), 1)}
	// Double12 is 双12.
	Double12 = SpecialDay{Key: "double12", Name: "双12", English: "Double 12", Synonyms: []string{"双十二", "12·12", "年终好价节"}, Rule: solar(12, 12), Note: "platforms rename it now and then"}
	// NanjingDay is 国家公祭日.
	NanjingDay = SpecialDay{Key: "nanjing", Name: "国家公祭日", English: "Nanjing Massacre Memorial Day", Synonyms: []string{"12-13", "1213", "12·13", "南京大屠杀死难者国家公祭日"}, Rule: solar(12, 13), Suppress: "the victims of the massacre of 1937 are remembered"}
	// WinterSolstice is 冬至.
	WinterSolstice = SpecialDay{Key: "dongzhi", Name: "冬至", English: "Winter Solstice", Greeting: "冬至快乐", Synonyms: []string{"冬至节"}, Rule: atTerm(Dongzhi)}
	// ChristmasEve is 平安夜.
	ChristmasEve = SpecialDay{Key: "christmas_eve", Name: "平安夜", English: "Christmas Eve", Greeting: "平安夜快乐", Rule: solar(12, 24)}
	// Christmas is 圣诞节.
	Christmas = SpecialDay{Key: "christmas", Name: "圣诞节", English: "Christmas", Greeting: "圣诞快乐", Synonyms: []string{"圣诞", "Christmas Day"}, Rule: solar(12, 25)}

	// NianHuo is 年货节, announced each year.
	NianHuo = SpecialDay{Key: "nian_huo", Name: "年货节", English: "New Year Shopping Festival", Rule: Rule{form: byTable}, Note: "announced each year, some three to five weeks before 春节"}
	// Presale618 is the presale of 618, announced each year.
	Presale618 = SpecialDay{Key: "618_presale", Name: "618预售", English: "618 Presale", Rule: Rule{form: byTable}, Note: "announced each year, from the middle or end of May"}
	// Presale11 is the presale of 双11, announced each year.
	Presale11 = SpecialDay{Key: "double11_presale", Name: "双11预售", English: "Double 11 Presale", Synonyms: []string{"双十一预售"}, Rule: Rule{form: byTable}, Note: "announced each year, from the middle of October"}
	// Mourning are the days that the State Council declared for national mourning.
	Mourning = SpecialDay{
		Key: "mourning", Name: "全国哀悼日", English: "National Mourning", Synonyms: []string{"哀悼日"}, Suppress: "the State Council declared national mourning", Rule: Rule{form: byList, dates: []Span{
			{Date{2008, 5, 19}, Date{2008, 5, 19}, Date{2008, 5, 21}}, // the earthquake of Wenchuan
			Single(Date{2010, 4, 21}),                                 // the earthquake of Yushu
			Single(Date{2010, 8, 15}),                                 // the mudslide of Zhouqu
			Single(Date{2020, 4, 4}),                                  // COVID-19
		}},
	}
)

func solar(month, day int) Rule {
	return Rule{form: onPoint, from: point{form: solarPoint, month: month, day: day}}
}

func lunar(month, day int) Rule {
	return Rule{form: onPoint, from: point{form: lunarPoint, month: month, day: day}}
}

func weekday(month, n int, dow time.Weekday) Rule {
	return Rule{form: onPoint, from: point{form: weekdayPoint, month: month, day: n, dow: dow}}
}

func atTerm(t Term) Rule { return Rule{form: onPoint, from: point{form: termPoint, term: t}} }

func plus(r Rule, days int) Rule {
	r.from.offset += days
	return r
}

// during is a range within a year, and its main day.
func during(month, day, toMonth, toDay, mainMonth, mainDay int) Rule {
	return Rule{form: fromTo, from: solar(month, day).from, to: solar(toMonth, toDay).from, main: solar(mainMonth, mainDay).from}
}

// china are the days above in the order of a year, and the solar terms that are
// no festivals.
func china() []SpecialDay {
	days := []SpecialDay{
		NewYear, Laba, XiaonianNorth, XiaonianSouth, NewYearEve, SpringFestival, Valentine, Lantern, QueensDay, WhiteDay, ConsumerDay,
		DragonHead, AprilFools, TombSweeping, LabourDay, YouthDay, MothersDay, WenchuanDay, Day520, Presale618, Day618, ChildrensDay,
		DragonBoat, FathersDay, Day818, Qixi, Zhongyuan, Day99, TeachersDay, MukdenDay, MidAutumn, NationalDay, DoubleNinth,
		Presale11, Double11, Halloween, Thanksgiving, BlackFriday, Double12, NanjingDay, WinterSolstice, ChristmasEve, Christmas,
		NianHuo, Mourning,
	}
	for t := Xiaohan; t <= Dongzhi; t++ {
		if t == Qingming || t == Dongzhi {
			continue
		}
		n := termNames[t]
		days = append(days, SpecialDay{Key: n.pinyin, Name: n.chinese, English: n.english, Rule: atTerm(t)})
	}
	return days
}
