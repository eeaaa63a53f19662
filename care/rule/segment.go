package rule

// A Segment (人群) is a named condition, used as segment.NAME.
type Segment struct {
	Name, Title string
	If          *Condition

	number int // position in the set, for the view's memory of answers
}
