package main

import "github.com/tiexin-go/tiexin/internal/say"

// zhWords is the Chinese around the vocabulary.
var zhWords = say.Catalog{}
