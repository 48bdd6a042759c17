"""What a network makes of an image: its layers' outputs, one output worked through by hand, filters switched off.

- `inspection.Inspection`: what is seen at one checkpoint, whoever computed it.
- `numpy_forward`: the same as TensorFlow's forward pass, for a few images, readable.
- `ablation`: what the test set says without some filters.

It may use `core.layers`, `core.training`'s first weights and the front door.
"""
