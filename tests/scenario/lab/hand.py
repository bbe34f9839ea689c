# SPDX-License-Identifier: GPL-2.0-only
"""Files that leave the guest: boot.py finds them among the results, and writes them beside its log."""

import base64
import gzip

from lab.runner import say

PART = 2000


def out(name, content):
    """Hand a file out: bytes, compressed, as lines that are no results."""
    text = base64.b64encode(gzip.compress(content)).decode()
    for at in range(0, len(text), PART):
        say(f"@lab file {name} {text[at:at + PART]}")
    say(f"@lab file {name} .")
