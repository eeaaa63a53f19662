// Package dingtalk posts a shop's tasks to a group of DingTalk (钉钉群), by the group's
// custom robot (自定义机器人). [Robot] is a [channel.TaskDesk]:
//
//	robot := &dingtalk.Robot{Token: token, Secret: secret, Link: "https://shop.example/tasks"}
//	engine, err := care.New(rules, care.Options{Tasks: robot})
//
// The robot takes twenty posts a minute; after one more it takes none for ten minutes. So
// tasks that open at about the same time are one post. It has their number and kinds, the
// earliest deadline, and a link:
//
//	新待办12件：聊天9、打电话3，最早11月11日19:30前完成
//	https://shop.example/tasks
//
// A group has many readers. A post has no number and no name, and no script unless
// [Robot.Scripts] is set. A post cannot be taken back. A task that is withdrawn later
// disappears from the operator page.
package dingtalk
