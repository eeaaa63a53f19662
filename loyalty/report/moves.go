package report

import (
	"github.com/tiexin-go/tiexin/loyalty"
)

// Moves are customers' moves between two days.
type Moves struct {
	// Segments use the base's own scores of each day: to rise is to overtake others.
	Segments Move `json:"segments"`
	Types    Move `json:"types"`
}

// A Move is a table of from × to.
type Move struct {
	// Names are the rows and the columns: the groups, and last the customers who are
	// in the base on one of the days only.
	Names []Name `json:"names"`
	// Counts[from][to] are customers. From the last row they are new, to the last
	// column they left.
	Counts [][]int `json:"counts"`
	// Stayed is the share of unchanged customers, among those in the base on both
	// days.
	Stayed loyalty.Measure `json:"stayed"`
	Flags  []loyalty.Flag  `json:"flags,omitempty"`
	Why    loyalty.Flag    `json:"why,omitempty"`
}

// A Name is the name of a group.
type Name struct {
	Name    string `json:"name"`
	Chinese string `json:"chinese"`
}

func movesOf(o Options, then, now *base, oneSurvey bool) Moves {
	var m Moves
	var names []Name
	place := map[string]int{}
	for _, name := range segmentNames(o.Segments) {
		if name != o.Segments.NoOrders {
			place[name] = len(names)
			names = append(names, Name{name, o.Segments.Chinese(name)})
		}
	}
	groups := func(b *base) map[string]int {
		of := make(map[string]int, len(b.ids))
		for i, id := range b.ids {
			of[id] = place[b.segments[i]]
		}
		return of
	}
	m.Segments = moveOf(names, groups(then), groups(now), then, now)

	kinds := []loyalty.Type{loyalty.TrueLoyal, loyalty.LatentLoyal, loyalty.SpuriousLoyal, loyalty.Disloyal, loyalty.Unclassified}
	names = nil
	at := map[loyalty.Type]int{}
	for i, kind := range kinds {
		at[kind] = i
		names = append(names, Name{kind.String(), kind.Chinese()})
	}
	asked := 0
	types := func(b *base) map[string]int {
		of := make(map[string]int, len(b.ids))
		for i, id := range b.ids {
			of[id] = at[b.typed[i].Type]
			if b.typed[i].Attitude.OK {
				asked++
			}
		}
		return of
	}
	m.Types = moveOf(names, types(then), types(now), then, now)
	switch {
	case asked == 0 && m.Types.Why == "":
		m.Types = Move{Names: m.Types.Names, Stayed: loyalty.Unknown(loyalty.NoSurvey, 0, m.Types.Stayed.Method), Why: loyalty.NoSurvey}
	case oneSurvey && m.Types.Why == "":
		m.Types.Flags = append(m.Types.Flags, loyalty.Estimated)
	}
	return m
}

func moveOf(names []Name, from, to map[string]int, then, now *base) Move {
	absent := len(names)
	m := Move{Names: append(names, Name{"absent", "不在列"})}
	m.Stayed = loyalty.Unknown(loyalty.ZeroBase, 0, "share who stayed, Wilson interval")
	if len(then.ids) == 0 {
		m.Why, m.Stayed.Why = loyalty.Immature, loyalty.Immature
		if len(now.ids) == 0 {
			m.Why, m.Stayed.Why = loyalty.ZeroBase, loyalty.ZeroBase
		}
		return m
	}
	m.Counts = make([][]int, len(m.Names))
	for i := range m.Counts {
		m.Counts[i] = make([]int, len(m.Names))
	}
	stayed, both := 0, 0
	for id, was := range from {
		is, there := to[id]
		if !there {
			m.Counts[was][absent]++
			continue
		}
		m.Counts[was][is]++
		both++
		if was == is {
			stayed++
		}
	}
	for id, is := range to {
		if _, there := from[id]; !there {
			m.Counts[absent][is]++
		}
	}
	m.Stayed = loyalty.Proportion(stayed, both, loyalty.Level)
	m.Stayed.Method = "share who stayed, Wilson interval"
	return m
}
