// SPDX-License-Identifier: GPL-2.0-only
/*
 * Has privilege come from nowhere?
 *
 * A new user namespace gives full capabilities over itself only, whichever way it was
 * entered: across its border nothing is compared.
 */
#include "policy/privilege.h"

#include <linux/bits.h>
#include <linux/capability.h>

static bool holds_root(const struct sessmon_creds *c)
{
	return !c->uid || !c->euid || !c->suid;
}

static bool may_set_ids(const struct sessmon_creds *c)
{
	return c->cap_permitted & (BIT_ULL(CAP_SETUID) | BIT_ULL(CAP_SYS_ADMIN));
}

/**
 * sessmon_privilege_gained_by_call() - has a running program got what it could not get?
 * @old: credentials before the call
 * @new: and after it
 *
 * The kernel's own rules let a running program lose capabilities and root's ids
 * for good, never gain what it did not hold in some form: more permitted
 * capabilities, or one of root's ids where none was and no right to set ids, do
 * not come about without an exec.
 *
 * Context: any.
 * Return: true if it has.
 */
bool sessmon_privilege_gained_by_call(const struct sessmon_creds *old,
				      const struct sessmon_creds *new)
{
	if (old->user_ns != new->user_ns)
		return false;
	return (new->cap_permitted & ~old->cap_permitted) ||
	       (holds_root(new) && !holds_root(old) && !may_set_ids(old));
}

/**
 * sessmon_privilege_gained_by_exec() - has an exec made somebody root, and not by the file?
 * @old: credentials before the exec
 * @new: and after it
 * @secure: the kernel has executed the program as a secure one (AT_SECURE)
 *
 * An exec that makes somebody root by the file's bits is always a secure one. The bits
 * alone are no excuse: who was root before, by whatever way, gets nothing from them.
 *
 * Context: any.
 * Return: true if it has.
 */
bool sessmon_privilege_gained_by_exec(const struct sessmon_creds *old,
				      const struct sessmon_creds *new, bool secure)
{
	bool became_root = old->uid && old->euid && !new->euid;

	if (old->user_ns != new->user_ns)
		return false;
	return became_root && !secure;
}
