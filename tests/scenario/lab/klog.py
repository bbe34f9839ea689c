# SPDX-License-Identifier: GPL-2.0-only
"""What the kernel says while a test runs."""

import os
import re

from lab import cleanup

# A guest whose processors the host takes away for a while finds its own clock late, and
# says so when it pleases. That is about the host, and never about what a test does.
_LATE_CLOCK = re.compile(r"hrtimer: interrupt took|clocksource: |perf: interrupt took too long")
_RECORD_MAX = 8192


class Log:
    """The kernel's lines from now on, until the test ends."""

    def __init__(self):
        self._file = os.open("/dev/kmsg", os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        cleanup.defer(lambda: os.close(self._file))
        os.lseek(self._file, 0, os.SEEK_END)

    def lines(self):
        """What came since the last call, without what programs wrote there.

        A record that was overwritten before it was read is an error (EPIPE).
        """
        found = []
        while True:
            try:
                record = os.read(self._file, _RECORD_MAX).decode(errors="replace")
            except BlockingIOError:
                return found
            # Documentation/ABI/testing/dev-kmsg: "facility * 8 + level,number,time,flags;text"
            head, text = record.split(";", 1)
            text = text.split("\n", 1)[0]
            if int(head.split(",")[0]) < 8 and not _LATE_CLOCK.match(text):
                found.append(text)
