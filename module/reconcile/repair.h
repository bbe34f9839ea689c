/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Making good what was refused.
 */
#ifndef SESSMON_REPAIR_H
#define SESSMON_REPAIR_H

void sessmon_repair_start(void);
void sessmon_repair_stop(void);

#endif /* SESSMON_REPAIR_H */
