package sms

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"github.com/tiexin-go/tiexin/channel"
)

// mostTries is how often a code that no table knows passes.
const mostTries = 3

// UnknownCode is what a code means that no table knows: it passes three times, then its
// wording is stopped. Each such code is told once.
func (b Book) UnknownCode(ctx context.Context, logger *slog.Logger, code string, m channel.Message) error {
	code = Code(code)
	if logger != nil && b.Once(ctx, "code "+code) {
		logger.Warn("channel: unknown code of a provider; after three times the wording is stopped",
			"provider", b.Provider, "code", code, "message", m.ID)
	}
	err := fmt.Errorf("the code %s is unknown", code)
	if m.Attempt > mostTries {
		return fmt.Errorf("%w: %w after %d tries", channel.ErrWording, err, m.Attempt)
	}
	return err
}

// Code is a provider's code as it may be printed: at most 64 letters, digits, dots, dashes
// and colons, and never as many digits in a row as a number has.
func Code(code string) string {
	digits := 0
	bad := func(r rune) bool {
		if digits++; r < '0' || r > '9' {
			digits = 0
		}
		return digits >= 7 || !strings.ContainsRune("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-:", r)
	}
	if code == "" || len(code) > 64 || strings.ContainsFunc(code, bad) {
		return "(unprintable)"
	}
	return code
}

// Beijing is the zone in which providers count and say times.
var Beijing = time.FixedZone("CST", 8*3600)

// ErrNoTime means that a provider's time cannot be read.
var ErrNoTime = errors.New("it is not a Beijing time")

// Time reads a provider's "2026-11-11 15:31:02" or "20261111153102", of Beijing.
func Time(text string) (time.Time, error) {
	for _, layout := range []string{time.DateTime, "20060102150405"} {
		if t, err := time.ParseInLocation(layout, text, Beijing); err == nil {
			return t, nil
		}
	}
	return time.Time{}, ErrNoTime
}

// UntilNext is how long it is until the next minute, hour or day of Beijing begins.
func UntilNext(span time.Duration, now time.Time) time.Duration {
	t := now.In(Beijing)
	midnight := time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, Beijing)
	return span - t.Sub(midnight)%span
}
