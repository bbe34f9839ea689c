# SPDX-License-Identifier: GPL-2.0-only
"""Becoming somebody else inside a login."""

import contextlib
import os

# As set in rootfs/setup.sh.
PASSWORDS = {"alice": "wonderland", "bob": "builder", "root": "lab"}


def sudo_i(shell):
    """`sudo -i`: root's login shell, nested in the given one."""
    return shell.nested("sudo -i")


def su(shell, user="bob", login=True):
    """`su - user`, with the password typed."""
    return shell.nested(f"su {'- ' if login else ''}{user}", PASSWORDS[user])


@contextlib.contextmanager
def sudo_without_pty():
    """Meanwhile sudo runs its commands on the terminal that it was called on.

    Debian 12 has use_pty in its sudoers: each command gets a pty, and with it a
    session, of its own.  Machines that were upgraded from older releases do not.
    """
    path = "/etc/sudoers.d/without_pty"
    with open(path, "w") as file:
        file.write("Defaults !use_pty\n")
    os.chmod(path, 0o440)
    try:
        yield
    finally:
        os.unlink(path)
