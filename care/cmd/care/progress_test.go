package main

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

// shift is a clock that a test moves.
type shift struct{ at time.Time }

func (s *shift) now() time.Time { return s.at }

func Test管道里的进度_五秒才一行_最后一行总有(t *testing.T) {
	var errs bytes.Buffer
	tool := &tool{stderr: &errs}
	p, clock := tool.watch(true), &shift{time.Now()}
	p.now = clock.now
	for n := 1000; n <= 200_000; n += 1000 {
		clock.at = clock.at.Add(60 * time.Millisecond) // twelve seconds in all
		p.taken(n, 200_000)
	}
	assert.Equal(t, 3, strings.Count(errs.String(), "\n"), errs.String())
	assert.True(t, strings.HasSuffix(errs.String(), "\n200000 of 200000 events\n"), errs.String())
	assert.NotContains(t, errs.String(), "\r")
}

func Test没有人要_也没有屏幕_就不说进度(t *testing.T) {
	var errs bytes.Buffer
	tool := &tool{stderr: &errs}
	p := tool.watch(false)
	p.now = func() time.Time { return time.Now().Add(time.Hour) }
	p.read(1000)
	p.taken(2000, 2000)
	assert.Empty(t, errs.String())
}

func Test屏幕上的进度_等半秒才说_别的话一来就擦掉(t *testing.T) {
	var screen bytes.Buffer
	clock := &shift{time.Now()}
	p := &progress{out: &screen, onScreen: true, now: clock.now, next: clock.at.Add(patience)}
	p.read(1000)
	assert.Empty(t, screen.String(), "a short run says nothing")
	clock.at = clock.at.Add(patience)
	p.read(2000)
	p.read(3000) // at once: the screen does not flicker
	clock.at = clock.at.Add(screenEvery)
	p.taken(4000, 5000)
	assert.Equal(t, "\r\x1b[K2000 events read\r\x1b[K4000 of 5000 events", screen.String())

	screen.Reset()
	fmt.Fprint(erasing{p, &screen}, "the first row\n")
	clock.at = clock.at.Add(time.Hour)
	p.taken(5000, 5000)
	fmt.Fprint(erasing{p, &screen}, "the second row\n")
	assert.Equal(t, "\r\x1b[Kthe first row\nthe second row\n", screen.String())
}

func Test变异的进度_说试了多少处(t *testing.T) {
	var errs bytes.Buffer
	tool := &tool{stderr: &errs}
	p, clock := tool.watch(true), &shift{time.Now()}
	p.now = clock.now
	for n := 1; n <= 30; n++ {
		clock.at = clock.at.Add(400 * time.Millisecond) // twelve seconds in all
		p.mutants(n, 30)
	}
	assert.Equal(t, "13 of 30 changes tried\n26 of 30 changes tried\n30 of 30 changes tried\n", errs.String())
}
