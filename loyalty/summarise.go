package loyalty

import "slices"

// Summarise makes the summaries of all customers of a log as of the view, by
// customer id. They are the same as those updated order by order. The error is
// [Problems] with all that [Log.Validate] finds, or [ErrNothing].
func Summarise(l Log, v View) (map[string]Summary, error) {
	stand, err := l.Net(v)
	if err != nil {
		return nil, err
	}
	return summarise(stand, v)
}

// summarise adds the purchases of each customer in the order of their days, in which
// nothing that matters is ever forgotten.
func summarise(stand []Purchase, v View) (map[string]Summary, error) {
	type order struct {
		customer, row int32
		day           Day
	}
	number := make(map[string]int32)
	var names []string
	orders := make([]order, len(stand))
	for row := range stand {
		n, known := number[stand[row].Customer]
		if !known {
			n = int32(len(names))
			number[stand[row].Customer] = n
			names = append(names, stand[row].Customer)
		}
		orders[row] = order{n, int32(row), DayOf(stand[row].At, v.Zone)}
	}
	slices.SortFunc(orders, func(a, b order) int {
		if a.day != b.day {
			return int(a.day - b.day)
		}
		return int(a.row - b.row)
	})
	all := make([]Summary, len(names))
	for _, o := range orders {
		p := &stand[o.row]
		s := &all[o.customer]
		if err := s.Add(o.day, p.Amount); err != nil {
			return nil, Problems{{Row: int(o.row), Subject: p.Customer, Message: err.Error()}}
		}
		if err := s.Reduce(o.day, p.Refunded); err != nil {
			return nil, Problems{{Row: int(o.row), Subject: p.Customer, Message: err.Error()}}
		}
	}
	summaries := make(map[string]Summary, len(names))
	for i, name := range names {
		summaries[name] = all[i]
	}
	return summaries, nil
}
