package remember

import (
	"math"

	"github.com/tiexin-go/tiexin/channel"
)

// badMost is how many addresses of a customer are known to be bad: of more the oldest go.
const badMost = 16

// AddressSum stands for an address: the same for all channels that reach the same, as SMS,
// MMS and calls do at one number. Of the address nothing else is kept.
func AddressSum(a channel.Address) uint64 {
	var sum uint64
	switch {
	case a.To == "" && a.Parcel != channel.Parcel{}:
		sum = Hash("parcel/", a.Parcel.Carrier, "/", a.Parcel.Number)
	case a.Phone.OAID != "" && a.To == a.Phone.OAID:
		sum = Hash("oaid/", a.To)
	case a.Kind == channel.SMS, a.Kind == channel.MMS, a.Kind == channel.Phone:
		sum = Hash("phone/", a.To, "-", a.Phone.Extension)
	default:
		sum = Hash(a.Kind.String(), "/", a.To)
	}
	return max(sum&math.MaxUint32, 1)
}

// NoteBad notes that nobody is at an address, given by its sum, since a millisecond. It
// says whether that is news.
func (c *Customer) NoteBad(sum uint64, at int64) bool {
	if sum == 0 || c.bad.has(sum) {
		return false
	}
	c.bad.note(sum, at, badMost)
	return true
}

// IsBad says that nobody is at an address.
func (c *Customer) IsBad(a channel.Address) bool { return len(c.bad) > 0 && c.bad.has(AddressSum(a)) }

// Bad is IsBad; nil where no address is bad.
func (c *Customer) Bad() func(channel.Address) bool {
	if len(c.bad) == 0 {
		return nil
	}
	return c.IsBad
}
