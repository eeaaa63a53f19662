package mail

import "github.com/tiexin-go/tiexin/channel"

// Write is a message's mail in bytes.
func Write(s *Sender, m channel.Message) ([]byte, error) {
	s.once.Do(s.begin)
	l, err := s.letter(m)
	return l.bytes, err
}
