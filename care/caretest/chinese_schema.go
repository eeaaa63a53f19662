package caretest

// schemaChinese is what the schema says of mappings in Chinese; keys have it in their
// forms.
var schemaChinese = map[string]string{
	"tiexin rule tests": "贴心规则测试",

	"Stories about a shop's rules: what happens, and what the customers receive.": "关于店铺规则的故事：发生了什么，顾客收到什么。",
	"A story with its end.":                                   "一个有结局的故事。",
	"One thing that happens.":                                 "发生的一件事。",
	"A message or task. What is not written is not compared.": "一条消息或一个任务。没写的不比较。",
	"Something that waited or was not sent, and why. What is not written is not compared.": "等着的或没发的，为什么。没写的不比较。",
}
