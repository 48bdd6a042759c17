"""A lesson that asks first: the kinds of prediction, what a learner has done so far, and the text of a station.

- `scale`, `choice`, `digit_pair`, `sketch`, `shape`, `pixel`: one kind of `prediction.Prediction` each: what may be predicted, and how
  far it was from what was found.
- `progress.Progress`: station → prediction, answer, reason; to and from JSON.
- `station_text.StationText`: what a station says, read from Markdown.

It uses no other room.
"""
