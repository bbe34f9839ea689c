// SPDX-License-Identifier: GPL-2.0-only
/* stream VERB [ARGUMENT...]: what the tests of the stream need done fast. */
#include <stdio.h>
#include <string.h>

#include "wire.h"

int main(int argc, char **argv)
{
	static const struct {
		const char *name;
		int (*run)(int argc, char **argv);
	} verbs[] = {
		{ "read", verb_read },	   { "storm", verb_storm }, { "probe", verb_probe },
		{ "fuzz", verb_fuzz },	   { "crowd", verb_crowd }, { "wait", verb_wait },
		{ "unload", verb_unload }, { "reuse", verb_reuse }, { "exodus", verb_exodus },
		{ "ends", verb_ends },
	};
	size_t i;

	/* What the storm executes. */
	if (argc == 2 && !strcmp(argv[1], "nothing"))
		return 0;
	for (i = 0; argc > 1 && i < sizeof(verbs) / sizeof(verbs[0]); i++)
		if (!strcmp(argv[1], verbs[i].name))
			return verbs[i].run(argc - 1, argv + 1);
	fprintf(stderr,
		"usage: stream read|storm|probe|fuzz|crowd|wait|unload|reuse|exodus|ends ...\n");
	return 2;
}
