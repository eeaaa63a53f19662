package ask

// ChildFacts are the words behind "child.". They are data of a minor: explanations show
// none of them.
type ChildFacts struct {
	ID     string `expr:"id" means:"the host's key for the child" personal:"no"`
	Nick   string `expr:"nick" means:"the child's pet name at home" personal:"nick"`
	Gender string `expr:"gender" means:"'female', 'male' or ''" values:"female male ''" personal:"gender"`
	Months int    `expr:"months" unit:"months" means:"age in full months; it grows by itself" unknown:"before birth, and while the date of birth is not known" personal:"age"`
	Born   string `expr:"born" means:"date of birth: '2026-05-20'" unknown:"before birth, and while the day and year are not known" personal:"date"`
}
