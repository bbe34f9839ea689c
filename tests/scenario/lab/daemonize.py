# SPDX-License-Identifier: GPL-2.0-only
"""daemonize.py COMMAND...: run a command as daemons of old ran themselves.

Prints the number of the session's leader, which ends before the command starts.
"""

import os
import sys


def main():
    if os.fork():
        os.wait()
        return
    os.setsid()
    print(os.getpid(), flush=True)
    if os.fork():
        return
    os.chdir("/")
    null = os.open("/dev/null", os.O_RDWR)
    for fd in range(3):
        os.dup2(null, fd)
    os.execvp(sys.argv[1], sys.argv[1:])


main()
