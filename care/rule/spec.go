package rule

import (
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/internal/form"
)

// The rule file as it is written: what the forms read it into.

type (
	span    = form.Located[time.Duration]
	yuan    = form.Located[tiexin.Money]
	decimal = form.Located[float64]
)

type fileSpec struct {
	Version   form.Word
	Shop      *shopSpec
	Channels  section[channelSpec]
	Segments  section[segmentSpec]
	Limits    limitsSpec
	Flows     section[flowSpec]
	Texts     section[textSpec]
	Calendar  calendarSpec
	Lifecycle *lifecycleSpec
	lost      bool // it has a key that is not known, which may have been any of these
}

type shopSpec struct {
	keys     []form.Word // as they are written
	lost     bool        // something in it has a fault
	Name     form.Word
	Timezone form.Word
	Agent    form.Word
	Phone    form.Word
	Closes   []form.Entry[span]
	ShipsIn  span
	Remote   list[form.Word]
	Transit  []form.Entry[[]form.Entry[span]]
	Lasts    []form.Entry[span]
	Offers   []form.Entry[offerSpec]
	Links    []form.Entry[form.Word]
	Usual    []form.Entry[decimal]
}

type offerSpec struct {
	Text  form.Word
	Until form.Word
}

type channelSpec struct {
	Provider  form.Word
	Signature form.Word
	OptOut    form.Word
	Price     form.Located[channel.Cost]
	Variables form.Located[int]
	Titles    form.Located[int]
	Parcels   bool
	Templates section[templateSpec]
}

type templateSpec struct {
	Code, Body form.Word
	Vars       []form.Entry[varSpec]
	Fields     []form.Entry[form.Word]
	Link, Page form.Word
}

type varSpec struct {
	As  form.Word
	Max form.Located[int]
}

type segmentSpec struct{ Title, If form.Word }

type limitsSpec struct {
	Quiet   section[quietSpec]
	Caps    section[capSpec]
	Budgets section[budgetSpec]
	Never   section[neverSpec]
	lost    bool // as of the file
}

type quietSpec struct {
	Title    form.Word
	Hours    form.Located[Hours]
	Days     list[form.Word]
	Purposes list[form.Word]
	Channels list[form.Word]
	Then     form.Word
}

type windowSpec struct {
	Within span
	Per    form.Word
	Then   form.Word
}

type capSpec struct {
	windowSpec
	Title    form.Word
	AtMost   form.Located[int]
	Channel  form.Word
	Purposes list[form.Word]
	Flow     form.Word
}

type budgetSpec struct {
	windowSpec
	Title   form.Word
	AtMost  yuan
	Channel form.Word
	Flow    form.Word
}

type neverSpec struct{ Title, If form.Word }

type flowSpec struct {
	sound    bool // nothing in it is unknown, doubled, missing or could not be used
	Title    form.Word
	About    form.Word
	While    form.Word
	Until    list[form.Word]
	When     list[form.Word]
	Purpose  form.Word
	Choose   form.Word
	Merge    span
	Spread   span
	Via      list[form.Word]
	Priority form.Located[int]
	Holdout  decimal
	Rules    list[ruleSpec]
}

type ruleSpec struct {
	sound       bool // nothing in it is unknown, doubled, missing or could not be used
	Name, Title form.Word
	If          form.Word
	When, Until list[form.Word]
	While       form.Word
	Via         list[form.Word]
	Priority    form.Located[int]
	After       span
	Send        list[stepSpec]
	Again       span
	Fresh       span
	Exempt      list[form.Word]
	Review      bool
}

type stepSpec struct {
	sound  bool // nothing in it is unknown, doubled, missing or could not be used
	Title  form.Word
	Text   form.Word
	Task   form.Word
	If     form.Word
	After  span
	Via    list[form.Word]
	Exempt list[form.Word]
	Form   form.Word
	Within span
	Owner  form.Word
	Budget yuan
}

type textSpec struct {
	Any form.Word
	By  []form.Entry[form.Word]
}

// A list is what was written as one word or several.
type list[T any] struct {
	all   []T
	given bool // the key is there
	lost  bool // some of it could not be read, which is reported
}

// A section is a mapping of names.
type section[T any] struct {
	all  []form.Entry[T]
	lost bool // it could not be read, which is reported
}
