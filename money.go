package tiexin

// Money is an amount in fen: one yuan is 100.
type Money int64
