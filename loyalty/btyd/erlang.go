package btyd

import "math"

// A rise is (R)ⱼ/j! with its first and second derivative by R.
type rise struct{ v, d1, d2 float64 }

// times multiplies by f/by, where f grows with R.
func (c rise) times(f, by float64) rise {
	return rise{v: c.v * f / by, d1: (c.d1*f + c.v) / by, d2: (c.d2*f + 2*c.d1) / by}
}

// sumErlang adds up the rows of a process with Erlang gaps: a customer who is
// there may be up to k-1 stages on the way to the next purchase.
func sumErlang(rows []row, at *point, table []perX, coefficients []rise, stages int, sum *tally) {
	r, alpha := at[0], at[1]
	var s tally
	for i := range rows {
		c := &rows[i]
		x := &table[c.x]
		n, end := c.many, alpha+c.t
		late := math.Log1p(c.t / alpha)
		pull := x.r * alpha / end
		s.f -= n * x.r * late
		s.g[0] -= n * r * late
		s.g[1] += n * x.r * c.t / end
		s.h[0] -= n * r * late
		s.h[1] += n * r * c.t / end
		s.h[4] -= n * pull * c.t / end

		silence := c.t - c.tx
		on := onTheWay(coefficients[c.x*stages:(c.x+1)*stages], silence/end)
		// The share by ln α: ρ = silence/(α+T).
		da := -silence * alpha / (end * end)
		daa := da * (c.t - alpha) / end
		sr, sa := r*on.r, on.q*da
		srr, sra, saa := r*on.r+r*r*on.rr, r*on.rq*da, on.qq*da*da+on.q*daa
		s.f += n * on.log
		s.g[0] += n * sr
		s.g[1] += n * sa
		s.h[0] += n * srr
		s.h[1] += n * sra
		s.h[4] += n * saa
		if !x.leaves {
			continue
		}
		seen := alpha + c.tx
		u := math.Log1p(silence / seen)
		odds := x.odds + x.r*u - on.log
		f, left := softplus(odds)
		ur, ua := r*u, -pull*silence/seen
		uaa := ua * (c.t*c.tx - alpha*alpha) / (end * seen)
		s.f += n * f
		s.mix(n, left, [4]float64{ur - sr, ua - sa, 1, x.oddsB}, ur-srr, r/x.r*ua-sra, uaa-saa, x.oddsBB)
	}
	sum.add(&s)
}

// A way is ln S, S = Σ (R)ⱼ/j! qʲ, and its derivatives by R and q.
type way struct{ log, r, q, rr, rq, qq float64 }

func onTheWay(c []rise, q float64) way {
	var s, r, rr, d, dr, dd float64
	for j := len(c) - 1; j >= 0; j-- { // Horner, with the derivatives by q
		dd = dd*q + 2*d
		d = d*q + s
		dr = dr*q + r
		s = s*q + c[j].v
		r = r*q + c[j].d1
		rr = rr*q + c[j].d2
	}
	w := way{log: math.Log(s), r: r / s, q: d / s}
	w.rr, w.rq, w.qq = rr/s-w.r*w.r, dr/s-w.r*w.q, dd/s-w.q*w.q
	return w
}
