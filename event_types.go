package tiexin

import (
	"maps"
	"slices"
	"strings"
)

// Events of an order. Each needs the Order with its ID.
const (
	EventOrderCreated        EventType = "order.created"
	EventOrderPriceChanged   EventType = "order.price_changed" // by the seller, before payment
	EventOrderDepositPaid    EventType = "order.deposit_paid"  // of a presale: the balance is due
	EventOrderPaid           EventType = "order.paid"
	EventOrderPartlyShipped  EventType = "order.partly_shipped"
	EventOrderShipped        EventType = "order.shipped"
	EventOrderAddressChanged EventType = "order.address_changed"
	EventOrderSucceeded      EventType = "order.succeeded" // receipt confirmed
	EventOrderClosed         EventType = "order.closed"    // unpaid or refunded: the order's status says which
	EventOrderRefundOpened   EventType = "order.refund_opened"
	EventOrderRefundClosed   EventType = "order.refund_closed" // withdrawn or refused
	EventOrderRefunded       EventType = "order.refunded"
	EventOrderUpdated        EventType = "order.updated" // any other change: a newer snapshot
)

// Events of a parcel. Each needs the Parcel with its OrderID and with ID or Number.
const (
	EventParcelShipped        EventType = "parcel.shipped"
	EventParcelPickedUp       EventType = "parcel.picked_up"
	EventParcelMoved          EventType = "parcel.moved" // a new node without other news
	EventParcelArrivedCity    EventType = "parcel.arrived_city"
	EventParcelOutForDelivery EventType = "parcel.out_for_delivery"
	EventParcelReadyForPickup EventType = "parcel.ready_for_pickup"
	EventParcelSigned         EventType = "parcel.signed"
	EventParcelFailed         EventType = "parcel.failed" // a failed attempt at delivery
	EventParcelRejected       EventType = "parcel.rejected"
	EventParcelReturning      EventType = "parcel.returning"
	EventParcelReturned       EventType = "parcel.returned"
	EventParcelOutOfArea      EventType = "parcel.out_of_area"
	EventParcelStalled        EventType = "parcel.stalled"
	EventParcelLost           EventType = "parcel.lost"
	EventParcelDamaged        EventType = "parcel.damaged"
)

// Events of a conversation. Each needs the Chat.
const (
	EventChatOpened         EventType = "chat.opened"
	EventChatAsked          EventType = "chat.asked"   // a message of the customer: the shop's turn
	EventChatReplied        EventType = "chat.replied" // a message of the agent: the customer's turn
	EventChatToldOffer      EventType = "chat.told_offer"
	EventChatTooDear        EventType = "chat.too_dear"
	EventChatPaymentTrouble EventType = "chat.payment_trouble"
	EventChatOutOfStock     EventType = "chat.out_of_stock"
	EventChatDoubted        EventType = "chat.doubted"
	EventChatHesitated      EventType = "chat.hesitated"
	EventChatComplained     EventType = "chat.complained"
	EventChatClosed         EventType = "chat.closed"
	EventChatRated          EventType = "chat.rated"
)

// Other events of a customer: reviews, answers, changes, consents.
const (
	EventReviewCreated        EventType = "review.created"  // needs the Review
	EventSurveyAnswered       EventType = "survey.answered" // needs the Survey
	EventCustomerUpdated      EventType = "customer.updated"
	EventCustomerJoined       EventType = "customer.joined"
	EventCustomerTagged       EventType = "customer.tagged"
	EventCustomerGradeChanged EventType = "customer.grade_changed"
	EventCustomerBrowsed      EventType = "customer.browsed"
	EventCustomerCollected    EventType = "customer.collected"
	EventCustomerCarted       EventType = "customer.carted"
	EventCustomerSignedIn     EventType = "customer.signed_in"
	EventConsentGranted       EventType = "consent.granted" // needs the Consent, as does its revocation
	EventConsentRevoked       EventType = "consent.revoked"
)

// Results of the engine's own messages and tasks. Each needs the Message or the Task
// with its ID from the engine.
const (
	EventMessageDelivered EventType = "message.delivered"
	EventMessageFailed    EventType = "message.failed"
	EventMessageReplied   EventType = "message.replied"
	EventMessageApproved  EventType = "message.approved"
	EventMessageDeclined  EventType = "message.declined"
	EventTaskDone         EventType = "task.done"
	EventTaskFailed       EventType = "task.failed"
	EventTaskRefused      EventType = "task.refused"
	EventTaskClaimed      EventType = "task.claimed" // By has taken it on; without By it is free again
)

// EventCustomerMerged means that several ids are one person. Customer.ID remains. Each
// Identifier of kind HostIdentifier in Customer.IDs is another id of that customer in
// the shop. At least one is required.
const EventCustomerMerged EventType = "customer.merged"

// Events for all customers: they name no customer.
const (
	EventIncidentDeclared EventType = "incident.declared" // needs the Incident
	EventCatalogArrived   EventType = "catalog.arrived"   // needs the Product
)

// eventTypes is the order of the rule language. A place in it is the type's
// number for good: a new type comes last.
var eventTypes = []EventType{
	EventOrderCreated, EventOrderPriceChanged, EventOrderDepositPaid, EventOrderPaid, EventOrderPartlyShipped,
	EventOrderShipped, EventOrderAddressChanged, EventOrderSucceeded, EventOrderClosed, EventOrderRefundOpened,
	EventOrderRefundClosed, EventOrderRefunded, EventOrderUpdated,
	EventParcelShipped, EventParcelPickedUp, EventParcelMoved, EventParcelArrivedCity, EventParcelOutForDelivery,
	EventParcelReadyForPickup, EventParcelSigned, EventParcelFailed, EventParcelRejected, EventParcelReturning,
	EventParcelReturned, EventParcelOutOfArea, EventParcelStalled, EventParcelLost, EventParcelDamaged,
	EventChatOpened, EventChatAsked, EventChatReplied, EventChatToldOffer, EventChatTooDear, EventChatPaymentTrouble,
	EventChatOutOfStock, EventChatDoubted, EventChatHesitated, EventChatComplained, EventChatClosed, EventChatRated,
	EventReviewCreated, EventSurveyAnswered,
	EventCustomerUpdated, EventCustomerJoined, EventCustomerTagged, EventCustomerGradeChanged, EventCustomerBrowsed,
	EventCustomerCollected, EventCustomerCarted, EventCustomerSignedIn,
	EventConsentGranted, EventConsentRevoked,
	EventMessageDelivered, EventMessageFailed, EventMessageReplied, EventMessageApproved, EventMessageDeclined,
	EventTaskDone, EventTaskFailed, EventTaskRefused,
	EventIncidentDeclared, EventCatalogArrived,
	EventCustomerMerged,
	EventTaskClaimed,
}

var eventNumbers = maps.Collect(func(yield func(EventType, uint8) bool) {
	for i, t := range eventTypes {
		if !yield(t, uint8(i+1)) {
			return
		}
	}
})

// OtherIDs are the shop's other ids of the person that a customer.merged names; nil for
// any other event.
func (e *Event) OtherIDs() []string {
	if e.Type != EventCustomerMerged {
		return nil
	}
	var others []string
	for _, id := range e.Customer.IDs {
		if id.Kind == HostIdentifier && id.Value != e.Customer.ID {
			others = append(others, id.Value)
		}
	}
	return others
}

// EventTypes are all types of events, in the order of the rule language.
func EventTypes() []EventType { return slices.Clone(eventTypes) }

// Known reports whether the type is one of EventTypes.
func (t EventType) Known() bool { return eventNumbers[t] != 0 }

// Thing is the thing that the event is about: the word before the dot, "order" for
// "order.paid".
func (t EventType) Thing() string {
	if dot := strings.IndexByte(string(t), '.'); dot >= 0 {
		return string(t[:dot])
	}
	return string(t)
}

// Needs is the key of Event that this type requires: "order" for order.paid, "product"
// for catalog.arrived. It is empty for types about the customer alone, and for unknown
// types.
func (t EventType) Needs() string {
	if !t.Known() {
		return ""
	}
	return t.needs()
}

// needs is Needs of a type that is known.
func (t EventType) needs() string {
	switch thing := t.Thing(); thing {
	case "customer":
		return ""
	case "catalog":
		return "product"
	default:
		return thing
	}
}

// Number is a small number, from 1, for compact storage. It never changes. An
// unknown type has none.
func (t EventType) Number() (uint8, bool) {
	n, ok := eventNumbers[t]
	return n, ok
}

// EventTypeOf returns the type with this number, and false if there is none.
func EventTypeOf(number uint8) (EventType, bool) {
	if number == 0 || int(number) > len(eventTypes) {
		return "", false
	}
	return eventTypes[number-1], true
}
