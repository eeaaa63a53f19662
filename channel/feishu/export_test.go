package feishu

// Sign is the signature of a post.
var Sign = sign
