"""A network as source code to read, to run and to carry away.

`listings` has them all: Keras, Layers API, PrettyTensor; a script and a notebook. What a kind of layer or an optimizer is in
each library stands in its own file.

It may use `core.spec`, `core.layers`, `core.optimizers`, `core.templates` and `core.messages`.
"""
