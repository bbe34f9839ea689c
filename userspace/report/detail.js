/* All that is known of what is selected; where a session came from, and the table of them. */

function list(of, add, title) {
	const dl = element('dl');
	for (const [name, value] of of) {
		if (value === undefined || value === null || value === '')
			continue;
		const dd = element('dd');
		dd.append(typeof value === 'string' ? visible(value) : value);
		dl.append(element('dt', '', name), dd);
	}
	if (dl.childElementCount && title)
		part(add, title);
	if (dl.childElementCount)
		add.append(dl);
}

function part(at, title) {
	at.append(element('h3', '', title));
	return at;
}

function linkTo(text, go) {
	const b = element('button', 'link', text);
	b.type = 'button';
	b.onclick = go;
	return b;
}

/* The names within an object, with dots between them, each with its value as text. */
function* flat(object, path) {
	for (const [name, value] of Object.entries(object)) {
		const at = path ? path + '.' + name : name;
		if (Array.isArray(value))
			yield [at, value.map(v => typeof v === 'object' ? JSON.stringify(v) : v).join(', ')];
		else if (value && typeof value === 'object' && 'id' in value && Object.keys(value).every(k => k === 'id' || k === 'name'))
			yield [at, value.name ? value.name + ' (' + value.id + ')' : value.id];
		else if (value && typeof value === 'object')
			yield* flat(value, at);
		else
			yield [at, String(value)];
	}
}

const argsOf = program => { const w = D.words[D.programs.args[program]]; return w ? JSON.parse(w) : D.lines[D.programs.line[program]].split(' '); };

function merge(to, from) {
	for (const [name, value] of Object.entries(from))
		if (value && typeof value === 'object' && !Array.isArray(value) && to[name])
			merge(to[name], value);
		else
			to[name] = value && typeof value === 'object' && !Array.isArray(value) ? merge({}, value) : value;
	return to;
}

/* A process as a document, in the names that sessmon's documents have. */
function documentOf(i) {
	const s = D.sessions[P.session[i]], boot = D.boots[s.boot], far = D.far.get(i), up = P.up[i] >= 0 ? P.up[i] : far ? far[1] : -1;
	const own = { entity_id: boot.id + ':' + keyOf(i), pid: P.pid[i], start: whole(P.start[i]).toISOString() };
	if (P.lasted[i] >= 0)
		own.end = whole(P.start[i] + P.lasted[i]).toISOString();
	if (P.status[i] >= 0)
		own[P.status[i] & 127 ? 'exit_signal' : 'exit_code'] = P.status[i] & 127 ? resultOf(i) : P.status[i] >> 8;
	own.args = argsOf(P.program[i]);
	own.command_line = lineOf(i);
	if (D.words[D.programs.cwd[P.program[i]]])
		own.working_directory = D.words[D.programs.cwd[P.program[i]]];
	const { tags: _, text: __, ...file } = fileOf(i);
	const doc = merge(merge(own, file), contextOf(i).facts);
	if (up >= 0 || far)
		doc.parent = up >= 0 ? { entity_id: boot.id + ':' + keyOf(up), pid: P.pid[up], command_line: lineOf(up) } : { pid: far[2] };
	return { host: { name: boot.host, boot: { id: boot.id } }, process: doc, session: { entity_id: boot.id + ':' + s.sid + ':' + s.ns, class: s.class } };
}

/* What rules have said, with who wrote them. */
function warned(at, told) {
	const ol = element('ol', 'list');
	for (const [process, , us, level, title, author, count] of told) {
		const li = element('li');
		li.append(timeElement(us, time(us)), ' ', element('span', 'tag alert', '! ' + D.words[level]), ' ', process >= 0 && process !== S.row ? linkTo(D.words[title], () => reveal(process)) : element('b', '', D.words[title]));
		if (count > 1)
			li.append(' \u00d7 ' + count);
		if (D.words[author])
			li.append(element('span', 'soft', ' by ' + D.words[author]));
		ol.append(li);
	}
	if (told.length)
		part(at, 'Alerts').append(ol);
}

function happened(at, changes) {
	const ol = element('ol', 'list');
	for (const c of changes) {
		const li = element('li');
		li.append(timeElement(c[0], time(c[0])), ' ', element('b', '', c[1]), ' ', D.words[c[4]]);
		ol.append(li);
	}
	if (changes.length)
		part(at, 'What else happened').append(ol);
}

function raw(at, doc) {
	const d = element('details'), pre = element('pre');
	/* To a parser the same strings. */
	pre.append(JSON.stringify(doc, null, 2).split('\n').map(visible).join('\n'));
	d.append(element('summary', '', 'Raw document'), pre);
	at.append(d);
}

function endWords(i) {
	if (P.lasted[i] < 0)
		return runsStill(i) ? 'runs, as of ' + moment(untilOf(i)) : 'not seen; last seen ' + moment(untilOf(i));
	const span = document.createDocumentFragment();
	span.append(timeElement(P.start[i] + P.lasted[i]));
	if (D.after.has(i))
		span.append(' or before, but after ', timeElement(P.start[i] + D.after.get(i)), ', while nobody watched');
	return span;
}

function detailProcess(at, i) {
	const s = D.sessions[P.session[i]], far = D.far.get(i), up = P.up[i] >= 0 ? P.up[i] : far ? far[1] : -1;
	const result = element('span', failed(i) ? 'fail' : '', (P.status[i] & 127 ? 'killed by ' : P.status[i] < 0 ? '' : 'exit code ') + resultOf(i) + (P.flags[i] & CORE ? ', core dumped' : ''));
	const user = element('span', isRoot(i) ? 'root' : '', contextOf(i).who);
	at.append(element('h2', '', lineOf(i)));
	for (const [what, text] of tags(i))
		at.append(element('span', what, text));
	list([['Key', keyOf(i)], ['Started', timeElement(P.start[i])], ['Ended', endWords(i)], ['Result', result], ['Lasted', P.lasted[i] >= 0 ? duration(P.lasted[i]) : ''],
		['User', user], ['Program', fileOf(i).executable], ['In', D.words[D.programs.cwd[P.program[i]]]],
		['Parent', up >= 0 ? linkTo(P.pid[up] + ' ' + nameOf(up), () => reveal(up)) : far ? String(far[2]) : ''],
		['Children', P.last[i] - i - 1 ? String(P.last[i] - i - 1) : ''],
		['Group', String(P.group[i])], ['Session', linkTo('s:' + s.sid, () => pick(heading(P.session[i])))],
		['Seen', P.flags[i] & CARRIED ? 'it was there before anybody watched' : '']], at);
	if (D.ran.has(i)) {
		const ol = element('ol', 'list');
		for (const run of D.ran.get(i)) {
			const li = element('li');
			li.append(timeElement(run[1], time(run[1])), ' ', element('span', D.contexts[run[3]].uid === 0 ? 'root' : 'soft', D.contexts[run[3]].user), ' ', element('span', 'mono', D.lines[D.programs.line[run[2]]]));
			ol.append(li);
		}
		part(at, 'Programs that it ran').append(ol);
	}
	warned(at, D.told.filter(a => a[0] === i || (a[0] < 0 && D.sessions[a[1]].first === i)));
	happened(at, D.changes.filter(c => c[3] === i));
	const facts = contextOf(i).facts.sessmon || {}, own = name => facts[name] ? [...flat(facts[name], '')] : [];
	list(own('creds'), at, 'Credentials');
	list(own('ns').concat(facts.cgroup ? [['cgroup id', facts.cgroup]] : []), at, 'Namespaces and control group');
	list([...flat((fileOf(i).sessmon || {}).exe || {}, '')], at, 'File');
	raw(at, documentOf(i));
}

function detailSession(at, k) {
	const s = D.sessions[k];
	at.append(element('h2', '', s.kind + ' s:' + s.sid + ' ' + sentence(s)));
	list([['Key', sessionKey(s)], ['Class', s.class], ['Began', timeElement(s.start)], ['Ended', s.end !== undefined ? timeElement(s.end) : s.runs ? 'runs, as of ' + moment(s.seen) : 'not seen; last seen ' + moment(s.seen)],
		['Peer', s.peer], ['Terminal', s.tty], ['Leader', s.line], ['Programs', String(s.programs)], ['Failed', String(s.failed)], ['Host', D.boots[s.boot].host], ['Boot', D.boots[s.boot].id], ['Kernel', D.boots[s.boot].kernel]], at);
	if (S.session !== k && D.whole > 1)
		at.append(linkTo('Only this session', () => choose(k)));
	warned(at, D.told.filter(a => a[1] === k));
	happened(at, D.changes.filter(c => c[2] === k && c[3] < 0));
	raw(at, s.document);
}

function detail() {
	const at = $('detail');
	at.textContent = '';
	if (S.row === null)
		at.append(element('p', 'soft', 'Select a process or a session to see all that is known of it.'));
	else if (S.row < 0)
		detailSession(at, -1 - S.row);
	else
		detailProcess(at, S.row);
}

/* ---- where it came from ---- */

/* What a session left, as links, at the most. */
const MOST = 12;

function place(s, k) {
	const li = element('li'), text = 's:' + s.sid + ' ' + (s.user || '');
	li.append(element('span', 'kind ' + s.kind, s.kind));
	if (k === S.session || D.whole === 1 && s.n !== undefined)
		li.append(element('span', 'here', text));
	else
		li.append(s.n !== undefined ? linkTo(text, () => choose(k)) : element('span', '', text));
	return li;
}

/* Door, connection, this session, and what came from it. */
function path() {
	const nav = $('path'), ol = element('ol'), here = S.session >= 0 ? S.session : 0, above = [];
	nav.textContent = $('strip').textContent = '';
	/* Of several the one that all others came from. */
	$('session-part').hidden = S.session < 0 && !D.sessions.slice(1, D.whole).every(s => D.sessions[s.made] && D.sessions[s.made].n !== undefined);
	if ($('session-part').hidden)
		return;
	for (let k = D.sessions[here].made; k !== undefined && D.sessions[k].kind !== 'init' && above.length < 12; k = D.sessions[k].made)
		above.unshift(k);
	let user = null;
	for (const k of above.concat(here)) {
		const s = D.sessions[k];
		if (k === here && s.peer) {
			const li = element('li');
			li.append(element('span', 'mono', s.peer));
			ol.append(li);
		}
		const li = place(s, k);
		if (change(user, s.user))
			li.append(element('span', 'tag' + (/root$/.test(s.user) ? ' root' : ''), change(user, s.user)));
		user = s.user;
		ol.append(li);
	}
	const left = D.sessions.map((s, k) => k).filter(k => k !== here && (D.sessions[k].origin === here || D.sessions[k].made === here));
	for (const k of left.slice(0, MOST)) {
		const li = place(D.sessions[k], k);
		li.className = 'left';
		li.append(element('span', 'soft', D.sessions[k].origin === here ? 'left behind' : 'made here'));
		ol.append(li);
	}
	if (left.length > MOST)
		ol.append(element('li', 'soft', 'and ' + (left.length - MOST) + ' more'));
	nav.append(ol);
	strip(here);
}

/* The class, as it changed. */
function strip(k) {
	const at = $('strip'), changes = D.changes.filter(c => c[2] === k && (c[1] === 'session_class' || c[1] === 'session_tty'));
	for (const c of changes.slice(0, 40)) {
		const e = element('span', 'soft');
		e.append(timeElement(c[0], clock(whole(c[0]))), ' ' + D.words[c[4]].split(':')[0]);
		at.append(e);
	}
}

function depthOf(k) {
	let depth = 0;
	for (let m = D.sessions[k].made; m !== undefined && D.sessions[m].n !== undefined && depth < 6; m = D.sessions[m].made)
		depth++;
	return depth;
}

function table() {
	const body = $('sessions').tBodies[0];
	$('sessions-part').hidden = D.whole < 2;
	body.textContent = '';
	D.sessions.slice(0, D.whole).forEach((s, k) => {
		const tr = body.insertRow(), cell = (value, what) => { const td = tr.insertCell(); td.className = what || ''; td.append(value); };
		cell(linkTo('s:' + s.sid, () => choose(S.session === k ? -1 : k)), 'made');
		tr.cells[0].style.setProperty('--depth', depthOf(k));
		cell(element('span', 'kind ' + s.kind, s.kind));
		cell(s.user || '', /root$/.test(s.user) ? 'root' : '');
		cell(s.from || s.door || '');
		cell(s.tty || '');
		cell(timeElement(s.start, moment(s.start).slice(0, -4)));
		cell(s.end !== undefined ? duration(s.end - s.start) : s.runs ? 'runs' : '> ' + duration(s.seen - s.start), 'right');
		cell(String(s.programs), 'right');
		cell(String(s.failed), 'right' + (s.failed ? ' fail' : ' soft'));
		if (k === S.session)
			tr.setAttribute('aria-current', 'true');
		tr.onclick = e => { if (!e.target.closest('button')) choose(S.session === k ? -1 : k); };
	});
}
