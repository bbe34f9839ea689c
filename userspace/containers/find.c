// SPDX-License-Identifier: GPL-2.0-or-later
/* From the id of a container to what it is called: who is asked, and what is left to say. */
#include "containers/sought.h"

#include <stdlib.h>

#include "base/alloc.h"

/* By those who may have made it, the one that says most first. */
static const struct {
	const char *runtime;
	bool (*find)(struct sought *s);
} finders[] = {
	{ "podman", storage_find },
	{ "cri-o", storage_find },
	{ "docker", docker_find },
	{ "containerd", containerd_find },
};

static bool may_be(const char *runtime, const char *finder)
{
	/* Where the group does not say, podman is not: it writes its name there. */
	return runtime ? !strcmp(runtime, finder) : strcmp(finder, "podman") != 0;
}

static bool ask_runtimes(struct sought *s)
{
	bool found = false;
	size_t i;

	for (i = 0; i < sizeof(finders) / sizeof(finders[0]) && !found; i++) {
		if (!may_be(s->to->is.runtime, finders[i].runtime))
			continue;
		found = finders[i].find(s);
		if (found && !s->to->is.runtime)
			s->to->is.runtime = finders[i].runtime;
	}
	if (found)
		s->to->source = s->owner ? CONTAINER_FROM_USER : CONTAINER_FROM_FILE;
	return found;
}

static bool ask_kubelet(struct sought *s)
{
	bool found = !s->owner && kubelet_find(s);

	if (found && !s->to->source)
		s->to->source = CONTAINER_FROM_LINK;
	return found;
}

static void set_str(struct sought *s, enum container_field field, struct sessmon_str text)
{
	struct buf b = { 0 };

	buf_add(&b, text.data, text.len);
	sought_set(s, field, b.data);
	buf_free(&b);
}

/* conmon was told the name; a shim only the namespace of its container's. */
static bool ask_helper(struct sought *s)
{
	set_str(s, CONTAINER_NAME, s->helper.name);
	if (!s->to->field[CONTAINER_NAME])
		return false;
	if (!s->to->source)
		s->to->source = CONTAINER_FROM_ARGV;
	return true;
}

/* LXC and nspawn have no other id than the name. */
static bool ask_cgroup(struct sought *s)
{
	if (!s->to->is.named)
		return false;
	sought_set(s, CONTAINER_NAME, s->to->is.id);
	s->to->source = CONTAINER_FROM_CGROUP;
	return true;
}

void sought_find(struct container_facts *f, const struct helper *h)
{
	/* Who runs it is known better than whose group it was put into. */
	struct sought s = { .to = f, .helper = *h, .owner = h->known ? h->uid : f->is.owner };
	bool found;

	if (f->is.nested) {
		f->why = "it is in another container, which has its files";
		return;
	}
	if (ask_cgroup(&s))
		return;
	found = ask_runtimes(&s);
	if (!f->field[CONTAINER_POD] || !f->kubernetes)
		found |= ask_kubelet(&s);
	found |= ask_helper(&s);
	f->why = found ? NULL : s.why ? s.why : FILE_ABSENT;
	if (found && !f->field[CONTAINER_IMAGE] && f->source == CONTAINER_FROM_ARGV)
		f->why = s.why;
}

void containers_find(struct container_facts *f, const struct mirror *m,
		     const struct sessmon_key *key)
{
	struct helper h;

	helper_find(&h, f->is.id, m, key);
	sought_find(f, &h);
}

void containers_clear(struct container_facts *f)
{
	size_t i;

	for (i = 0; i < CONTAINER_FIELDS; i++)
		free(f->field[i]);
	*f = (struct container_facts){ .is = f->is };
}

const char *containers_source(enum container_source source)
{
	static const char *const names[] = {
		[CONTAINER_FROM_NOWHERE] = "unknown", [CONTAINER_FROM_FILE] = "file",
		[CONTAINER_FROM_USER] = "user_file",  [CONTAINER_FROM_ARGV] = "argv",
		[CONTAINER_FROM_LINK] = "symlink",    [CONTAINER_FROM_CGROUP] = "cgroup",
	};

	return names[source];
}

bool containers_put_image(struct buf *b, const struct container_facts *f)
{
	if (!f->field[CONTAINER_IMAGE])
		return false;
	buf_puts(b, f->field[CONTAINER_IMAGE]);
	if (f->field[CONTAINER_TAG])
		buf_printf(b, ":%s", f->field[CONTAINER_TAG]);
	return true;
}
