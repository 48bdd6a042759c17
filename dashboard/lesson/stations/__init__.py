"""The stations of the lesson, in their order: a file each, and a line here."""

from __future__ import annotations

from dashboard.lesson.station import Station
from dashboard.lesson.stations.apis import Apis
from dashboard.lesson.stations.confusion import Confusion
from dashboard.lesson.stations.convolution import Convolution
from dashboard.lesson.stations.data import Data
from dashboard.lesson.stations.filters import Filters
from dashboard.lesson.stations.hundred import Hundred
from dashboard.lesson.stations.logits import Logits
from dashboard.lesson.stations.pixels import Pixels
from dashboard.lesson.stations.pooling import Pooling
from dashboard.lesson.stations.shapes import Shapes
from dashboard.lesson.stations.softmax import Softmax
from dashboard.lesson.stations.step import Step
from dashboard.lesson.stations.thousand import Thousand
from dashboard.lesson.stations.untrained import Untrained

STATIONS: tuple[Station, ...] = (
    Data(),
    Pixels(),
    Shapes(),
    Convolution(),
    Pooling(),
    Logits(),
    Softmax(),
    Step(),
    Untrained(),
    Hundred(),
    Thousand(),
    Confusion(),
    Filters(),
    Apis(),
)
