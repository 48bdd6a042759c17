"""Look inside: kernels, feature maps, and one output worked through by hand."""
