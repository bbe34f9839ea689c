#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# features.sh RELEASE SOURCE COMPILER [FLAG...]: the answers to the questions in SOURCE,
# as a header on stdout. See features.c for how it asks.
set -u

release=$1 source=$2
shift 2

give_up()
{
	{
		echo "sessmon: cannot tell what the headers of $release offer: $1"
		echo "sessmon: the compiler was: $3"
		echo "$2" | grep -A 4 'error' | head -n 20
	} >&2
	exit 1
}

said=$(LC_ALL=C "$@" -Werror=incompatible-pointer-types -fsyntax-only "$source" 2>&1)
errors=$(echo "$said" | sed -nE 's/^([^ ]+): (fatal )?error: .*/\1/p')
# What does not begin with the name of a test is no answer.
names=$(sed -nE 's/^#line 1 "([A-Z0-9_]+)"$/\1/p' "$source")
other=$(echo "$said" | grep -E '(^| )(fatal )?error: ' |
	grep -vE "^($(echo "$names" | paste -sd'|')):[0-9]" | head -n 1)
[ -z "$other" ] || give_up "$other" "$said" "$1"

echo "/* SPDX-License-Identifier: GPL-2.0-only */"
echo "/* Made by features.sh for $release; see features.c. */"
for name in $names; do
	no=$(echo "$errors" | grep -c "^$name:")
	case $name in
	ALWAYS) [ "$no" = 0 ] || give_up "a test that must succeed failed" "$said" "$1" ;;
	NEVER) [ "$no" != 0 ] || give_up "a test that must fail succeeded" "$said" "$1" ;;
	*) [ "$no" != 0 ] || echo "#define $name" ;;
	esac
done
