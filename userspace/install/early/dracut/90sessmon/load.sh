#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Not with modprobe.blacklist=sessmon on the kernel's command line.

modprobe -bq sessmon || true
