package aliyun

import "time"

// Signature signs a call with these fields, each a name and a value.
func Signature(secret, host, action, version, nonce string, at time.Time, fields [][2]string) string {
	return made(host, action, version, nonce, at, fields).signature(secret)
}

// Query is the query that is signed and sent.
func Query(fields [][2]string) string {
	return made("", "", "", "", time.Time{}, fields).query
}

func made(host, action, version, nonce string, at time.Time, fields [][2]string) request {
	var query []field
	for _, f := range fields {
		query = append(query, field{f[0], f[1]})
	}
	return request{host: host, action: action, version: version, nonce: nonce, at: at, query: queryString(query)}
}
