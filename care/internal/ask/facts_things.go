package ask

// ParcelFacts are the words behind "parcel.".
type ParcelFacts struct {
	ID          string `expr:"id" means:"the host's key, else carrier/number" personal:"no"`
	Carrier     string `expr:"carrier" means:"物流公司, its code: 'shunfeng', 'zhongtong'"`
	CarrierName string `expr:"carrier_name" means:"物流公司, its name"`
	Number      string `expr:"number" means:"运单号" personal:"number"`
	Status      string `expr:"status" means:"'created', 'picked_up', 'in_transit', 'arrived_city', 'out_for_delivery', 'ready_for_pickup', 'signed', 'failed', 'rejected', 'returning', 'returned', 'out_of_area', 'lost', 'damaged'" values:"created picked_up in_transit arrived_city out_for_delivery ready_for_pickup signed failed rejected returning returned out_of_area lost damaged"`
	Province    string `expr:"province" means:"where it goes: '新疆'" region:"province"`
	City        string `expr:"city" means:"where it goes: '杭州'" region:"city"`
	Remote      bool   `expr:"remote" means:"goes to a province listed under shop.remote"`
	Index       int    `expr:"index" means:"its place among the order's parcels known so far, from 1"`
	Count       int    `expr:"count" means:"parcels of the order known so far"`
	Abnormal    string `expr:"abnormal" means:"the open trouble, as an event without parcel.: 'stalled', 'failed', 'lost', …; '' when all is well" values:"stalled failed rejected returning returned out_of_area lost damaged ''"`
	SignedBy    string `expr:"signed_by" means:"'self', 'agent', 'locker', 'after_exception'; '' before it is signed for" values:"self agent locker after_exception ''"`
}

// ChatFacts are the words behind "chat.".
type ChatFacts struct {
	Topic    string  `expr:"topic" means:"what it is about, the shop's own word"`
	Agent    string  `expr:"agent" means:"客服, the account of the agent"`
	Product  string  `expr:"product" means:"the goods under discussion"`
	Order    string  `expr:"order" means:"订单号 of the order that it names; '' when it names none" personal:"no"`
	Answered bool    `expr:"answered" means:"the agent had the last word"`
	Ordered  bool    `expr:"ordered" means:"it led to an order"`
	Score    float64 `expr:"score" means:"the customer's rating, 1 to 5" whole:"yes" unknown:"while it is not rated"`
}

// ReviewFacts are the words behind "review.".
type ReviewFacts struct {
	Rating string  `expr:"rating" means:"评价结果: 'good', 'neutral' or 'bad'" values:"good neutral bad"`
	Stars  float64 `expr:"stars" means:"1 to 5" whole:"yes" unknown:"where the platform has no stars"`
	Text   string  `expr:"text" means:"评价详情" personal:"text"`
	Append bool    `expr:"append" means:"追评"`
}

// SurveyFacts are the words behind "survey.".
type SurveyFacts struct {
	Form    string            `expr:"form" means:"which questionnaire"`
	Score   float64           `expr:"score" means:"the headline answer: NPS 0–10, CSAT 1–5" whole:"yes" unknown:"while it was not given"`
	Answers map[string]string `expr:"answers" means:"an answer: survey.answers['…']; '' when absent" personal:"answer"`
}

// RefundFacts are the words behind "refund.".
type RefundFacts struct {
	Amount float64 `expr:"amount" unit:"yuan" means:"退款金额" unknown:"while the host did not give it"`
	Reason string  `expr:"reason" means:"退款原因, as the buyer chose it"`
	Full   bool    `expr:"full" means:"the whole order is paid back"`
}

// TaskFacts are the words behind "task.".
type TaskFacts struct {
	Outcome string `expr:"outcome" means:"what came of it: 'reached', 'no_answer', …" values:"reached no_answer wrong_number" own:"yes"`
	Note    string `expr:"note" means:"what the person wrote about it" personal:"note"`
	Rule    string `expr:"rule" means:"the rule that asked for it: 'flow/rule'" personal:"no"`
}

// MessageFacts are the words behind "message.".
type MessageFacts struct {
	Text    string `expr:"text" means:"what the customer replied" personal:"text"`
	Channel string `expr:"channel" means:"the channel it went by"`
	Rule    string `expr:"rule" means:"the rule that sent it: 'flow/rule'" personal:"no"`
}

// ProductFacts are the words behind "product.".
type ProductFacts struct {
	ID       string  `expr:"id" means:"商品编号" personal:"no"`
	Title    string  `expr:"title" means:"商品名称"`
	Category string  `expr:"category" means:"类目"`
	Price    float64 `expr:"price" unit:"yuan" means:"单价" unknown:"while the host did not give it"`
}

// IncidentFacts are the words behind "incident.".
type IncidentFacts struct {
	Kind     string `expr:"kind" means:"'storm', 'heat', …"`
	Name     string `expr:"name" means:"the name that people read"`
	Province string `expr:"province" means:"where it is: '河南'; '' when it is the whole country" region:"province"`
	City     string `expr:"city" means:"where it is: '郑州'; '' when it is the whole province" region:"city"`
}
