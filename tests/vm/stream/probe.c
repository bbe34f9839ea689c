// SPDX-License-Identifier: GPL-2.0-only
#include "wire.h"

int verb_probe(int argc, char **argv)
{
	(void)argc;
	(void)argv;
	return 0;
}
