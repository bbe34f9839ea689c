/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Has privilege come from nowhere? Pure, also built and tested outside the kernel.
 */
#ifndef SESSMON_PRIVILEGE_H
#define SESSMON_PRIVILEGE_H

#include "facts/creds.h"

bool sessmon_privilege_gained_by_call(const struct sessmon_creds *old,
				      const struct sessmon_creds *new);
bool sessmon_privilege_gained_by_exec(const struct sessmon_creds *old,
				      const struct sessmon_creds *new, bool secure);

#endif /* SESSMON_PRIVILEGE_H */
