# SPDX-License-Identifier: GPL-2.0-only
"""Join and resync: what a reader makes of the stream is what the table says."""

import subprocess
import time

from lab import check, cleanup, sessmon, wire
from lab.replay import Replay
from lab.stream import PROGRAM, Storm, at_rest, reload_with, say

# How a reader joins does not depend on how the module was loaded.
WHEN = "early"


def followed(replay, weather):
    while not weather.over():
        replay.follow()
    weather.wait()
    replay.follow()
    at_rest(replay.asker)
    replay.follow()
    if replay.stale:
        replay.fetch()


def squall():
    """Changes of group in a row on all processors: whoever drains the rings has to wait."""
    subprocess.run(["chrt", "--fifo", "1", PROGRAM, "storm", "64", "4"], check=True,
                   stdin=subprocess.DEVNULL)


def joined(rcvbuf, reliable, rounds, during=None):
    """A reader that joins in a storm and follows it to its end."""
    weather = Storm(rounds, 2)
    time.sleep(1)
    replay = Replay(rcvbuf, reliable)
    cleanup.defer(replay.close)
    if during:
        during()
    weather.subside()
    followed(replay, weather)
    say(f"{replay.events} events, {replay.gaps} gaps, {len(replay.processes)} processes, "
        f"{len(replay.sessions)} sessions")
    check.true(replay.events > rounds, "the storm was heard")
    check.equal(replay.compare(), [], "differences between the replay and a dump")
    return replay


def test_join():
    """Who joins in a storm, dumps, and applies what is newer has the module's table."""
    sessmon.need()
    replay = joined(64 << 20, False, 250)
    check.equal(replay.gaps, 0, "gaps")


def test_join_reliably():
    """The same for a reader that registers, whose own buffer is small."""
    sessmon.need()
    joined(256 << 10, True, 150)


def test_resync():
    """Who has lost events on the way, and in the ring, has the table after a new dump."""
    reload_with("ring_size=64")
    replay = joined(64 << 10, False, 400, squall)
    check.true(replay.gaps > 0, "something was lost on the way")
    check.true(wire.stats(replay.asker)["lost"] > 0, "something was lost in the ring")


for test in (test_join, test_join_reliably, test_resync):
    test.limit = 400
