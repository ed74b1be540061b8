"""What is asked of Celery, a worker of its own does and answers.

Usage: celery_exchange.py URL NAME
"""

import os
import subprocess
import sys

os.environ["TESTS_URL"], os.environ["TESTS_NAME"] = sys.argv[1:]

from celery import chain, group

from celery_tasks import add, app, fail, stumble

WAIT = 60

directory = os.path.dirname(os.path.abspath(__file__))
# Without heartbeats, which are as many as time passes: what is published is counted.
options = ["-P", "solo", "-l", "WARNING", "--without-heartbeat"]
worker = subprocess.Popen(
    [sys.executable, "-m", "celery", "-A", "celery_tasks", "worker", *options],
    cwd=directory,
    stdout=sys.stderr,
)
try:
    print("sum", add.delay(2, 3).get(timeout=WAIT))
    print("chain", chain(add.s(1, 2), add.s(10)).delay().get(timeout=WAIT))
    print("group", group(add.s(i, i) for i in range(5))().get(timeout=WAIT))
    print("retries", stumble.delay().get(timeout=WAIT))
    failure = fail.delay()
    print("failure", repr(failure.get(timeout=WAIT, propagate=False)))
    print("pong", [list(answer.values()) for answer in app.control.ping(timeout=5)])
    app.control.shutdown()
    print("ended", worker.wait(timeout=WAIT))
finally:
    worker.kill()
    with app.connection_for_write() as connection:
        connection.default_channel.queue_delete(os.environ["TESTS_NAME"])
