package sign_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/tiexin-go/tiexin/care/feed/internal/sign"
)

// The examples are those of RFC 1321.
func TestMD5(t *testing.T) {
	assert.Equal(t, "d41d8cd98f00b204e9800998ecf8427e", sign.MD5())
	assert.Equal(t, "f96b697d7cb7938d525a2f31aaf161d0", sign.MD5("message", " ", "digest"))
}

func TestSame(t *testing.T) {
	assert.True(t, sign.Same("f96b", "f96b"))
	assert.False(t, sign.Same("f96b", "F96B"))
	assert.False(t, sign.Same("f96b", ""))
}
