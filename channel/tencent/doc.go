// Package tencent sends SMS by Tencent Cloud, and takes in its receipts and replies.
package tencent
