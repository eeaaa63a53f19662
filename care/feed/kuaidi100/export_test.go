package kuaidi100

var (
	Sign    = sign
	Meaning = meaning
)
