// SPDX-License-Identifier: GPL-2.0-or-later
/* Keys as people and documents write them. */
#include "base/key.h"

#include <string.h>
#include <linux/sessmon.h>

#include "base/number.h"

static bool has_boot_id(const char *text)
{
	return strlen(text) > SESSMON_BOOT_ID_LEN && text[8] == '-' &&
	       text[SESSMON_BOOT_ID_LEN] == ':';
}

enum key_verdict key_parse(const char *text, const char *boot_id, struct key_request *k)
{
	uint64_t id = 0;

	memset(k, 0, sizeof(*k));
	k->session = !strncmp(text, "s:", 2);
	text += k->session ? 2 : 0;
	if (has_boot_id(text)) {
		if (strncmp(text, boot_id, SESSMON_BOOT_ID_LEN))
			return KEY_OTHER_BOOT;
		text += SESSMON_BOOT_ID_LEN + 1;
	}
	if (!number_take(&text, INT32_MAX, &id))
		return KEY_BAD;
	if (*text == ':' && (text++, !number_take(&text, UINT64_MAX, &k->key.start)))
		return KEY_BAD;
	k->key.id = (uint32_t)id;
	/* There is a session 0, that of the kernel, but no process 0. */
	return *text || (!id && !k->session) ? KEY_BAD : KEY_OK;
}
