/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What lived before the module was loaded.
 */
#ifndef SESSMON_SNAPSHOT_H
#define SESSMON_SNAPSHOT_H

void sessmon_snapshot(void);
void sessmon_snapshot_repair(void);

#endif /* SESSMON_SNAPSHOT_H */
