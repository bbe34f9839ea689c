# SPDX-License-Identifier: GPL-2.0-or-later
# Completion of sessmon(8) for bash.  What may come next says the tool itself; names of
# files are left to readline.  No word of anybody's is expanded here: compgen -W would do
# it, and a user or a file may be called $(anything).

_sessmon() {
	local IFS=$' \t\n' words=() answers=() line word quoted i cur strip=
	# Bash takes words apart at : and =, the tool wants them as they were typed.
	for ((i = 1; i <= COMP_CWORD; i++)); do
		word=${COMP_WORDS[i]}
		if [[ ${#words[@]} -gt 0 && ($word == [:=]* || ${words[-1]} == *[:=]) &&
			($i -lt $COMP_CWORD || ${COMP_LINE:COMP_POINT-1:1} != [[:blank:]]) ]]; then
			words[-1]+=$word
		else
			words+=("$word")
		fi
	done
	cur=${words[-1]}
	# Up to here readline has it already.
	if [[ $cur == *[:=]* && $COMP_WORDBREAKS == *[:=]* ]]; then
		strip=${cur%"${cur##*[:=]}"}
	fi
	COMPREPLY=()
	mapfile -t answers < <(command sessmon complete -- "${words[@]}" 2>/dev/null)
	for line in "${answers[@]}"; do
		word=${line%%$'\t'*}
		if [[ $word == / ]]; then
			compopt -o default -o filenames 2>/dev/null
			continue
		fi
		printf -v quoted %q "${word#"$strip"}"
		if [[ $word == "$cur"* || ($word == "$strip"* && $strip$quoted == "$cur"*) ]]; then
			COMPREPLY+=("$quoted")
		fi
	done
	if [[ ${#COMPREPLY[@]} == 1 && ${COMPREPLY[0]} == *= ]]; then
		compopt -o nospace 2>/dev/null
	fi
}

complete -F _sessmon sessmon
