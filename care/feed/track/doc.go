// Package track reads the tracks of parcels (物流轨迹) of all platforms and providers. Each
// marks a node with its own code, and its package has the table of codes. [Guess] guesses a
// node without a code from its words, and marks it so. [Settle] puts the nodes of one
// parcel in order and removes those without news. Each piece of news appears once, and a
// parcel never goes backwards.
package track
