// Package optimum finds the lowest point of a smooth function of a few parameters, for every
// fit of package loyalty and its models. All searches go by Newton steps ([Newton]); where
// a function has no Hessian, it is kept up to date from gradients ([Minimise], [Descend]).
package optimum
