# SPDX-License-Identifier: GPL-2.0-only
"""Process model: whose child a process is."""

from lab import check
from oracle import model, set_up            # noqa: F401

# What happens to who came later does not depend on when the module was loaded.
WHEN = "early"


def reasons(run):
    return [event("sessmon.reparent_reason") for event in run.events("reparent")]


def test_to_init():
    """When its parent ends, a process is init's child."""
    run = model("orphan")
    check.equal((reasons(run), run.event("reparent").parent), (["init"], 1), "adopted by")


def test_to_subreaper():
    """With a sub-reaper among its ancestors, it is the sub-reaper's child."""
    run = model("orphan-subreaper")
    check.equal((reasons(run), run.event("reparent").parent), (["subreaper"], run.pid),
                "adopted by")


def test_subreaper_dies():
    """When the sub-reaper ends as well, it moves on to the next one."""
    run = model("orphan-twice")
    check.equal(reasons(run), ["subreaper", "subreaper"], "adopted by")


def test_subreaper_is_said():
    """A sub-reaper is flagged as one in the table."""
    from oracle import dump                 # pylint: disable=import-outside-toplevel
    from oracle.run import start            # pylint: disable=import-outside-toplevel
    run = start("subreaper-hold")
    check.true("subreaper" in dump.process(run.held())["sessmon"]["process"]["flags"],
               "flagged as sub-reaper")
    run.release()
    run.finish()


def test_zombie_orphan():
    """A dead child that changes hands makes no event."""
    check.equal(reasons(model("orphan-zombie")), [], "reparent events")


def test_to_sibling_thread():
    """When the thread that made it ends, it stays the process's child."""
    check.equal(reasons(model("orphan-sibling")), [], "reparent events")


def test_many():
    """All children of one parent are adopted, however many they are."""
    check.equal(len(reasons(model("orphan-many"))), 200, "reparent events")
