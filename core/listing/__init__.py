"""A network as source code to read, to run and to take away.

`listings` has them all: Keras, Layers API, PrettyTensor; a script and a notebook. How a kind of layer or an optimizer is written in
each library stands in its own file.

It may use `core.spec`, `core.layers`, `core.optimizers` and `core.templates`.
"""
