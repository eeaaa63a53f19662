package main

import (
	"bytes"
	"encoding/csv"
	"math"
	"strconv"
)

// items are the questions, with how far each follows the attitude, and where its
// answers lie; a negative weight is a question that is worded the other way round.
var items = []struct {
	name         string
	weight, mean float64
	lowest, most float64
}{
	{"forgive", .75, 3.3, 1, 5},
	{"one-chance", -.7, 2.9, 1, 5},
	{"better", .8, 3.4, 1, 5},
	{"tempted", -.6, 3.1, 1, 5},
	{"again", .85, 3.7, 1, 5},
	{"advise", .8, 3.5, 1, 5},
	{"recommend", 1.7, 7.4, 0, 10},
	{"overall", .65, 3.9, 1, 5},
}

// asked is whom the shop wrote to: customers of the last half year, and some older
// ones.
func asked(p *person) bool {
	last := p.bought[len(p.bought)-1].day
	return last > days-180 || p.random.Float64() < .25
}

// answers is the survey as the tool of the survey exports it. Who likes the shop
// answers rather; one answer in thirty is missing.
func answers(people []*person) []byte {
	head := []string{"respondent"}
	for _, i := range items {
		head = append(head, i.name)
	}
	rows := [][]string{append(head, "here", "everywhere")}
	for _, p := range people {
		if !asked(p) || p.random.Float64() > .34+.06*p.attitude {
			continue
		}
		row := []string{p.id}
		for _, i := range items {
			spread := .75 * (i.most - i.lowest) / 4
			answer := math.Round(i.mean + i.weight*p.attitude + spread*p.random.NormFloat64())
			cell := strconv.Itoa(int(min(max(answer, i.lowest), i.most)))
			if p.random.Float64() < 1./30 {
				cell = ""
			}
			row = append(row, cell)
		}
		rows = append(rows, append(row, p.wallet()...))
	}
	var out bytes.Buffer
	if err := csv.NewWriter(&out).WriteAll(rows); err != nil {
		panic(err) // a buffer takes everything
	}
	return out.Bytes()
}

// wallet is what people remember to have spent in three months, here and in all
// shops, in round numbers; one in eight does not say.
func (p *person) wallet() []string {
	var here float64
	for _, b := range p.bought {
		if b.day > days-92 {
			here += b.yuan
		}
	}
	if p.random.Float64() < .125 {
		return []string{"", ""}
	}
	here = math.Round(here*math.Exp(.2*p.random.NormFloat64())/10) * 10
	share := 1 / (1 + math.Exp(-.3-.6*p.attitude-.6*p.random.NormFloat64()))
	all := max(math.Round(here/share/10)*10, here)
	if here == 0 {
		all = math.Round(200*p.random.Float64()/10) * 10
	}
	return []string{strconv.Itoa(int(here)), strconv.Itoa(int(all))}
}
