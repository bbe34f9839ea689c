#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# page.sh FOLDER: the page of a report, of the sources beside this, as a C string on standard
# output; FOLDER is for what is made on the way.
#
# Script and style stand in the page itself, whose policy lets a browser take these and no
# others, by what they hash to.
set -e
here=$(dirname "$0")
out=$1
mkdir -p "$out"

# hash FILE: as the policy wants it. What stands between the tags begins with a line's end.
hash() {
	sum=$({ echo && cat "$1"; } | sha256sum | cut -c1-64 | sed 's/../\\x&/g')
	env printf "$sum" | base64
}

cat "$here"/page.css >"$out/style"
cat "$here"/data.js "$here"/list.js "$here"/time.js "$here"/detail.js "$here"/main.js >"$out/script"
style=$(hash "$out/style") script=$(hash "$out/script")
sed -e "s|@@STYLE_HASH@@|$style|; s|@@SCRIPT_HASH@@|$script|" \
	-e "/^@@STYLE@@\$/{r $out/style" -e 'd}' -e "/^@@SCRIPT@@\$/{r $out/script" -e 'd}' \
	"$here/page.html" >"$out/page.html"
sed 's/\\/\\\\/g; s/"/\\"/g; s/?/\\?/g; s/.*/"&\\n"/' "$out/page.html"
