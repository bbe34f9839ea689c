# SPDX-License-Identifier: GPL-2.0-only
"""Whatever a helper starts ends with the test, without the test saying so."""

import contextlib

_scopes = []


@contextlib.contextmanager
def scope():
    """What is deferred inside is done on the way out, last one first."""
    with contextlib.ExitStack() as stack:
        _scopes.append(stack)
        try:
            yield
        finally:
            _scopes.pop()


def defer(action, *args):
    """Do this when the current test (or the set-up of its file) is over."""
    _scopes[-1].callback(_quietly, action, *args)


def _quietly(action, *args):
    """The rest of a clean-up is still due when one part of it fails."""
    try:
        action(*args)
    except Exception as error:  # pylint: disable=broad-except
        print(f"# clean-up: {error!r}", flush=True)
