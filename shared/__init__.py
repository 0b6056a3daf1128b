"""The product: one package for each context, on top of the kernel and the small doors to Google."""
