# SPDX-License-Identifier: GPL-2.0-or-later
# Completion of sessmon(8) for fish.  What may come next says the tool itself, with what
# it means after a tab; names of files are left to fish.  fish expands none of it.

function __sessmon_answers
    set -l typed (commandline -opc)
    set -l last (commandline -ct)
    command sessmon complete -- $typed[2..-1] "$last" 2>/dev/null
end

function __sessmon_wants_file
    __sessmon_answers | string match -q /
end

complete -c sessmon -f -a '(__sessmon_answers | string match -v /)'
complete -c sessmon -n __sessmon_wants_file -F
