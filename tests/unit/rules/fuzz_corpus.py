#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Files of rules for the fuzzer to begin with: fuzz_corpus.py FOLDER."""

import os
import sys

sys.argv.insert(1, "sessmon")
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import test_language as language  # noqa: E402


def texts():
    for search, *_ in language.SEARCHES + language.FACTS:
        yield language.rule(language.SELECT.format(search))
    for condition in language.CONDITIONS:
        yield language.rule(f"a: {{Image: a}}\nb: [cat]\n_c: {{User: root}}\ncondition: {condition}")
    yield language.rule("s: {Image: x}\ncondition: s", "id-a") + "---\n" + language.FILTER.format("[id-a]")
    yield language.rule("s: {sessmon.flags: mux}\ncondition: s", category="session")
    for text, *_ in language.WRONG:
        yield text
    yield language.BOMB


for number, text in enumerate(texts()):
    with open(os.path.join(sys.argv[2], f"{number:03}.yml"), "wb") as file:
        file.write(text if isinstance(text, bytes) else text.encode())
