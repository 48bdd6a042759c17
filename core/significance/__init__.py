"""How sure a number is: an accuracy with its interval, two networks on the same images, two designs over the same seeds.

It offers `evaluation` (a network over a test set), `reliability` (how often it is right where its softmax value is so high), `wilson_interval`, `mcnemar_test`, `welch_test`, `paired_test` and `sample_size`
(numbers), `verdict` and `prediction_comparison` (what they say, in words). It uses `core.messages`; of experiments it knows nothing.
"""
