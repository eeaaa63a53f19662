// Package feishu tells a group of Feishu (飞书群) of its shop's tasks, by the group's custom
// robot (自定义机器人). [Robot] is a [channel.TaskDesk]:
//
//	robot := &feishu.Robot{Token: token, Secret: secret, Link: "https://shop.example/tasks"}
//	engine, err := care.New(rules, care.Options{Tasks: robot})
//
// Tasks that are opened at about the same time are one post: how many there are, of which
// kind, until when, and where to open them. The robot takes five posts a second and a hundred
// a minute, of 20 kB each.
//
//	新待办12件：聊天9、打电话3，最早11月11日19:30前完成
//	https://shop.example/tasks
//
// At the full and the half hour everybody's robots post, and Feishu refuses many: in the
// first minute of both nothing is posted, and the engine comes again after it.
//
// A group has many readers. No number or name stands in a post, and no script unless
// [Robot.Scripts] says so. A post cannot be taken back: a task that is withdrawn later is gone
// from the operator page, and those who look there do not find it.
package feishu
