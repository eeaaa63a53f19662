// Package feishu posts a shop's tasks to a group of Feishu (飞书群), by the group's custom
// robot (自定义机器人). [Robot] is a [channel.TaskDesk]:
//
//	robot := &feishu.Robot{Token: token, Secret: secret, Link: "https://shop.example/tasks"}
//	engine, err := care.New(rules, care.Options{Tasks: robot})
//
// Tasks that open at about the same time are one post. It has their number and kinds, the
// earliest deadline, and a link. The robot takes five posts a second and a hundred a
// minute, of 20 kB each.
//
//	新待办12件：聊天9、打电话3，最早11月11日19:30前完成
//	https://shop.example/tasks
//
// At the full and the half hour many robots post, and Feishu refuses many posts. So this
// robot posts nothing in the first minute of both; the engine tries again after it.
//
// A group has many readers. A post has no number and no name, and no script unless
// [Robot.Scripts] is set. A post cannot be taken back. A task that is withdrawn later
// disappears from the operator page.
package feishu
