package btyd

import (
	"math"

	"gonum.org/v1/gonum/mathext"
)

// A riser walks upwards along the rising factorial (z)ₘ = z(z+1)…(z+m-1).
type riser struct {
	z  float64
	m  int
	at rising
}

// rising is ln (z)ₘ and its first and second derivative by z.
type rising struct{ log, d1, d2 float64 }

// leap is how far a riser goes by single steps; longer ways are taken at once by
// the functions behind the factorial.
const leap = 2048

// to goes on to m, which is not below where the riser is.
func (w *riser) to(m int) rising {
	if m-w.m > leap {
		from, to := w.z+float64(w.m), w.z+float64(m)
		w.at.log += lgamma(to) - lgamma(from)
		w.at.d1 += mathext.Digamma(to) - mathext.Digamma(from)
		w.at.d2 += trigamma(to) - trigamma(from)
		w.m = m
	}
	for ; w.m < m; w.m++ {
		v := w.z + float64(w.m)
		w.at.log += math.Log(v)
		w.at.d1 += 1 / v
		w.at.d2 -= 1 / (v * v)
	}
	return w.at
}

// A stayer walks upwards along (b)ₘ/(a+b)ₘ, the probability of m chances to leave
// not taken. Where a and b are large, it is the difference of large numbers, so
// each factor is taken by itself.
type stayer struct {
	a, b float64
	m    int
	at   staying
}

// staying is ln (b)ₘ/(a+b)ₘ with its derivatives by b, and the sums of 1/(a+b+i)
// and of its square.
type staying struct{ log, d1, d2, all1, all2 float64 }

func (w *stayer) to(m int) staying {
	if m-w.m > leap {
		below, above := riser{z: w.b + float64(w.m)}, riser{z: w.a + w.b + float64(w.m)}
		v, u := below.to(m-w.m), above.to(m-w.m)
		w.at.log += v.log - u.log
		w.at.d1 += v.d1 - u.d1
		w.at.d2 += v.d2 - u.d2
		w.at.all1 += u.d1
		w.at.all2 -= u.d2
		w.m = m
	}
	for ; w.m < m; w.m++ {
		v := w.b + float64(w.m)
		u := 1 / (w.a + v)
		gap := w.a / v * u // 1/v - u
		w.at.log -= math.Log1p(w.a / v)
		w.at.d1 += gap
		w.at.d2 -= gap * (1/v + u)
		w.at.all1 += u
		w.at.all2 += u * u
	}
	return w.at
}

// logStay is ln (b)ₘ/(a+b)ₘ.
func logStay(a, b float64, m int) float64 {
	if m > 64 && a < b {
		w := stayer{a: a, b: b}
		if m <= leap {
			return w.to(m).log
		}
		return lnRising(b, m) - lnRising(a+b, m)
	}
	return logRising(b, m) - logRising(a+b, m)
}

// logRising is ln (z)ₘ.
func logRising(z float64, m int) float64 {
	if m > 64 {
		return lnRising(z, m)
	}
	sum, product := 0.0, 1.0
	for i := range m {
		product *= z + float64(i)
		if product > 1e150 || product < 1e-50 { // the next factor may be 1e100
			sum += math.Log(product)
			product = 1
		}
	}
	return sum + math.Log(product)
}

func lgamma(z float64) float64 {
	v, _ := math.Lgamma(z)
	return v
}

// trigamma is the second derivative of ln Γ: for z ≥ 10 by its asymptotic series
// (Abramowitz & Stegun 6.4.12), below by recurrence.
func trigamma(z float64) float64 {
	sum := 0.0
	for ; z < 10; z++ {
		sum += 1 / (z * z)
	}
	v := 1 / (z * z)
	return sum + 1/z + v/2 + v/z*(1./6-v*(1./30-v*(1./42-v*(1./30-v*(5./66-v*691./2730)))))
}
