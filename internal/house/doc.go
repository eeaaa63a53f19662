// Package house holds the rules of the house (家规) as tests. They check the imports of
// each package, the tree of folders, and words that no file may have. They run everything
// that the READMEs show. The package has no code of its own.
package house
