"""From the bytes of a picture file to the digits in it, each as MNIST's images were made.

`picture_file` decodes, `light` divides the light out, `ink_side` says whether the ink is dark or light, `ruling` takes ruled lines
away, `parts` and `groups` make digits of what is left, `reading_order` sorts them, `mnist_form` gives them MNIST's form, and
`reading` puts all of it together. It uses the rooms' words (`messages`) and nothing else; only it knows OpenCV and the decoders, and
`core.pictures` is its door.
"""
