/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The rules that are in force: the whole set or nothing, and another one when that is asked for. */
#ifndef SESSMON_RULESET_H
#define SESSMON_RULESET_H

#include "cmd/past_start.h"
#include "rules/rules.h"

/**
 * struct ruleset - Which rules, and where they are from.
 * @verb: for whom
 * @paths: files and folders, NULL after the last
 * @n: entries of @paths
 * @usual: nobody named any: those of the usual places, looked for whenever they are loaded
 * @set: rules; NULL before they are loaded
 */
struct ruleset {
	const char *verb;
	char **paths;
	unsigned int n;
	bool usual;
	struct rules *set;
};

/**
 * ruleset_add() - Take rules from one more place.
 * @r: rules
 * @path: file or folder, which stays
 */
void ruleset_add(struct ruleset *r, char *path);

/**
 * ruleset_load() - Load them; those of the host and those that came with sessmon, if no place was named.
 * @r: rules
 *
 * What is refused is said.
 *
 * Return: false if there is no set: one of the rules was refused, or there is none.
 */
bool ruleset_load(struct ruleset *r);

/**
 * ruleset_is_there() - Whether there are rules if nobody names any.
 *
 * Return: true if there are.
 */
bool ruleset_is_there(void);

/**
 * ruleset_watch() - Load them anew whenever SIGHUP comes, from now on.
 */
void ruleset_watch(void);

/**
 * ruleset_renew() - Load them anew if that was asked for.
 * @r: rules
 * @before: called before the former set goes, if it does
 * @arg: handed to @before
 *
 * If one of the rules is refused, the former set stays.
 *
 * Return: true if there is another set.
 */
bool ruleset_renew(struct ruleset *r, void (*before)(void *arg), void *arg);

/**
 * ruleset_gave_up() - Say which regular expressions took too long, and how often.
 * @set: rules
 * @verb: that asked them
 */
void ruleset_gave_up(const struct rules *set, const char *verb);

/**
 * ruleset_free() - Give everything back.
 * @r: rules
 */
void ruleset_free(struct ruleset *r);

/**
 * ruleset_is_journal() - Whether lines go to the journal, which takes a priority before each.
 *
 * Return: true if the standard output is connected to it.
 */
bool ruleset_is_journal(void);

#endif /* SESSMON_RULESET_H */
