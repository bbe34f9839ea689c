/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Records of what happened while nobody listened, kept for the next reader.
 *
 * Sessions and security only: they are few, and each is worth knowing late. Records
 * are kept as they are, and encoded when somebody listens. Of each group the newest
 * ones are kept, and half of the room is for doors and logins: no flood of others pushes
 * them out. What has to go is counted as heard by nobody, and told to the next reader.
 *
 * The worker's alone, but for the count.
 */
#ifndef SESSMON_BACKLOG_H
#define SESSMON_BACKLOG_H

#include "wire/message.h"

void sessmon_backlog_init(void);
void sessmon_backlog_exit(void);
bool sessmon_backlog_wants(enum sessmon_group group);
bool sessmon_backlog_keep(enum sessmon_group group, const struct sessmon_ring_record *rec);
struct sessmon_ring_record *sessmon_backlog_first(enum sessmon_group group);
void sessmon_backlog_drop_first(enum sessmon_group group);
bool sessmon_backlog_has_given_up(enum sessmon_group group);
bool sessmon_backlog_take_given_up(enum sessmon_group group, struct sessmon_counters *counts);
unsigned int sessmon_backlog_count(void);

#endif /* SESSMON_BACKLOG_H */
