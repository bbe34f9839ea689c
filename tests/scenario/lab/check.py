# SPDX-License-Identifier: GPL-2.0-only
"""Assertions that say what was wrong, and waiting with a limit."""

import time


class Failure(AssertionError):
    """What a test found out about the thing under test."""


class Skip(Exception):
    """A test cannot run here; the reason goes with it."""


def equal(got, want, what):
    if got != want:
        raise Failure(f"{what}: got {got!r}, want {want!r}")


def differ(one, other, what):
    if one == other:
        raise Failure(f"{what}: both are {one!r}")


def true(value, what):
    if not value:
        raise Failure(f"not true: {what}")


def eventually(probe, what, timeout=20.0):
    """Call probe until it returns something true, and return that.

    Polling is slow on purpose: the guest's processors are emulated, and the
    programs that are waited for need them.
    """
    limit = time.monotonic() + timeout
    while True:
        value = probe()
        if value:
            return value
        if time.monotonic() > limit:
            raise Failure(f"waited {timeout:.0f} s in vain: {what}")
        time.sleep(0.05)


def none_left(probe, what, timeout=60.0):
    """Call probe until what it lists is empty; a failure says what was left."""
    left = []

    def gone():
        left[:] = probe()
        return not left
    try:
        eventually(gone, what, timeout)
    except Failure as failure:
        raise Failure(f"{failure}: {left[:5]!r} of {len(left)}") from None
