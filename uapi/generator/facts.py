# SPDX-License-Identifier: GPL-2.0-only
"""Lists of facts, to do the same with each: userspace/lib/wire_facts.h."""

from .rules import KINDS

HEADER = """/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Made from uapi/sessmon.yaml and uapi/library.yaml by make regen: change it there.
 *
 * Lists of the facts of a struct: F(attribute, member, kind) for each that has a member,
 * where the kind is NUMBER, TEXT (of text and bytes), KEY or NEST.
 */
#ifndef SESSMON_WIRE_FACTS_H
#define SESSMON_WIRE_FACTS_H

/* clang-format off */
"""
# Of what the reader keeps.
SETS = ("creds", "exe", "process", "session")


def kind(attr):
    if attr["type"] == "nest":
        return "KEY" if attr["nested-attributes"] == "key" else "NEST"
    return "TEXT" if KINDS[attr["type"]] in ("TEXT", "BYTES") else "NUMBER"


def print_header(spec):
    print(HEADER.rstrip())
    for where in SETS:
        print(f"\n#define SESSMON_FACTS_{spec.member(where).upper()}(F) \\")
        print(" \\\n".join(f"\tF({spec.constant(where, name)}, {spec.member(name)}, {kind(attr)})"
                           for name, attr in spec.attributes(where).items() if attr["type"] != "flag"))
    print("\n#endif /* SESSMON_WIRE_FACTS_H */")
