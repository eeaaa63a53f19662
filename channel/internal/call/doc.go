// Package call makes one HTTP call to a provider, once and without retries. Its error says
// whether the provider may have received it. A sender makes its request, signs it, and
// gives it to [Do]. The meaning of the answer is in the sender's own table.
package call
