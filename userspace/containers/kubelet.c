// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * kubelet, whatever runtime it uses: its links in /var/log/containers are called
 * POD_NAMESPACE_CONTAINER-ID.log, and lead to /var/log/pods/NAMESPACE_POD_UID/.
 * The names are all that is read.  None of their parts but the last one has a _.
 */
#include "containers/sought.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

/* More than a host may have pods; a folder that never ends is left. */
#define LINKS 100000

static void set_part(struct sought *s, enum container_field field, const char *text, size_t len)
{
	char part[256];

	snprintf(part, sizeof(part), "%.*s", (int)len, text);
	sought_set(s, field, part);
}

/* Of /var/log/pods/NAMESPACE_POD_UID/CONTAINER/N.log the UID. */
static void set_uid(struct sought *s, int dir, const char *name)
{
	char path[4096], *part, *end;
	ssize_t len = readlinkat(dir, name, path, sizeof(path) - 1);

	if (len < 0)
		return;
	path[len] = 0;
	part = strstr(path, "/pods/");
	end = part ? strchr(part + 6, '/') : NULL;
	if (!end)
		return;
	*end = 0;
	part = strrchr(part + 6, '_');
	if (part)
		sought_set(s, CONTAINER_POD_UID, part + 1);
}

/* Whether a link is the one, by its end; then what its beginning says. */
static bool take(struct sought *s, int dir, const char *name)
{
	const char *id = s->to->is.id, *space, *container;
	size_t len = strlen(name), tail = 1 + strlen(id) + 4;

	if (len <= tail || name[len - tail] != '-' || strcmp(name + len - 4, ".log") ||
	    memcmp(name + len - tail + 1, id, strlen(id)))
		return false;
	space = strchr(name, '_');
	container = space ? strchr(space + 1, '_') : NULL;
	if (!container || container > name + len - tail)
		return false;
	set_part(s, CONTAINER_POD, name, (size_t)(space - name));
	set_part(s, CONTAINER_NAMESPACE, space + 1, (size_t)(container - space - 1));
	set_part(s, CONTAINER_NAME, container + 1, (size_t)(name + len - tail - container - 1));
	set_uid(s, dir, name);
	s->to->kubernetes = true;
	return true;
}

bool kubelet_find(struct sought *s)
{
	struct dirent *one;
	bool found = false;
	unsigned int n = 0;
	struct place p;
	DIR *dir;

	file_is_at(&p, 0, "%s/var/log/containers", file_root());
	dir = opendir(p.path);
	if (!dir)
		return false;
	while (!found && n++ < LINKS && (one = readdir(dir)))
		found = take(s, dirfd(dir), one->d_name);
	closedir(dir);
	return found;
}
