package tencent

// Signature signs a body for a service and a host.
var Signature = signature

// Codes are all codes that the table knows, families left out.
func Codes() (all []string) {
	for code := range codes {
		all = append(all, code)
	}
	return all
}
