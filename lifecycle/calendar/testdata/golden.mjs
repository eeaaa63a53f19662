// Makes golden.txt: a digest per year of all days with their lunar date and solar
// term, as other people's packages compute them. It is run by hand, never by the
// tests:
//
//   npm install lunar-javascript@1.7.7 tyme4ts@1.5.2 solarlunar@3.1.0 chinese-days@1.5.7 astronomy-engine@2.1.19
//   node golden.mjs > golden.txt
//
// A line is 'YYYY-MM-DD year-month-day leap term': the lunar date, 1 in a leap
// month or 0, and the solar term that falls on the day, or '-'. Lines come from
// lunar-javascript. Wherever another package says something else, that is
// printed, and the moment of the new moon or the sun's longitude by
// astronomy-engine with it.
import { createRequire } from 'module'
import { createHash } from 'crypto'
const require = createRequire(import.meta.url)
const { Solar } = require('lunar-javascript')
const { SolarDay, SolarTerm } = require('tyme4ts')
const solarlunar = require('solarlunar').default ?? require('solarlunar')
const { getLunarDate } = require('chinese-days')
const astro = require('astronomy-engine')

const day = 864e5
const east8 = 8 * 36e5
const iso = t => new Date(t).toISOString().slice(0, 10)
const clock = t => new Date(t).toISOString().slice(0, 19).replace('T', ' ')

// The days of all terms by the exact moments of tyme4ts and of astronomy-engine.
const exact = {}, sky = {}, moment = {}
for (let y = 1901; y <= 2099; y++) {
  for (let i = 0; i < 24; i++) {
    const term = SolarTerm.fromIndex(y, i + 1)
    const d = term.getJulianDay().getSolarDay()
    const t = Date.UTC(d.getYear(), d.getMonth() - 1, d.getDay())
    exact[iso(t)] = term.getName()
    const at = astro.SearchSunLongitude((285 + 15 * i) % 360, new Date(t - 3 * day), 8).date.getTime() + east8
    sky[iso(at)] = term.getName()
    moment[term.getName() + y] = clock(at)
  }
}
const moon = t => clock(astro.SearchMoonPhase(0, new Date(t - 3 * day), 8).date.getTime() + east8)

const others = {
  'tyme4ts': (y, m, d) => {
    const lunar = SolarDay.fromYmd(y, m, d).getLunarDay(), month = lunar.getLunarMonth()
    return [month.getYear(), Math.abs(month.getMonthWithLeap()), lunar.getDay(), month.isLeap()]
  },
  'solarlunar': (y, m, d) => {
    const s = solarlunar.solar2lunar(y, m, d)
    return [s.lYear, s.lMonth, s.lDay, s.isLeap]
  },
  'chinese-days': (y, m, d) => {
    const s = getLunarDate(iso(Date.UTC(y, m - 1, d)))
    return [s.lunarYear, s.lunarMon, s.lunarDay, s.isLeap]
  },
}
const terms = {
  'tyme4ts, exact': t => exact[iso(t)] ?? '',
  'tyme4ts, almanac': t => {
    const d = new Date(t), term = SolarDay.fromYmd(d.getUTCFullYear(), d.getUTCMonth() + 1, d.getUTCDate()).getTermDay()
    return term.getDayIndex() === 0 ? term.getSolarTerm().getName() : ''
  },
  'solarlunar': t => {
    const d = new Date(t), s = solarlunar.solar2lunar(d.getUTCFullYear(), d.getUTCMonth() + 1, d.getUTCDate())
    return s.isTerm ? s.term : ''
  },
  'astronomy-engine': t => sky[iso(t)] ?? '',
}

const wrong = {}
let days = 0
const digests = []
for (let y = 1901; y <= 2099; y++) {
  const hash = createHash('sha256')
  for (let t = Date.UTC(y, 0, 1); t < Date.UTC(y + 1, 0, 1); t += day) {
    const at = new Date(t), m = at.getUTCMonth() + 1, d = at.getUTCDate()
    const lunar = Solar.fromYmd(y, m, d).getLunar(), leap = lunar.getMonth() < 0, term = lunar.getJieQi()
    const mine = [lunar.getYear(), Math.abs(lunar.getMonth()), lunar.getDay(), leap].join('-')
    for (const [name, other] of Object.entries(others)) {
      if (other(y, m, d).join('-') !== mine) {
        const w = wrong[`lunar dates, ${name}, ${y}`] ??= { first: iso(t), n: 0, moon: moon(t) }
        w.last = iso(t)
        w.n++
      }
    }
    for (const [name, other] of Object.entries(terms)) {
      if (other(t) !== term && term) wrong[`term, ${name}, ${y}: not ${term} on`] = { first: iso(t), last: iso(t), n: 1, sun: moment[term + y] }
    }
    hash.update(`${iso(t)} ${lunar.getYear()}-${Math.abs(lunar.getMonth())}-${lunar.getDay()} ${leap ? 1 : 0} ${term || '-'}\n`)
    days++
  }
  digests.push(`${y} ${hash.digest('hex')}`)
}

console.log(`# ${days} days by lunar-javascript 1.7.7, compared with tyme4ts 1.5.2, solarlunar 3.1.0, chinese-days 1.5.7 and`)
console.log('# astronomy-engine 2.1.19. Made by golden.mjs; instants are in UTC+8. Where they disagree:')
console.log('#')
for (const [what, w] of Object.entries(wrong)) {
  const sky = w.moon ? `new moon ${w.moon}` : `sun there ${w.sun}`
  console.log(`#   ${what} ${w.first}${w.last === w.first ? '' : '..' + w.last} (${w.n} days): ${sky}`)
}
console.log(`#
# Who is right. 1933: the new moon is almost four minutes past midnight, so the month begins on 07-23; two tables are
# off. 1979 大寒: 23:59:52 by astronomy-engine and 23:59:56 by tyme4ts, so 01-20. 1996 and 2060: chinese-days begins
# months on a day that has no new moon. 2097: astronomy-engine puts the new moon 15 s after midnight, which is less than
# anybody knows today about the rotation of the earth then; three of the four packages say 08-07, and so do these lines.
# 1912, 1913, 1917, 1927, 1928: two packages give the term as old almanacs have it, one day off the moment in UTC+8; the
# lines, the exact moments of tyme4ts and astronomy-engine have it on the day in UTC+8.
# The months of 1914-11-17, 1916-02-03 and 1920-11-10 begin the day before the new moon in UTC+8, which is two to six minutes
# past midnight: until 1928 the almanac used the mean time of Beijing, a quarter of an hour behind. All packages follow it.`)
console.log(digests.join('\n'))
