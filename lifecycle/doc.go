// Package lifecycle is the first page of the questions of customer care that change with
// time (客户生命周期关怀). It has no code of its own: each question has a package below this
// one, with plain functions on plain structs. No engine is needed.
//
//   - stage: at which stage is a customer, when does time alone change it, and what moved
//     them? (客户阶段, 阶段流转)
//   - restock: when does a customer need the goods again? (复购提醒, 满月礼)
//   - related: which products go together? (关联推荐)
//   - payment: when should an unpaid order get a reminder? (催付时机)
//   - delivery: is this parcel late before its customer asks? (异常物流安抚)
//   - winback: which customers to win back, and how? (流失召回)
//   - statement: what did a customer spend, save and earn in half a year? (阶段性账单)
//   - gift: which form has a greeting for which rank? (节日礼遇)
//   - note: which dates did a customer mention in a conversation? (客户备注)
//   - calendar: festivals, lunar dates, workdays, birthdays and ages.
//
// A day in the shop: the purchases of a customer make a stage.History, and stage.Policy
// says that they are lapsing. The rhythm of their milk powder says that they are late
// (restock). So winback plans whether to ask them back, and with what.
//
// Two promises hold in all of them. Nothing reads the clock: now is an argument. And an
// answer that time alone can change has the instant of that change (Next, NextChange,
// NextAdvance), so nothing polls. Days begin and end in the shop's zone; a nil zone is
// China's.
//
// Each estimate is a [github.com/tiexin-go/tiexin/loyalty.Measure], with its base. A
// textbook value, used for lack of data, has the flag loyalty.Textbook. Bad input is an
// error that names the row, or an unknown answer with a reason; it is never a guess.
package lifecycle
