#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""generate.py [FILE]: prints what a FILE of this tree is to be, made from sessmon.yaml.

Without FILE it prints the names of all files that it makes.  They are committed, so that
building needs no generator; tests/generated.sh writes and compares them, and the header
linux/sessmon.h, which the kernel's own generator makes.
"""

import sys

sys.dont_write_bytecode = True

# pylint: disable=wrong-import-position # nothing is to be written beside the generator
from generator import man, protocol
from generator.spec import Spec

MADE = {
    "uapi/protocol.md": protocol.print_all,
    "userspace/man/sessmon.7": man.print_all,
}


def main():
    if len(sys.argv) == 1:
        print("\n".join(MADE))
    elif sys.argv[1] in MADE:
        MADE[sys.argv[1]](Spec())
    else:
        sys.exit(f"{sys.argv[1]} is not made from sessmon.yaml")


if __name__ == "__main__":
    main()
