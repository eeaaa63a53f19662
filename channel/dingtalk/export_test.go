package dingtalk

// Sign is the signature of a post.
var Sign = sign
