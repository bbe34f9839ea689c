/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What cannot happen: looked at by kernels that look for mistakes, no instruction in others.
 */
#ifndef SESSMON_ASSERT_H
#define SESSMON_ASSERT_H

#include <linux/bug.h>
#include <linux/build_bug.h>

#ifdef CONFIG_PROVE_LOCKING
#define sessmon_assert(condition) WARN_ON_ONCE(!(condition))
#else
#define sessmon_assert(condition) BUILD_BUG_ON_INVALID(condition)
#endif

#endif /* SESSMON_ASSERT_H */
