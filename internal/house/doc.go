// Package house keeps the rules of the house (家规) as tests: which package may
// import which, how the tree looks, what no file says, and that everything the
// READMEs show is true. It has no code of its own.
package house
