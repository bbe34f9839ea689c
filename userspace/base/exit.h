/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the shell is told when the reader ends. */
#ifndef SESSMON_EXIT_H
#define SESSMON_EXIT_H

/**
 * enum tool_exit - What the shell is told.
 * @TOOL_OK: all is well
 * @TOOL_FAILED: it is not
 * @TOOL_USAGE: it was called wrongly
 * @TOOL_GONE: the module was there, and went
 */
enum tool_exit {
	TOOL_OK = 0,
	TOOL_FAILED = 1,
	TOOL_USAGE = 2,
	TOOL_GONE = 3,
};

#endif /* SESSMON_EXIT_H */
