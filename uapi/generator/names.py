# SPDX-License-Identifier: GPL-2.0-only
"""The names of values and flags: userspace/lib/names_wire.c and .h."""

from .spec import identifier

HEADER = """/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Made from uapi/sessmon.yaml and uapi/library.yaml by make regen: change it there.
 *
 * The tables behind sessmon_name(), for the library and for the tool that is linked with it.
 */
#ifndef SESSMON_NAMES_WIRE_H
#define SESSMON_NAMES_WIRE_H

#include "sessmon.h"

/**
 * struct names - The names of an enum's values, or of a mask's bits.
 * @name: by value, or by bit
 * @n: entries
 */
struct names {
	const char *const *name;
	unsigned int n;
};
"""
SOURCE = """// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Made from uapi/sessmon.yaml and uapi/library.yaml by make regen: change it there.
 *
 * The names of the wire's enums and flags, with underscores.
 */
#include "names_wire.h"

#define NAMES(table)                                                      \\
	{                                                                 \\
		(table), (unsigned int)(sizeof(table) / sizeof(*(table))) \\
	}

/* One to a line, so that a new one is one line of a change. */
/* clang-format off */
"""


def table(each):
    return "sessmon_names_" + each["table"]


def print_header(spec):
    print(HEADER)
    for each in spec.library["names"]:
        print(f"extern const struct names {table(each)};")
    print("\n/* By enum sessmon_name_kind. */\n"
          f"extern const struct names *const sessmon_names[{len(spec.library['names'])}];"
          "\n\n#endif /* SESSMON_NAMES_WIRE_H */")


def print_source(spec):
    print(SOURCE.rstrip())
    for each in spec.library["names"]:
        print(f"\nstatic const char *const {each['table']}[] = {{")
        for entry in spec.enums[each["enum"]]["entries"]:
            print(f'\t"{identifier(entry["name"])}",')
        print(f"}};\n\nconst struct names {table(each)} = NAMES({each['table']});")
    print("\nconst struct names *const sessmon_names[] = {")
    for each in spec.library["names"]:
        print(f"\t[SESSMON_NAME_{identifier(each['kind']).upper()}] = &{table(each)},")
    print("};")
