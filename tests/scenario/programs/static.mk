# SPDX-License-Identifier: GPL-2.0-only
# PROGRAM of all sources of a folder, static, for any guest: included by the folder's Makefile.

O ?= .
CFLAGS = -O2 -g0 -std=gnu11 -D_GNU_SOURCE -Wall -Wextra -Werror

sources ?= $(wildcard *.c)

all: $(O)/$(PROGRAM)

$(O)/$(PROGRAM): $(sources) $(wildcard *.h)
	@mkdir -p $(@D)
	gcc $(CFLAGS) -static -pthread -o $@ $(sources)

.PHONY: all
