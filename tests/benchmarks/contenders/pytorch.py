"""PyTorch on the tutorial's network, in the ways that people make it fast on a processor."""

from __future__ import annotations

import os
import time
from collections.abc import Callable

import torch
from torch import nn

from core import data
from core.spec import TrainingSpec
from tests.benchmarks.contenders.serve import serve


def tutorial() -> nn.Module:
    return nn.Sequential(
        nn.Conv2d(1, 16, 5, padding="same"),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Conv2d(16, 36, 5, padding="same"),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Flatten(),
        nn.Linear(36 * 7 * 7, 128),
        nn.ReLU(),
        nn.Linear(128, 10),
    )


def eager_loop(precision: str, layout: torch.memory_format) -> Callable[[int], float]:
    """Seconds for so many more iterations, with fused Adam; loss and accuracy of each batch are kept, as in our loop."""
    model = tutorial().to(memory_format=layout)
    optimizer = torch.optim.Adam(model.parameters(), lr=TrainingSpec.learning_rate, fused=True)
    split = data.mnist().train
    images = torch.from_numpy(split.images.copy()).permute(0, 3, 1, 2)  # (N, 1, 28, 28), uint8
    labels = torch.from_numpy(split.labels.copy())
    low = precision == "bfloat16"

    def step(picked: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        pixels = (images[picked].float() / 255).contiguous(memory_format=layout)
        wanted = labels[picked]
        with torch.autocast("cpu", torch.bfloat16, enabled=low):
            logits = model(pixels)
        loss = nn.functional.cross_entropy(logits.float(), wanted)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()
        return loss.detach(), (logits.argmax(1) == wanted).float().mean()

    def train(iterations: int) -> float:
        began = time.perf_counter()
        order = torch.randperm(len(labels))[: iterations * TrainingSpec.batch_size]
        records = [step(picked) for picked in order.split(TrainingSpec.batch_size)]
        torch.tensor(records)
        return time.perf_counter() - began

    return train


def main() -> None:
    torch.set_num_threads(os.cpu_count() or 1)
    serve(
        {
            "pytorch float32 contiguous": eager_loop("float32", torch.contiguous_format),
            "pytorch float32 channels_last": eager_loop("float32", torch.channels_last),
            "pytorch bfloat16 channels_last": eager_loop("bfloat16", torch.channels_last),
        }
    )


if __name__ == "__main__":
    main()
