package sqlite

import (
	"slices"
	"syscall"
)

var networks = []string{"nfs", "smbfs", "afpfs", "webdav", "ftp", "macfuse", "osxfuse", "fusefs"}

// networkOf is the name of the network file system that a folder lies on; empty: it lies
// on none.
func networkOf(folder string) (string, error) {
	var s syscall.Statfs_t
	if err := syscall.Statfs(folder, &s); err != nil {
		return "", err
	}
	var name []byte
	for _, c := range s.Fstypename {
		if c == 0 {
			break
		}
		name = append(name, byte(c))
	}
	if slices.Contains(networks, string(name)) {
		return string(name), nil
	}
	return "", nil
}
