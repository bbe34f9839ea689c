# SPDX-License-Identifier: GPL-2.0-only
"""What is made from the specification of the wire: a module for each kind of thing."""
