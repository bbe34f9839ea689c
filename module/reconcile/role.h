/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Giving roles to programs that run already.
 */
#ifndef SESSMON_ROLE_H
#define SESSMON_ROLE_H

#include <linux/types.h>

void sessmon_role_init(void);
void sessmon_role_stop(void);
u32 sessmon_role_apply(void);
void sessmon_role_kick(void);

#endif /* SESSMON_ROLE_H */
