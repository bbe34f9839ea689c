/* SPDX-License-Identifier: GPL-2.0-only */
/* The default policy as a file, beside the one that is built in. */
#ifndef DEFAULT_POLICY_H
#define DEFAULT_POLICY_H

const char *default_policy_differs(const char *path);

#endif /* DEFAULT_POLICY_H */
