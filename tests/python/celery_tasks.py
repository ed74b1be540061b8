"""Tasks of Celery on the server and queue that the environment names."""

import os

from celery import Celery

app = Celery(
    "tasks",
    broker=os.environ["TESTS_URL"] + "//",
    backend="rpc://",
)
app.conf.update(
    task_default_queue=os.environ["TESTS_NAME"],
    task_acks_late=True,
    worker_prefetch_multiplier=1,
    broker_connection_retry_on_startup=True,
    result_expires=60,
)


@app.task
def add(x, y):
    return x + y


@app.task(bind=True, max_retries=2)
def stumble(self):
    if self.request.retries < 2:
        raise self.retry(countdown=0.1)
    return self.request.retries


@app.task
def fail():
    raise ValueError("as it should")
