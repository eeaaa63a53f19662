package wechat

// ValueOf is a value as WeChat takes it.
var ValueOf = valueOf
