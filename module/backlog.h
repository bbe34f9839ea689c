/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What happened while nobody listened, for the next reader.
 *
 * Sessions and security only: they are few, and each is worth knowing late. Records
 * are kept as they are, and encoded when somebody listens. Of each group the newest
 * ones are kept; an older one that has to go is counted as heard by nobody.
 *
 * The worker's alone, but for the count.
 */
#ifndef SESSMON_BACKLOG_H
#define SESSMON_BACKLOG_H

#include "batch.h"

void sessmon_backlog_init(void);
void sessmon_backlog_exit(void);
bool sessmon_backlog_wants(enum sessmon_group group);
bool sessmon_backlog_keep(enum sessmon_group group, const struct sessmon_record *rec);
struct sessmon_record *sessmon_backlog_first(enum sessmon_group group);
void sessmon_backlog_drop_first(enum sessmon_group group);
unsigned int sessmon_backlog_count(void);

#endif /* SESSMON_BACKLOG_H */
