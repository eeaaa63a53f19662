// Package sign has the common parts of signatures on China's platforms: MD5 over several
// texts and a secret, and a comparison in constant time.
package sign
