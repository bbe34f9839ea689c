# SPDX-License-Identifier: GPL-2.0-only
"""What scenarios need inside the guest.

    proc       what the kernel says in /proc: the oracle to compare with
    programs   drives the real programs: ssh, tmux, cron, sudo, containers...
    sessmon    runs the reader under test
    check      assertions that say what was wrong
    cleanup    whatever a helper started ends with the test
    runner     finds the scenarios and prints TAP
"""
