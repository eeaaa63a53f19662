//go:build !linux && !darwin && !windows

package sqlite

// networkOf knows no network file system here.
func networkOf(string) (string, error) { return "", nil }
