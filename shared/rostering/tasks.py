"""Hands the steps of a run to Cloud Tasks, under names that make a second hand-over void."""

from __future__ import annotations

from datetime import timedelta

from shared.cloud.tasks import Queue
from shared.rostering.runs import Run


class RosterTasks:
    """The queues of rostering."""

    def __init__(
        self,
        import_queue: Queue,
        import_url: str,
        apply_queue: Queue,
        apply_url: str,
        pull_queue: Queue,
        pull_url: str,
    ) -> None:
        self._import_queue = import_queue
        self._import_url = import_url
        self._apply_queue = apply_queue
        self._apply_url = apply_url
        self._pull_queue = pull_queue
        self._pull_url = pull_url

    def hand_over_pull(
        self, school: str, run: str, again: str = "", delay: timedelta = timedelta()
    ) -> None:
        """Have a run's people pulled; ``again`` names another hand-over of the same run."""
        name = f"pull-{run}-{again}" if again else f"pull-{run}"
        self._pull_queue.enqueue(name, self._pull_url, {"school": school, "run": run}, delay)

    def hand_over_import(self, school: str, run: str, again: str = "") -> None:
        """Have a run worked on; ``again`` names another hand-over of the same run."""
        name = f"import-{run}-{again}" if again else f"import-{run}"
        self._import_queue.enqueue(name, self._import_url, {"school": school, "run": run})

    def hand_over_chunk(self, run: Run, chunk: int, again: str = "") -> None:
        """Have one chunk of a run's plan applied."""
        name = f"apply-{run.run}-{chunk:05d}"
        if again:
            name = f"{name}-{again}"
        payload = {"school": run.school, "run": run.run, "chunk": chunk}
        self._apply_queue.enqueue(name, self._apply_url, payload)
