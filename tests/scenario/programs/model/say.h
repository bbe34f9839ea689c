/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the test programs say: one JSON object per line on standard output, which
 * is a file opened for appending, so that the lines of all processes stay whole.
 *
 * Every line has what the process did and, read back from the kernel right
 * afterwards, who it is now.  Two lines of a process that differ in a fact are
 * what an event of sessmon has to account for; see ../../oracle/README.md.
 */
#ifndef SAY_H
#define SAY_H

#include <stdbool.h>
#include <stddef.h>

/**
 * say_begin() - Begin a line
 * @what: what was done
 */
void say_begin(const char *what);

void say_number(const char *name, long long value);
void say_text(const char *name, const char *value);

/* As hexadecimal digits: the bytes are whatever somebody chose. */
void say_bytes(const char *name, const void *bytes, size_t len);

/**
 * say_end() - Add the facts of the calling thread, and write the line
 */
void say_end(void);

/* Without facts: for who must not touch anything, as between vfork and exec. */
void say_end_bare(void);

/* A line with nothing but the facts. */
void say(const char *what);

/**
 * say_result() - A line for a system call, refused or not
 * @what: the call
 * @result: what it returned; errno is said if it is negative
 *
 * Return: @result.
 */
long say_result(const char *what, long result);

/* What a short file holds, as a string; how much of it. Nothing if it cannot be read. */
size_t slurp(const char *path, char *to, size_t size);

/* What to add to the kernel's clocks in lines of this process; in its time namespace. */
extern long long say_time_offset;

#endif
