//go:build unix

package postgres

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// A server is a PostgreSQL of the tests' own: in a folder that is removed, on a socket in
// that folder. It stops with the process that started it, however that ends.
type server struct {
	folder string
	bin    string
	as     *syscall.SysProcAttr // an unprivileged user, when the tests are root's
	life   io.WriteCloser       // closed, it has the server stop
	run    *exec.Cmd
	ended  chan struct{} // closed when it has
}

// findProgram finds a program of PostgreSQL; empty: it is not installed.
func findProgram(name string) string {
	versions, _ := filepath.Glob("/usr/lib/postgresql/*/bin/" + name) // Debian's place
	slices.Sort(versions)
	if len(versions) > 0 {
		return versions[len(versions)-1]
	}
	path, _ := exec.LookPath(name)
	return path
}

// startServer makes a cluster and starts it; nil: PostgreSQL is not installed.
func startServer() (*server, error) {
	initdb := findProgram("initdb")
	if initdb == "" {
		return nil, nil
	}
	folder, err := os.MkdirTemp("", "care-pg")
	if err != nil {
		return nil, err
	}
	s := &server{folder: folder, bin: filepath.Dir(initdb)}
	if s.as, err = unprivileged(folder); err != nil {
		return s, err
	}
	if out, err := s.command(initdb, "--no-sync", "-A", "trust", "-U", "care", "-E", "UTF8", "--locale=C.UTF-8", "-D", s.data()).CombinedOutput(); err != nil {
		return s, fmt.Errorf("initdb: %w: %s", err, out)
	}
	return s, s.start()
}

// unprivileged is a user for the server, who owns the folder: PostgreSQL does not run as
// root.
func unprivileged(folder string) (*syscall.SysProcAttr, error) {
	if os.Geteuid() != 0 {
		return nil, nil
	}
	for _, name := range []string{"postgres", "nobody"} {
		u, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, _ := strconv.Atoi(u.Uid)
		gid, _ := strconv.Atoi(u.Gid)
		return &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}}, os.Chown(folder, uid, gid)
	}
	return nil, fmt.Errorf("there is no user postgres or nobody to run the server as")
}

func (s *server) data() string { return filepath.Join(s.folder, "data") }

func (s *server) command(name string, args ...string) *exec.Cmd {
	cmd := exec.Command(name, args...)
	cmd.Dir, cmd.SysProcAttr = s.folder, s.as
	return cmd
}

// dsn is how the server is reached.
func (s *server) dsn() string { return "host=" + s.folder + " user=care dbname=postgres" }

// start starts the server and waits until it answers. A shell holds it: it stops the
// server when the pipe to it is closed, by stop or by the end of this process.
func (s *server) start() error {
	const hold = `exec 3<&0; "$@" 3<&- & p=$!; (cat <&3 >/dev/null; kill -QUIT $p 2>/dev/null) & wait $p`
	args := []string{"-c", hold, "sh", filepath.Join(s.bin, "postgres"), "-D", s.data(), "-k", s.folder, "-c", "listen_addresses=", "-c", "max_connections=200"}
	log, err := os.OpenFile(filepath.Join(s.folder, "log"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer log.Close()
	for range 100 {
		s.run = s.command("/bin/sh", args...)
		s.run.Stdout, s.run.Stderr = log, log
		if s.life, err = s.run.StdinPipe(); err != nil {
			return err
		}
		if err := s.run.Start(); err != nil {
			return err
		}
		s.ended = make(chan struct{})
		go func() {
			defer close(s.ended)
			_ = s.run.Wait()
		}()
		if s.answers() {
			return nil
		}
		s.end() // it refuses while processes of the one before are there
	}
	said, _ := os.ReadFile(log.Name())
	return fmt.Errorf("the server does not answer: %s", said)
}

// answers waits until the server answers, or has ended.
func (s *server) answers() bool {
	for range 600 {
		if s.command(filepath.Join(s.bin, "pg_isready"), "-h", s.folder, "-q").Run() == nil {
			return true
		}
		select {
		case <-s.ended:
			return false
		case <-time.After(50 * time.Millisecond):
		}
	}
	return false
}

// end has the server stop, and waits for it.
func (s *server) end() {
	_ = s.life.Close()
	<-s.ended
}

// kill kills the server and all that it started, as a power cut of the machine would end
// them, and waits until they are gone.
func (s *server) kill() error {
	file, err := os.ReadFile(filepath.Join(s.data(), "postmaster.pid"))
	if err != nil {
		return err
	}
	pid, err := strconv.Atoi(strings.Fields(string(file))[0])
	if err != nil {
		return err
	}
	if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
		return err
	}
	s.end()
	return nil
}

func (s *server) stop() error {
	if s.life != nil {
		s.end()
	}
	return os.RemoveAll(s.folder)
}
