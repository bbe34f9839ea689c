/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A file in place of standard output, which others rotate: they rename it and send SIGHUP,
 * and what is written from then on is in a new one of its name.
 */
#ifndef SESSMON_OUT_FILE_H
#define SESSMON_OUT_FILE_H

#include <stdbool.h>

/**
 * out_file_begin() - Have all that goes to standard output go to a file.
 * @path: its name; it is made if it is not there, for its owner alone, and appended to
 *
 * A line that was cut short when whoever wrote it was killed is ended first: it spoils none
 * of ours.  SIGHUP opens the name anew from then on, unless standard input is a terminal:
 * there it means that the terminal has gone.
 *
 * Return: false if it cannot be opened, which was said.
 */
bool out_file_begin(const char *path);

/**
 * out_file_renew() - Open the name anew if SIGHUP has come; for who is at the end of a line.
 *
 * If that fails it is said, and the former file stays the output: nothing is lost.
 *
 * Return: false if what was written to the former one did not arrive there, which was said.
 */
bool out_file_renew(void);

/**
 * out_file_fd() - To wait for SIGHUP together with other things.
 *
 * Return: a descriptor that is readable until out_file_renew(), -1 if there is no file.
 */
int out_file_fd(void);

/**
 * out_file_name() - What the output is, for messages.
 *
 * Return: the file's name, or "standard output".
 */
const char *out_file_name(void);

#endif /* SESSMON_OUT_FILE_H */
