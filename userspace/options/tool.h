/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Verbs: their table, what they say of wrong words, and how they find the module. */
#ifndef SESSMON_TOOL_H
#define SESSMON_TOOL_H

#include <stdbool.h>

#include "base/exit.h"
#include "sessmon.h"

/**
 * struct verb - One thing that the tool does.
 * @name: what it is called
 * @args: what may follow, for the usage line
 * @summary: one line
 * @help: one line for each option, or NULL; complete reads it, too
 * @hidden: for programs, so people are not told of it
 * @run: does it; argv[0] is the verb
 */
struct verb {
	const char *name;
	const char *args;
	const char *summary;
	const char *help;
	bool hidden;
	int (*run)(int argc, char **argv);
};

extern const struct verb verb_complete;
extern const struct verb verb_doctor;
extern const struct verb verb_ls;
extern const struct verb verb_monitor;
extern const struct verb verb_policy;
extern const struct verb verb_show;
extern const struct verb verb_stats;
extern const struct verb verb_tree;
extern const struct verb verb_verify;

/**
 * tool_verb() - Verbs one after the other.
 * @i: from 0 on
 *
 * Return: verb, NULL after the last.
 */
const struct verb *tool_verb(unsigned int i);

/**
 * tool_find_verb() - A verb by its name.
 * @name: name
 *
 * Return: verb, NULL if there is none.
 */
const struct verb *tool_find_verb(const char *name);

/**
 * tool_open() - Find the module, or say why not.
 * @s: handle
 *
 * Return: enum tool_exit.
 */
int tool_open(struct sessmon **s);

/**
 * tool_fail() - Say what went wrong.
 * @s: handle or NULL
 * @err: negative error of the library
 *
 * Return: TOOL_FAILED.
 */
int tool_fail(const struct sessmon *s, int err);

/**
 * tool_none() - Say that nothing has a key.
 * @key: as it was written
 *
 * Return: TOOL_FAILED.
 */
int tool_none(const char *key);

/**
 * tool_usage() - Say how it was called wrongly.
 * @v: verb
 * @fmt: as printf()
 *
 * Return: TOOL_USAGE.
 */
int tool_usage(const struct verb *v, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/**
 * tool_bad_option() - Say which option is wrong, after getopt_long().
 * @v: verb
 * @c: what getopt_long() returned: ? or :
 * @argv: arguments
 *
 * Return: TOOL_USAGE.
 */
int tool_bad_option(const struct verb *v, int c, char **argv);

/**
 * tool_no_arguments() - Check that nothing follows the options.
 * @v: verb
 * @argc: number of arguments
 * @argv: arguments
 *
 * Return: enum tool_exit.
 */
int tool_no_arguments(const struct verb *v, int argc, char **argv);

/**
 * tool_check_keys() - Look at all keys of a command line, before the kernel is asked for any.
 * @v: verb, for what is said of a wrong one
 * @keys: as they were written, NULL after the last
 *
 * Return: enum tool_exit.
 */
int tool_check_keys(const struct verb *v, char **keys);

#endif /* SESSMON_TOOL_H */
