# SPDX-License-Identifier: GPL-2.0-only
"""Dumps of many objects, and of objects that are as large as they can be."""

import os
import time

from lab import check, cleanup, sessmon, wire
from lab.replay import dumped
from lab.stream import Storm, at_rest, crowd, say

# The table's size does not depend on how the module was loaded.
WHEN = "early"

# The guest has memory for twice as many.
MANY = int(os.environ.get("CROWD", "2000"))


def test_many():
    """A dump of thousands, taken slowly while processes come and go, has each that stays once."""
    sessmon.need()
    sock = wire.Socket()
    cleanup.defer(sock.close)
    people, staying = crowd(MANY)
    weather = Storm(400, 1)
    started = time.monotonic()
    objects, interrupted = sock.dump("PROCESS_GET")
    say(f"{len(objects)} processes in {time.monotonic() - started:.1f} s")
    check.equal(interrupted, False, "a dump that says it was interrupted")
    weather.wait()
    keys = []
    for data in objects:
        key = wire.tree(data)[wire.C["SESSMON_A_PROCESS"]][wire.C["SESSMON_A_PROCESS_KEY"]]
        keys.append(tuple(sorted(key.items())))
    numbers = [wire.number(dict(key)[wire.C["SESSMON_A_KEY_ID"]]) for key in keys]
    check.equal(len(keys), len(set(keys)), "each key once")
    check.equal(sorted(staying - set(numbers)), [], "processes that stayed and are not in the dump")
    check.true(len(sessmon.ls()) >= MANY // 2, "each of their sessions in ls")
    people.kill()
    people.wait()
    at_rest(sock)
    left = {key[0] for key in dumped(sock)[0]}
    check.equal(sorted(left & staying), [], "of the crowd in the table when it has gone")


def test_large():
    """Programs with paths and arguments at their limits are dumped whole, also by ours."""
    sessmon.need()
    people, _ = crowd(40, "x" * 3000)
    monitor = sessmon.Monitor("-d")

    def those():
        return sessmon.find_all(monitor.events, **{"process.parent.pid": people.pid})

    check.eventually(lambda: len({sessmon.get(each, "process.pid") for each in those()}) == 40,
                     "the crowd in the dump", 60)
    time.sleep(3)               # Those that lead a session come as sessions, too.
    for each in those():
        check.true(len("".join(sessmon.get(each, "process.args"))) > 3000, "all arguments")


test_many.limit = 500
