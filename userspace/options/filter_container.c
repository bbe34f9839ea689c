// SPDX-License-Identifier: GPL-2.0-or-later
/* Which containers are wanted: by id, name, image, pod and namespace. */
#include "options/filter_container.h"

#include <fnmatch.h>

#include "containers/containers.h"

bool filter_asks_container(const struct filter *f)
{
	return f->containers.n || f->images.n || f->pods.n || f->namespaces.n;
}

/* A name may have a * in it: a word is itself before it is a pattern. */
static bool is_like(const char *word, const char *text)
{
	return text && (!strcmp(word, text) || !fnmatch(word, text, 0));
}

static bool is_container(const struct container_facts *c, const char *word)
{
	return is_like(word, c->field[CONTAINER_NAME]) ||
	       (!c->is.named && !strncmp(c->is.id, word, strlen(word)));
}

/* Without a slash it is the last part of the name, without a colon whatever the tag. */
static bool is_named(const struct container_facts *c, const char *word)
{
	const char *name = c->field[CONTAINER_IMAGE], *slash = name ? strrchr(name, '/') : NULL;
	struct buf whole = { 0 };
	bool same;

	if (!name)
		return false;
	if (!strchr(word, '/') && slash)
		name = slash + 1;
	buf_puts(&whole, name);
	if (c->field[CONTAINER_TAG])
		buf_printf(&whole, ":%s", c->field[CONTAINER_TAG]);
	same = is_like(word, name) || is_like(word, whole.data);
	buf_free(&whole);
	return same;
}

/* Of a digest its beginning is enough, as it is of an id. */
static bool is_digest(const char *digest, const char *word)
{
	static const char algorithm[] = "sha256:";

	return digest && !strncmp(word, algorithm, sizeof(algorithm) - 1) &&
	       !strncmp(digest, word, strlen(word));
}

static bool is_image(const struct container_facts *c, const char *word)
{
	return is_named(c, word) || is_digest(c->field[CONTAINER_DIGEST], word) ||
	       is_digest(c->field[CONTAINER_IMAGE_ID], word);
}

static bool is_pod(const struct container_facts *c, const char *word)
{
	return is_like(word, c->field[CONTAINER_POD]) || is_like(word, c->field[CONTAINER_POD_UID]);
}

static bool is_namespace(const struct container_facts *c, const char *word)
{
	return is_like(word, c->field[CONTAINER_NAMESPACE]);
}

static bool is_any(const struct filter_words *words, const struct container_facts *c,
		   bool (*is)(const struct container_facts *c, const char *word))
{
	unsigned int i;

	for (i = 0; i < words->n; i++)
		if (is(c, words->list[i]))
			return true;
	return !words->n;
}

static bool is_wanted(const struct filter *f, const struct container_facts *c)
{
	return c && is_any(&f->containers, c, is_container) && is_any(&f->images, c, is_image) &&
	       is_any(&f->pods, c, is_pod) && is_any(&f->namespaces, c, is_namespace);
}

bool filter_container_process(const struct filter *f, const struct sessmon_process *p)
{
	return !filter_asks_container(f) || is_wanted(f, containers_of_process(f->mirror, p));
}

bool filter_container_session(const struct filter *f, const struct sessmon_session *s)
{
	return !filter_asks_container(f) || is_wanted(f, containers_of_session(f->mirror, s));
}
