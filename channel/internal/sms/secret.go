package sms

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"io"
)

// hash stands for a number where it must not be read: it cannot be guessed without the
// secret, as the hash of eleven digits alone could.
func (b Book) hash(text string) string { return hex.EncodeToString(b.derive("number", text)[:16]) }

func (b Book) derive(use, text string) []byte {
	mac := hmac.New(sha256.New, []byte(b.Secret))
	_, _ = io.WriteString(mac, "tiexin "+b.Provider+" "+use+"\x00"+text)
	return mac.Sum(nil)
}

func (b Book) cipher() (cipher.AEAD, error) {
	block, err := aes.NewCipher(b.derive("seal", ""))
	if err != nil {
		return nil, err
	}
	return cipher.NewGCMWithRandomNonce(block)
}

// seal encrypts a number so that it opens for its message only.
func (b Book) seal(number, id string) (string, error) {
	c, err := b.cipher()
	if err != nil {
		return "", err
	}
	return base64.RawStdEncoding.EncodeToString(c.Seal(nil, nil, []byte(number), []byte(id))), nil
}

var errSealed = errors.New("the memo was encrypted with another secret, or for another message")

func (b Book) open(text, id string) (string, error) {
	c, err := b.cipher()
	if err != nil {
		return "", err
	}
	data, err := base64.RawStdEncoding.DecodeString(text)
	if err != nil {
		return "", errSealed
	}
	number, err := c.Open(nil, nil, data, []byte(id))
	if err != nil {
		return "", errSealed
	}
	return string(number), nil
}

// Nonce is a word of 32 characters that no other request has.
func Nonce() string {
	var b [16]byte
	_, _ = rand.Read(b[:])
	return hex.EncodeToString(b[:])
}

// Same compares a secret with what somebody says it is, in a time that tells nothing of it.
func Same(secret, said string) bool {
	a, b := sha256.Sum256([]byte(secret)), sha256.Sum256([]byte(said))
	return subtle.ConstantTimeCompare(a[:], b[:]) == 1
}
