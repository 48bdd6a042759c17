"""Memory of server and worker with a class of learners, each in a session with a run of its own."""

from __future__ import annotations

import asyncio

from tests.benchmarks.learner import Learner
from tests.benchmarks.memory import most_resident, resident
from tests.benchmarks.plan import Plan
from tests.benchmarks.rounds import say
from tests.benchmarks.server import Server
from tests.benchmarks.table import Row, row

SERVER_MB, WORKER_MB = 300, 1200
TRAIN_SECONDS = 20.0  # with all of them training, in the end


def measure(plan: Plan) -> list[Row]:
    with Server() as server:
        server.await_worker()
        alone = resident(server.pid)
        with most_resident(server.pid) as most_server, most_resident(server.worker_pid) as most_worker:
            asyncio.run(_lesson(server.port, plan.learners))
            server_mb, worker_mb = most_server(), most_worker()
    what = f"memory, {plan.learners} learners in sessions, at most"
    return [
        row(f"Server's {what}", f"{server_mb:,.0f} MB ({alone:,.0f} before)", server_mb, most=SERVER_MB, unit="MB"),
        row(f"Worker's {what}", f"{worker_mb:,.0f} MB", worker_mb, most=WORKER_MB, unit="MB"),
    ]


async def _lesson(port: int, count: int) -> None:
    """Everybody opens the app, trains one iteration, looks at every page and then trains on."""
    learners = [Learner(port) for _ in range(count)]
    try:
        for learner in learners:
            await learner.open("train")
        say(f"  {count} sessions are open")
        for learner in learners:
            await learner.run(pressed="Train 1 iteration")
        while not all(learner.frame.get("phase") == "reached" for learner in learners):
            await asyncio.sleep(0.2)
        say("  all have trained one iteration")
        for page in ("data", "test", "train"):
            await asyncio.gather(*(learner.run(page=page) for learner in learners))
        for learner in learners:
            await learner.run(pressed="1,000")
        say("  all are training")
        await asyncio.sleep(TRAIN_SECONDS)
    finally:
        await asyncio.gather(*(learner.close() for learner in learners))
