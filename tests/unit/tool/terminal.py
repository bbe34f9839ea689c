# SPDX-License-Identifier: GPL-2.0-or-later
"""A program whose output is a terminal."""

import os
import pty
import subprocess


def said(command, environment):
    """Its exit status, and what a person sees; lines end as a terminal ends them."""
    leader, follower = pty.openpty()
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=follower,
                          stderr=subprocess.DEVNULL, env=environment) as popen:
        os.close(follower)
        text = b""
        try:
            while part := os.read(leader, 65536):
                text += part
        except OSError:
            pass
        popen.wait()
    os.close(leader)
    return popen.returncode, text.decode()
