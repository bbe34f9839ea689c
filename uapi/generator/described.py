# SPDX-License-Identifier: GPL-2.0-only
"""The reader's own description of what it shows: the tables of userspace/names/describe.c."""

import os
import re
from collections import namedtuple

from .spec import FOLDER

PATH = os.path.join(FOLDER, "..", "userspace", "names", "describe.c")
# Which attribute, how it is written, its label, fields of documents, a table within.
Fact = namedtuple("Fact", "attr kind label ecs own nest")


def _arguments(text):
    """Of a macro in C: texts without their quotes, None for NULL."""
    for each in re.findall(r'"[^"]*"|[^,]+', text):
        each = each.strip()
        if each:
            yield each.strip('"') if each != "NULL" else None


def _fact(macro, args):
    attr = re.sub(r"^SESSMON_A_[A-Z]+_", "", args[0]).lower().replace("_", "-")
    if macro == "NS":
        return Fact(attr, "NUMBER", args[1] + " namespace", None, args[1], None)
    if macro == "STATS":
        return Fact(attr, args[1], args[3], None, args[2], None)
    if macro == "NAMED":
        return Fact(attr, args[1], args[4], None, args[5], None)
    if macro == "NESTED":
        return Fact(attr, "NEST", None, args[3], args[4], args[5].removeprefix("describe_"))
    return Fact(attr, args[1], args[3], args[4], args[5], None)


def tables():
    """By name, the facts of each table in their order."""
    with open(PATH, encoding="utf-8") as text:
        source = text.read()
    found = {}
    for name, inside in re.findall(r"struct field (\w+)_fields\[\] = \{(.*?)\n\};", source, re.S):
        facts = (_fact(macro, list(_arguments(args)))
                 for macro, args in re.findall(r"\b([A-Z_]+)\(([^()]*)\)", inside))
        found[name] = [each._replace(kind=each.kind.removeprefix("FIELD_")) for each in facts]
    return found
