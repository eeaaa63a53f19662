package mysql

import (
	"os"
	"os/exec"
	"os/user"
	"strconv"
	"syscall"
)

// A server does not run as root. Where the tests do, it runs as nobody; it ends with the
// tests, however they end.
func unprivileged(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	if uid, gid, ok := nobody(); ok {
		cmd.SysProcAttr.Credential = &syscall.Credential{Uid: uid, Gid: gid}
	}
}

func giveAway(folder string) error {
	if uid, gid, ok := nobody(); ok {
		return os.Chown(folder, int(uid), int(gid))
	}
	return nil
}

func nobody() (uid, gid uint32, ok bool) {
	if os.Geteuid() != 0 {
		return 0, 0, false
	}
	u, err := user.Lookup("nobody")
	if err != nil {
		return 65534, 65534, true
	}
	number := func(s string) uint32 {
		n, _ := strconv.ParseUint(s, 10, 32)
		return uint32(n)
	}
	return number(u.Uid), number(u.Gid), true
}
