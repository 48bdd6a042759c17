"""A network and its settings as a thing to choose: presets, what differs, links, the draft that a form changes.

- `design.Design`: what a run begins with. `draft.Draft`: the same while a person is changing it.
- `presets`: designs to begin with. `design_diff`: how one differs from another. `words`: both in words.
- `share_link`: a design as a piece of a web address.

Nothing here trains. It may use `core.spec`, `core.layers` and `core.fields`.
"""
