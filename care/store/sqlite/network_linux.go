package sqlite

import "syscall"

// networks are the file systems that other machines write to as well, by the numbers of
// statfs(2). What comes through FUSE or from the host of a virtual machine counts: most
// of it has no locks.
var networks = map[uint32]string{
	0x00006969: "NFS",
	0x0000517b: "SMB",
	0xfe534d42: "SMB2",
	0xff534d42: "CIFS",
	0x01021997: "9P",
	0x00c36400: "Ceph",
	0x0bd00bd0: "Lustre",
	0x47504653: "GPFS",
	0x01161970: "GFS2",
	0x7461636f: "OCFS2",
	0x5346414f: "AFS",
	0x6b414653: "AFS",
	0x73757245: "Coda",
	0x65735546: "FUSE",
	0x786f4256: "a shared folder of VirtualBox",
}

// networkOf is the name of the network file system that a folder lies on; empty: it lies
// on none.
func networkOf(folder string) (string, error) {
	var s syscall.Statfs_t
	if err := syscall.Statfs(folder, &s); err != nil {
		return "", err
	}
	return networks[uint32(s.Type)], nil
}
