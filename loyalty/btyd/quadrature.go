package btyd

import "math"

// betaMean is the mean of g(p) for p ~ Beta(a, b); zero is g(0), and g bends near
// p = 1/zero.
//
// The integral runs over the log odds of p, which are stretched so that both
// tails end at double-exponential speed (Takahasi & Mori 1974); the trapezoidal
// rule is then exact to rounding. Where a is small nearly all of p lies at 0, and
// what lies there is taken out first:
//
//	mean over Beta(a, b) of g = g(0) + a/(a+b) · mean over Beta(a+1, b) of (g(p)-g(0))/p
//
// and likewise at 1 where b is small.
func betaMean(a, b, zero float64, g func(p float64) float64) float64 {
	const small, near = 0.25, 1e-12
	switch {
	case a < small:
		return zero + a/(a+b)*betaMean(a+1, b, zero, func(p float64) float64 {
			if p*max(zero, 1) < near {
				return 0
			}
			return (g(p) - zero) / p
		})
	case b < small:
		one := g(1)
		return one + b/(a+b)*betaMean(a, b+1, zero, func(p float64) float64 {
			if 1-p < near {
				return 0
			}
			return (g(p) - one) / (1 - p)
		})
	}
	middle, spread := math.Log(a/b), math.Sqrt(1/a+1/b)
	far := 0.0
	if zero > 1 && spread > 0.1 { // else p hardly varies, and where g bends is out of reach
		far = math.Abs(middle + math.Log(zero))
	}
	step := min(1./16, 0.27/math.Hypot(spread, far))
	p0, _ := softplus(-middle)
	q0, _ := softplus(middle)
	var mass, sum, size float64
	for _, sign := range [...]float64{1, -1} {
		for i := range 10000 {
			if i == 0 && sign < 0 {
				continue
			}
			u := sign * float64(i) * step
			v := middle + spread*math.Sinh(u)
			lp, _ := softplus(-v)
			lq, _ := softplus(v)
			w := math.Exp(-a*(lp-p0)-b*(lq-q0)) * math.Cosh(u)
			value := w * g(math.Exp(-lp))
			mass += w
			sum += value
			size += math.Abs(value)
			if w <= 1e-18*mass && math.Abs(value) <= 1e-18*size {
				break
			}
		}
	}
	return sum / mass
}
