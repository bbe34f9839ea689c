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
from generator import encoder, facts, man, names, protocol, rules, structs, template
from generator.spec import Spec

MADE = {
    "uapi/protocol.md": protocol.print_all,
    "userspace/install/ingest/index-template.json": template.print_all,
    "userspace/man/sessmon.7": man.print_all,
    "userspace/lib/sessmon_types.h": structs.print_all,
    "userspace/lib/wire_rules.c": rules.print_source,
    "userspace/lib/wire_rules.h": rules.print_header,
    "userspace/lib/wire_facts.h": facts.print_header,
    "userspace/lib/names_wire.c": names.print_source,
    "userspace/lib/names_wire.h": names.print_header,
    "tests/unit/fake/wire_encode.c": encoder.print_source,
    "tests/unit/fake/wire_encode.h": encoder.print_header,
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
