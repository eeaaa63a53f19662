//go:build !unix

package postgres

// A server is not started here: the tests need one that TIEXIN_POSTGRES names.
type server struct{}

func startServer() (*server, error) { return nil, nil }
func (*server) dsn() string         { return "" }
func (*server) start() error        { return nil }
func (*server) kill() error         { return nil }
func (*server) stop() error         { return nil }
