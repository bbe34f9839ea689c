# SPDX-License-Identifier: GPL-2.0-only
"""Replacing the policy for a while, as its administrator would."""

import contextlib
import tempfile

from lab import check, sessmon

ROLES = {"host_access", "getty", "scheduler", "relay", "inline"}


def show():
    """The policy in force, as lines of a file."""
    status, out, err = sessmon.run("policy", "show")
    check.equal(status, 0, f"sessmon policy show: {err}")
    return [line for line in out.splitlines() if not line.startswith("#")]


def generation():
    return sessmon.get(sessmon.ask("policy", "show")[0], "sessmon.policy.generation")


def roles(process):
    """The roles that the policy gave to what a process runs."""
    (said,) = sessmon.ask("show", str(process.pid))
    return set(sessmon.get(said, "sessmon.process.exe.flags", [])) & ROLES


def load(lines):
    """sessmon policy load; exit status and what it complained of."""
    with tempfile.NamedTemporaryFile("w", prefix="policy") as file:
        file.write("".join(f"{line}\n" for line in lines))
        file.flush()
        status, _, err = sessmon.run("policy", "load", file.name)
        return status, err.replace(file.name, "FILE").strip()


def reset():
    status, _, err = sessmon.run("policy", "reset")
    check.equal(status, 0, f"sessmon policy reset: {err}")


@contextlib.contextmanager
def loaded(more):
    """Meanwhile these lines are in force after the built-in ones."""
    check.equal(load(show() + more), (0, ""), "sessmon policy load")
    try:
        yield
    finally:
        reset()
