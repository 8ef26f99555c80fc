"""Writes the WorldFlux bridge format: one JSON line an episode. Python 3.8+, no dependencies.

Copy this file beside your evaluation loop:

    from worldflux_bridge import BridgeWriter

    with BridgeWriter("run.jsonl", evaluator="my_loop", version="1.2", success="final_step",
                      description="the cube is in the bin at the last step",
                      planned=100, asserted={"checkpoint": "org/policy@3f2a", "max_steps": 300}) as out:
        for task in tasks:
            for seed in range(50):
                try:
                    success, steps = run_episode(task, seed)
                except Exception as error:
                    out.error(task, error, seed=seed)
                else:
                    out.episode(task, success, seed=seed, steps=steps)

Each line is on its way to the disk before the next episode starts. A loop that dies leaves a file
without an end line, and the reader says so.
"""

import json
from datetime import datetime, timezone


def utc_now():
    """This moment, as the format has times."""
    return datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


class BridgeWriter:
    def __init__(self, path, *, evaluator, success, description, version=None, planned=None,
                 outcome_is=None, asserted=None, episode_order="recorded"):
        """Starts a run in a new file.

        success: any_step, final_step, predicate, all_subtasks, human_label, threshold or unknown.
        planned: how many episodes the run is to record.
        outcome_is: task_success or governance_verdict, when episodes carry a governance verdict.
        asserted: what you know of the run, such as checkpoint, max_steps, initial_state. The moment at
        which this is called is added as started_at, so call it before the first episode.
        """
        header = {
            "schema_version": "worldflux.bridge.v0_draft",
            "evaluator": {"name": evaluator, "version": version},
            "metric_contract": {"success": success, "description": description},
            "outcome_is": outcome_is,
            "planned": None if planned is None else {"total": planned},
            "asserted": dict({"started_at": utc_now()}, **(asserted or {})),
            "episode_order": episode_order,
            "errors_recorded": True,
            "end_line": True,
        }
        self._indices = {}
        self._counts = {"episodes": 0}
        self._file = open(path, "x", encoding="utf-8")  # "x": two runs never share a file
        self._write(header)

    def episode(self, task, success, **fields):
        """An episode that ran to its end. success has to be a bool, of Python or of numpy."""
        if type(success).__name__ not in ("bool", "bool_"):
            raise TypeError("success is %r: decide what counts, and pass a bool" % (success,))
        self.record(task, "success" if success else "failure", **fields)

    def error(self, task, error, **fields):
        """An episode that broke. Of an exception its class alone is written."""
        name = error if isinstance(error, str) else type(error).__name__
        self.record(task, "error", error=name, **fields)

    def record(self, task, outcome, *, suite=None, seed=None, index=None, attempt=0, **fields):
        """Any outcome: success, failure, error, pending, missing or not_applicable.

        fields: sum_reward, max_reward, steps, duration_seconds, started_at (utc_now(), or ISO 8601 with
        an offset), error, video, metadata, governance.
        """
        cell = (suite, task, seed)
        if index is None:  # a later attempt repeats the cell that was run last
            index = max(0, self._indices.get(cell, 0) - (1 if attempt else 0))
        self._write(dict(fields, suite=suite, task=task, index=index, seed=seed, attempt=attempt,
                         outcome=outcome))
        self._indices[cell] = max(self._indices.get(cell, 0), index + 1)
        for name in ("episodes", outcome):
            self._counts[name] = self._counts.get(name, 0) + 1

    def _write(self, record):
        known = {key: value for key, value in record.items() if value is not None}
        line = json.dumps(known, default=lambda value: value.item())  # numpy's numbers
        self._file.write(line + "\n")
        self._file.flush()

    def __enter__(self):
        return self

    def __exit__(self, kind, *_):
        if kind is None:
            self._write({"end": self._counts})
        self._file.close()
