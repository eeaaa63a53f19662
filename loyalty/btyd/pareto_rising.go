package btyd

import "math"

// lnRising is the log of Γ(r+x)/Γ(r) = r(r+1)…(r+x−1), without the difference of
// two large numbers where r is large: by the product for the first factors, and by
// Stirling's series beyond.
func lnRising(r float64, x int) float64 {
	v, _ := lnRisingSlope(r, x)
	return v
}

// lnRisingSlope is lnRising and its derivative by r.
func lnRisingSlope(r float64, x int) (value, slope float64) {
	for ; x > 0 && r < 15; x-- {
		value += math.Log(r)
		slope += 1 / r
		r++
	}
	if x == 0 {
		return value, slope
	}
	n := float64(x)
	far, ratio := r+n, math.Log1p(n/r)
	value += n*math.Log(far) + (r-0.5)*ratio - n + stirling(far) - stirling(r)
	slope += ratio + 0.5*n/r/far + stirlingSlope(far) - stirlingSlope(r)
	return value, slope
}

// stirling is ln Γ(z) − ((z−½) ln z − z + ½ ln 2π) for z ≥ 15 (Abramowitz & Stegun 6.1.41).
func stirling(z float64) float64 {
	q := 1 / z / z
	return (1./12 - q*(1./360-q*(1./1260-q*(1./1680-q*(1./1188-q*691./360360))))) / z
}

// stirlingSlope is its derivative.
func stirlingSlope(z float64) float64 {
	q := 1 / z / z
	return -q * (1./12 - q*(3./360-q*(5./1260-q*(7./1680-q*(9./1188-q*11*691./360360)))))
}
