/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What matched a rule, as the history has it. */
#ifndef SESSMON_STORE_ALERT_H
#define SESSMON_STORE_ALERT_H

#include "sessmon.h"

/**
 * struct store_alert - A rule that matched in a session, once or several times in a while.
 * @number: of its first match among those of a recorder; all that is counted on has it, too
 * @session: in which session
 * @process: who did it; of a session its leader
 * @at: first match, ns of boot time
 * @realtime: the same, ns since 1970 UTC
 * @seq: number of the event that matched first
 * @last: last match, ns of boot time
 * @count: matches that are told now
 * @rule: the rule's id
 * @title: its title
 * @level: and so on
 * @author: who must be named by whoever tells of the match
 * @license: what the rule may be used by
 * @description: more than the title
 * @reference: where to read on
 * @tags: techniques of ATT&CK, and others, with commas
 * @matched: what of the rule was there, as a list of JSON
 */
struct store_alert {
	uint64_t number;
	struct sessmon_key session, process;
	uint64_t at, realtime, seq, last, count;
	struct sessmon_str rule, title, level, author;
	struct sessmon_str license, description, reference, tags;
	struct sessmon_str matched;
};

#endif /* SESSMON_STORE_ALERT_H */
