# SPDX-License-Identifier: GPL-2.0-only
"""Drives the real programs that sessions come from.

Each helper does what a person or a machine would do, and returns something whose
`pid` and `process` were learnt from the program itself or from /proc.
"""

from lab.programs.console import serial_login
from lab.programs.containers import Container, Podman
from lab.programs.daemons import double_fork, setsid_daemon
from lab.programs.identity import PASSWORDS, su, sudo_i, sudo_without_pty
from lab.programs.mux import Screen, Tmux
from lab.programs.run import as_user, output
from lab.programs.ssh import (doors_of, dropbear, internal_sftp, listens, peer_of_client, scp,
                              sftp, ssh_command, ssh_pty, ssh_run, sshd_of, sshd_trixie)
from lab.programs.units import cron_job, pty_service, service, timer

__all__ = [
    "Container", "PASSWORDS", "Podman", "Screen", "Tmux", "as_user", "cron_job", "doors_of",
    "double_fork", "dropbear", "internal_sftp", "listens", "output", "peer_of_client",
    "pty_service", "scp", "serial_login", "service", "setsid_daemon", "sftp", "ssh_command",
    "ssh_pty", "ssh_run", "sshd_of", "sshd_trixie", "su", "sudo_i", "sudo_without_pty", "timer",
]
