# SPDX-License-Identifier: GPL-2.0-only
"""leave.py HOW COMMAND...: a server that runs a command in a terminal of its own.

It is orphaned after it has opened that, as by a starter that waits until its server is
ready.  Prints the server's number.

    ready    the server leads a session
    member   it stays in the session that it was started in
    keeper   as ready, but its starter's starter adopts it, and stays
"""

import ctypes
import os
import pty
import sys

PR_SET_CHILD_SUBREAPER = 36


def serve(leads, ready):
    """Open a terminal for the command, and stay for it."""
    if leads:
        os.setsid()
    pid, master = pty.fork()
    if pid == 0:
        os.execvp(sys.argv[2], sys.argv[2:])
    os.write(ready, b"1")
    os.close(ready)
    null = os.open("/dev/null", os.O_RDWR)
    for fd in range(3):
        os.dup2(null, fd)
    while os.waitpid(pid, os.WNOHANG) == (0, 0):
        try:
            os.read(master, 4096)
        except OSError:
            os.waitpid(pid, 0)
            return


def start(leads):
    """Start a server and end when it is ready; its number is printed."""
    heard, ready = os.pipe()
    server = os.fork()
    if server == 0:
        os.close(heard)
        serve(leads, ready)
        os._exit(0)
    os.close(ready)
    os.read(heard, 1)
    print(server, flush=True)


def main():
    if sys.argv[1] != "keeper":
        start(leads=sys.argv[1] == "ready")
        return
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    starter = os.fork()
    if starter == 0:
        start(leads=True)
        os._exit(0)
    os.waitpid(starter, 0)
    os.wait()


main()
