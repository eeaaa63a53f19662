package sqlite

import (
	"path/filepath"
	"strings"

	"golang.org/x/sys/windows"
)

// networkOf is the name of the network file system that a folder lies on; empty: it lies
// on none.
func networkOf(folder string) (string, error) {
	full, err := filepath.Abs(folder)
	if err != nil {
		return "", err
	}
	volume := filepath.VolumeName(full)
	root, err := windows.UTF16PtrFromString(volume + `\`)
	if err != nil {
		return "", err
	}
	if strings.HasPrefix(volume, `\\`) && !strings.HasPrefix(volume, `\\?\`) || windows.GetDriveType(root) == windows.DRIVE_REMOTE {
		return "the share " + volume, nil
	}
	return "", nil
}
