"""A step loop in the shape of the original's: a function, a status, two timestamps, a callback.

Each line on standard input is one round: WORKFLOWS STEPS. The answer is a line with the nanoseconds
that executing them took. Making workflows and steps is not timed.
"""

import sys
from datetime import datetime
from enum import Enum
from time import perf_counter_ns


class Status(Enum):
    PENDING = "pending"
    RUNNING = "running"
    COMPLETED = "completed"
    FAILED = "failed"


class Step:
    def __init__(self, name, function, timeout=300, attempts=3):
        self.name = name
        self.function = function
        self.timeout = timeout
        self.attempts = attempts
        self.status = Status.PENDING
        self.error = None
        self.start_time = None
        self.end_time = None


class Workflow:
    def __init__(self, workflow_id, steps, callback):
        self.id = workflow_id
        self.steps = steps
        self.callback = callback
        self.status = Status.PENDING
        self.current = None
        self.cancelled = False
        self.error = None
        self.start_time = None
        self.end_time = None

    def report(self, step, status, error=None):
        if self.callback:
            progress = {
                "workflow_id": self.id,
                "step": self.current + 1,
                "total_steps": len(self.steps),
                "step_name": step.name,
                "status": status,
                "sub_task": None,
            }
            if error:
                progress["error"] = error
            self.callback(progress)

    def run_step(self, step, context):
        step.status = Status.RUNNING
        step.start_time = datetime.now()
        self.report(step, "running")
        for attempt in range(step.attempts):
            if self.cancelled:
                return False
            try:
                step.function(context)
                step.end_time = datetime.now()
                if (step.end_time - step.start_time).total_seconds() > step.timeout:
                    raise TimeoutError(step.name)
                step.status = Status.COMPLETED
                self.report(step, "completed")
                return True
            except Exception as error:
                if attempt == step.attempts - 1:
                    step.status = Status.FAILED
                    step.error = str(error)
                    self.report(step, "failed", step.error)
        return False

    def execute(self, context):
        self.status = Status.RUNNING
        self.start_time = datetime.now()
        for index, step in enumerate(self.steps):
            if self.cancelled:
                return False
            self.current = index
            if not self.run_step(step, context):
                self.status = Status.FAILED
                self.end_time = datetime.now()
                return False
        self.status = Status.COMPLETED
        self.end_time = datetime.now()
        return True


def nothing(context):
    return None


def main():
    heard = 0

    def callback(progress):
        nonlocal heard
        heard += 1

    for line in sys.stdin:
        workflows, steps = (int(word) for word in line.split())
        made = [
            Workflow(f"bench-{w}", [Step(f"s{s}", nothing) for s in range(steps)], callback)
            for w in range(workflows)
        ]
        heard = 0
        begin = perf_counter_ns()
        done = sum(workflow.execute({}) for workflow in made)
        took = perf_counter_ns() - begin
        if done != workflows or heard != 2 * workflows * steps:
            sys.exit(f"{done} of {workflows} done, {heard} callbacks")
        print(took, flush=True)


main()
