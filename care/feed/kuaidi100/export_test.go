package kuaidi100

var Meaning = meaning
