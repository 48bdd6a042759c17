"""What a network makes of an image: its layers' outputs, one output worked through by hand, filters switched off.

- `inspection.Inspection`: what is seen at one checkpoint, whoever computed it.
- `numpy_forward`: the same numbers as TensorFlow's forward pass, for a few images, in readable NumPy.
- `ablation`: what the test set says without some of the filters.
- `novelty`: how far an image lies from the training images.

It may use `core.spec`, `core.data`, `core.layers`, `core.fields`, and of `core.training` the first weights.
"""
