// Package call is one HTTP call to a provider: made once, never repeated by itself, and
// honest about whether the provider may have heard it. A sender makes its request, signs it,
// and gives it to [Do]; what the answer means is the sender's own table.
package call
