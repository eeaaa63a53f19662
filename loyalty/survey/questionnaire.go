package survey

import (
	"slices"
	"strings"

	"github.com/tiexin-go/tiexin/internal/say"
	"github.com/tiexin-go/tiexin/internal/source"
)

// A Questionnaire (问卷) is a shop's questions with the evaluation of the answers.
// [LoadQuestionnaire] reads one from YAML; [Ready] has one for every usual measure.
type Questionnaire struct {
	Name   string
	Title  Words
	Source string // author of the idea
	// MostMissing is the largest percentage of a block's items that a person may
	// leave out: the answered ones then represent the rest. 0: 50.
	MostMissing float64
	Scales      []Scale
	Blocks      []Block
	Items       []Item
}

// A Block (维度) is a group of items with a common result.
type Block struct {
	Name    string
	Title   Words
	Measure BlockMeasure // MeanScore by default
	// Top is the number of highest points in the top box; 0: 2.
	Top int
	// PromotersFrom and DetractorsTo are for an NPS on another scale than 0–10;
	// see [NPSOptions].
	PromotersFrom, DetractorsTo int
	// NotAttitude excludes the block from a respondent's attitude, since its answers
	// are about something else.
	NotAttitude bool
}

// BlockMeasure is the measure of a block.
type BlockMeasure string

const (
	MeanScore   BlockMeasure = "mean"         // the mean on 0–100; the default
	TopBoxShare BlockMeasure = "top-box"      // the share of people in the highest points
	NetPromote  BlockMeasure = "nps"          // promoters less detractors; one item
	WalletSpend BlockMeasure = "wallet-spend" // share of wallet from amounts; items with the roles own and category
	WalletRank  BlockMeasure = "wallet-rank"  // share of wallet from a rank; items with the roles rank and brands
	PriceCurves BlockMeasure = "prices"       // Van Westendorp; items with the four roles of prices
)

// attitudinal says that the answers of the block lie on 0–100 for each person.
func (m BlockMeasure) attitudinal() bool {
	return m == "" || m == MeanScore || m == TopBoxShare || m == NetPromote
}

// An Item (题项) is one question.
type Item struct {
	Name    string
	Text    Words
	Scale   string  // the name of one of the scales
	Block   string  // the name of one of the blocks
	Reverse bool    // reverse-worded: a high answer is a bad one
	Weight  float64 // in the mean of its block; 0: 1
	// Role is the item's role in a block whose measure needs several different items.
	Role Role
}

// Role is the role of an item in the measure of its block.
type Role string

const (
	Own      Role = "own"      // spent in this shop
	Category Role = "category" // spent in all shops, this one included
	Rank     Role = "rank"     // this shop's rank among the shops used; 1 is first
	Brands   Role = "brands"   // number of shops used

	TooCheap     Role = "too-cheap"     // so low that quality is doubted
	Cheap        Role = "cheap"         // a bargain
	Expensive    Role = "expensive"     // expensive, but still to be considered
	TooExpensive Role = "too-expensive" // not considered any more
)

// roles are what each measure needs.
var roles = map[BlockMeasure][]Role{
	WalletSpend: {Own, Category},
	WalletRank:  {Rank, Brands},
	PriceCurves: {TooCheap, Cheap, Expensive, TooExpensive},
}

func (i Item) weight() float64 {
	if i.Weight == 0 {
		return 1
	}
	return i.Weight
}

// Scale is the scale with that name.
func (q *Questionnaire) Scale(name string) (Scale, bool) {
	i := slices.IndexFunc(q.Scales, func(s Scale) bool { return s.Name == name })
	if i < 0 {
		return Scale{}, false
	}
	return q.Scales[i], true
}

// Item is the item with that name.
func (q *Questionnaire) Item(name string) (Item, bool) {
	i := slices.IndexFunc(q.Items, func(i Item) bool { return i.Name == name })
	if i < 0 {
		return Item{}, false
	}
	return q.Items[i], true
}

// itemsOf are the items of a block, in the order of the questionnaire.
func (q *Questionnaire) itemsOf(block string) []Item {
	var items []Item
	for _, i := range q.Items {
		if i.Block == block {
			items = append(items, i)
		}
	}
	return items
}

func (q *Questionnaire) mostMissing() float64 {
	if q.MostMissing == 0 {
		return 0.5
	}
	return q.MostMissing / 100
}

// Validate returns all faults of a questionnaire built in Go. A loaded one is valid.
func (q *Questionnaire) Validate() error {
	return err(q.slips())
}

func (q *Questionnaire) slips() []slip {
	s := &slips{}
	if !(q.MostMissing >= 0 && q.MostMissing <= 100) {
		s.at("most_missing", say.Text{}, zh.Text("%v is not a percentage", q.MostMissing))
	}
	if len(q.Items) == 0 {
		s.add(fromParts, "items", say.Text{}, zh.Text("a questionnaire needs an item"))
	}
	var scales, blocks, items []string
	for _, c := range q.Scales {
		s.name(&scales, "scales", zh.Text("scale"), c.Name)
		q.scaleSlips(s, c)
	}
	for _, b := range q.Blocks {
		s.name(&blocks, "blocks", zh.Text("block"), b.Name)
	}
	for _, i := range q.Items {
		s.name(&items, "items", zh.Text("item"), i.Name)
		path := "items." + i.Name
		if !slices.Contains(scales, i.Scale) {
			s.add(fromNames, path+".scale", source.Suggest(i.Scale, scales), zh.Text("unknown scale %q", i.Scale))
		}
		if !slices.Contains(blocks, i.Block) {
			s.add(fromNames, path+".block", source.Suggest(i.Block, blocks), zh.Text("unknown block %q", i.Block))
		}
		if i.Text == (Words{}) {
			s.at(path, zh.Text("write zh, en or both"), zh.Text("the item %s asks nothing", i.Name))
		}
		if !goodWeight(i.Weight) {
			s.at(path+".weight", zh.Text("a weight is from 0.000001 to 1000"), zh.Text("the weight of item %s is %v", i.Name, i.Weight))
		}
	}
	for _, b := range q.Blocks {
		q.blockSlips(s, b)
	}
	return s.found
}

func (q *Questionnaire) scaleSlips(s *slips, c Scale) {
	path := "scales." + c.Name
	if err := c.check(); err != nil {
		s.at(path, say.Text{}, say.Of(err))
		return
	}
	var words []string
	for _, l := range c.Labels {
		if l.Point == noPoint {
			s.at(path+".labels", zh.Text("write a label as point: words, like 5: 非常满意"), zh.Text("the label %q stands at no point, which is a number", l.Words))
		} else if problem := c.refuses(l.Point); !problem.Empty() {
			s.at(path+".labels", say.Text{}, zh.Text("there is a label at %s, which is not an answer on %s", short(l.Point), c.text()))
		}
		own := slices.Compact([]string{source.Fold(l.ZH), source.Fold(l.EN)})
		for _, w := range own {
			if w != "" && slices.Contains(words, w) {
				s.at(path+".labels", zh.Text("two points need two words"), zh.Text("the label %q stands at two points", w))
			}
			if number, is := parseNumber(w); is && number != l.Point {
				s.at(path+".labels", zh.Text("put a word to it"), zh.Text("the label %q at %s would be read as the answer %s", w, short(l.Point), w))
			}
		}
		words = append(words, own...)
	}
}

func (q *Questionnaire) blockSlips(s *slips, b Block) {
	path, items := "blocks."+b.Name, q.itemsOf(b.Name)
	if len(items) == 0 {
		s.add(fromParts, path, zh.Text("name it as the block of an item, or leave it out"), zh.Text("block %s has no items", b.Name))
		return
	}
	needed, special := roles[b.Measure]
	if !special && !b.Measure.attitudinal() {
		s.at(path+".measure", say.Text{}, zh.Text("unknown measure %q", string(b.Measure)))
		return
	}
	if special {
		q.roleSlips(s, b, items, needed)
		return
	}
	for _, i := range items {
		scale, ok := q.Scale(i.Scale)
		ok = ok && scale.check() == nil
		switch {
		case i.Role != "":
			s.at("items."+i.Name+".role", zh.Text("leave it out"), zh.Text("block %s does not ask for roles", b.Name))
		case ok && scale.Kind == Amount:
			s.at("items."+i.Name+".scale", zh.Text("take a scale of points"), zh.Text("block %s cannot be computed from an amount", b.Name))
		case ok && (b.Top < 0 || b.Top >= scale.points()):
			s.at(path+".top", say.Text{}, zh.Text("%[2]s has no top-%[1]d-box", b.Top, scale.text()))
		case ok && b.Measure == NetPromote:
			if i.Reverse {
				s.at("items."+i.Name, zh.Text("ask it the usual way round"), zh.Text("the item of an NPS cannot be reversed"))
			}
			if problem := npsFits(b, scale); !problem.Empty() {
				s.at(path, say.Text{}, problem)
			}
		}
	}
	if b.Measure == NetPromote && len(items) != 1 {
		s.add(fromParts, path, zh.Text("put the others into a block of their own"), zh.Text("an NPS has one item, and block %s has %d", b.Name, len(items)))
	}
	if b.Measure != NetPromote && (b.PromotersFrom != 0 || b.DetractorsTo != 0) {
		s.at(path, zh.Text("set measure: nps, or leave promoters_from and detractors_to out"), zh.Text("block %s is not an NPS", b.Name))
	}
}

// npsFits says why an NPS cannot be computed on a scale; empty: it can.
func npsFits(b Block, scale Scale) say.Text {
	if scale.step() != 1 || scale.Min != float64(int(scale.Min)) {
		return zh.Text("an NPS is asked in whole points, not on %s", scale.text())
	}
	if _, _, _, _, _, err := b.npsOptions(scale, 0).cuts(); err != nil {
		return trimmed(err).Each(inYAML.Replace)
	}
	return say.Text{}
}

// inYAML calls things as the file does.
var inYAML = strings.NewReplacer("PromotersFrom", "promoters_from", "DetractorsTo", "detractors_to")

func listed(all []Role) string {
	words := make([]string, len(all))
	for i, r := range all {
		words[i] = string(r)
	}
	return strings.Join(words, ", ")
}

func (b Block) npsOptions(scale Scale, level float64) NPSOptions {
	return NPSOptions{Min: int(scale.Min), Max: int(scale.Max), PromotersFrom: b.PromotersFrom, DetractorsTo: b.DetractorsTo, Level: level}
}

func (q *Questionnaire) roleSlips(s *slips, b Block, items []Item, needed []Role) {
	path := "blocks." + b.Name
	var given []Role
	for _, i := range items {
		switch {
		case !slices.Contains(needed, i.Role):
			s.at("items."+i.Name, zh.Text("the measure %s takes the roles %s", b.Measure, listed(needed)), zh.Text("the item %s has no part in block %s", i.Name, b.Name))
		case slices.Contains(given, i.Role):
			s.at("items."+i.Name, say.Text{}, zh.Text("two items of block %s have the role %s", b.Name, i.Role))
		case i.Reverse:
			s.at("items."+i.Name, zh.Text("leave reverse out"), zh.Text("amounts and ranks are not reversed"))
		}
		given = append(given, i.Role)
		if !slices.Contains(needed, i.Role) {
			continue
		}
		if scale, ok := q.Scale(i.Scale); ok && scale.check() == nil {
			if least := map[Role]float64{Rank: 1, Brands: 1}[i.Role]; scale.Min < least {
				s.at("items."+i.Name+".scale", say.Text{}, zh.Text("%s begins below %v, which the role %s cannot", scale.text(), least, i.Role))
			} else if least == 1 && (scale.Kind == Amount || scale.step() != float64(int(scale.step())) || scale.Min != float64(int(scale.Min))) {
				s.at("items."+i.Name+".scale", zh.Text("take a scale of whole points"), zh.Text("the role %s is a count", i.Role))
			}
		}
	}
	for _, r := range needed {
		if !slices.Contains(given, r) {
			s.add(fromParts, path, zh.Text("give an item the role %s", r), zh.Text("block %s has no item with the role %s", b.Name, r))
		}
	}
}
