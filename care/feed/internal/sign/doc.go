// Package sign has what the signatures of China's platforms have in common: MD5 over texts one
// after the other, the secret among them, and a comparison that tells nothing by its time.
package sign
