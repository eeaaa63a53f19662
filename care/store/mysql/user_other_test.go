//go:build !linux

package mysql

import "os/exec"

func unprivileged(*exec.Cmd) {}

func giveAway(string) error { return nil }
