/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Giving a new policy's roles to programs that run already.
 */
#ifndef SESSMON_ROLE_H
#define SESSMON_ROLE_H

#include "policy.h"

void sessmon_role_apply(const struct sessmon_policy *policy);

#endif /* SESSMON_ROLE_H */
