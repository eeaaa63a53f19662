package taobao

// Sum is what signs a push.
var Sum = sum
