/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What doctor says of the policy: a file is read with the words that load reads it with. */
#ifndef SESSMON_DOCTOR_POLICY_H
#define SESSMON_DOCTOR_POLICY_H

/**
 * doctor_policy() - Which policy is in force, and is it the one that a boot will load?
 * @path: file that is loaded at boot, if there is one
 *
 * Says nothing if the module does not answer, which has been said.
 */
void doctor_policy(const char *path);

#endif /* SESSMON_DOCTOR_POLICY_H */
