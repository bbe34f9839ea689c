# SPDX-License-Identifier: GPL-2.0-only
"""Sitting down at the serial terminal of this machine.

/dev/ttyS3 is the far end of the cable that is plugged into /dev/ttyS1, where
systemd keeps an agetty: see boot.py.
"""

from lab import cleanup, proc
from lab.programs.identity import PASSWORDS
from lab.shell import Shell
from lab.terminal import serial

FAR_END = "/dev/ttyS3"


def serial_login(user="alice"):
    """Log in on ttyS1 by typing a name and a password; the shell at its prompt."""
    terminal = serial(FAR_END)
    # Return makes agetty ask again, whatever was typed at it before.
    terminal.line("")
    terminal.expect("login: ")
    terminal.line(user)
    terminal.expect("assword:")
    terminal.line(PASSWORDS[user])
    shell = Shell(terminal)
    cleanup.defer(_log_out, shell)
    return shell


def _log_out(shell):
    """Leave the line as it was found: with an agetty waiting."""
    if proc.read(shell.pid):
        shell.terminal.line("exit")
    shell.terminal.expect("login: ")
