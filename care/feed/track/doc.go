// Package track reads the tracks of parcels (物流轨迹), whoever tells them. A platform or a
// provider marks a node with a code of its own, and its package has the table; what a node
// without a code means is guessed from its words by [Guess], and marked so. [Settle] puts
// the nodes of one parcel in order and takes away what is no news: each is told once, and a
// parcel never goes backwards.
package track
