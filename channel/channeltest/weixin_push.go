package channeltest

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/sha1"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"net/http"
	"net/url"
	"sort"
	"strings"
	"time"
)

// weixinPush is a push of WeChat's and WeCom's, signed in its address, and encrypted where
// there is a key.
func weixinPush(address, token, aesKey, receiver string, at time.Time, text string) push {
	stamp, nonce := fmt.Sprint(at.Unix()), "263014780"
	query := url.Values{"timestamp": {stamp}, "nonce": {nonce}, "signature": {weixinSign(token, stamp, nonce)}}
	if aesKey != "" {
		sealed := weixinSeal(aesKey, receiver, text)
		query.Set("encrypt_type", "aes")
		query.Set("msg_signature", weixinSign(token, stamp, nonce, sealed))
		text = "<xml><ToUserName><![CDATA[" + receiver + "]]></ToUserName><Encrypt><![CDATA[" + sealed + "]]></Encrypt></xml>"
	}
	return push{address + "?" + query.Encode(), http.Header{"Content-Type": {"text/xml"}}, []byte(text)}
}

// weixinGreeting is how both ask whether an address is right; echo is what they want to hear.
func weixinGreeting(token, aesKey, receiver string, at time.Time, echo string) url.Values {
	stamp, nonce := fmt.Sprint(at.Unix()), "263014780"
	if aesKey == "" {
		return url.Values{"timestamp": {stamp}, "nonce": {nonce}, "signature": {weixinSign(token, stamp, nonce)}, "echostr": {echo}}
	}
	sealed := weixinSeal(aesKey, receiver, echo)
	return url.Values{"timestamp": {stamp}, "nonce": {nonce}, "msg_signature": {weixinSign(token, stamp, nonce, sealed)}, "echostr": {sealed}}
}

func weixinSign(parts ...string) string {
	sort.Strings(parts)
	return fmt.Sprintf("%x", sha1.Sum([]byte(strings.Join(parts, ""))))
}

// weixinSeal encrypts a text for a receiver.
func weixinSeal(aesKey, receiver, text string) string {
	key, err := base64.StdEncoding.DecodeString(aesKey + "=")
	if err != nil {
		panic("channeltest: the AES key is not one; it has 43 characters")
	}
	var b bytes.Buffer
	b.WriteString("0123456789abcdef") // random, at the provider's
	_ = binary.Write(&b, binary.BigEndian, uint32(len(text)))
	b.WriteString(text + receiver)
	padding := 32 - b.Len()%32
	b.Write(bytes.Repeat([]byte{byte(padding)}, padding))
	block, err := aes.NewCipher(key)
	if err != nil {
		panic("channeltest: the AES key is not one; it has 43 characters")
	}
	cipher.NewCBCEncrypter(block, key[:16]).CryptBlocks(b.Bytes(), b.Bytes())
	return base64.StdEncoding.EncodeToString(b.Bytes())
}
