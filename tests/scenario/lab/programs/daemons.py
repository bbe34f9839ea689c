# SPDX-License-Identifier: GPL-2.0-only
"""Programs that leave the login they were started from."""

from lab.hold import Hold


def setsid_daemon(shell):
    """`nohup setsid command &`: a session of its own.

    A job leads its process group, so setsid(1) forks, and init is the parent.
    """
    hold = Hold()
    shell.run(f"nohup setsid sh -c '{hold.script}' >/dev/null 2>&1 </dev/null &")
    return hold


def double_fork(shell):
    """A classic daemon: fork, setsid, fork again, so that it leads no session.

    `hold.leader` is the number of the session's leader, which has ended.
    """
    hold = Hold()
    told = shell.run(f"python3 /run/lab/lab/daemonize.py sh -c '{hold.script}'")
    # The shell may tell of other jobs meanwhile.
    hold.leader = int(next(line for line in told.splitlines() if line.isdigit()))
    return hold
