/* The beginning: unpack, restore what the address says, and go on. */

/* What is seen, in the address, so that it can be cited. */
function remember() {
	const p = new URLSearchParams(), all = extent();
	if (S.session >= 0)
		p.set('s', sessionKey(D.sessions[S.session]).slice(2));
	if (S.row !== null)
		p.set('p', S.row < 0 ? sessionKey(D.sessions[-1 - S.row]) : keyOf(S.row));
	if (S.query)
		p.set('q', S.query);
	const set = FILTERS.map(f => f[0]).filter(f => f !== 'fold' && S[f]);
	if (set.length)
		p.set('f', set.join(','));
	if (S.from !== all[0] || S.to !== all[1])
		p.set('t', Math.round(S.from) + ',' + Math.round(S.to));
	history.replaceState(null, '', '#' + p);
}

const sessionBy = key => D.sessions.findIndex((s, k) => k < D.whole && (s.sid + ':' + s.ns === key || String(s.sid) === key));

function processBy(key) {
	const pid = parseInt(key, 10);
	for (let i = 0; i < P.n; i++)
		if (P.pid[i] === pid && (!key.includes(':') || keyOf(i) === key))
			return i;
	return null;
}

function restore() {
	const p = new URLSearchParams(location.hash.slice(1)), f = (p.get('f') || '').split(','), row = p.get('p');
	S.session = p.has('s') ? sessionBy(p.get('s')) : -1;
	S.query = $('search').value = p.get('q') || '';
	for (const [name] of FILTERS)
		if (name !== 'fold')
			S[name] = f.includes(name);
	pressed();
	[S.from, S.to] = extent();
	layOut();
	refresh();
	table();
	path();
	legend();
	const t = (p.get('t') || '').split(',').map(Number);
	zoomTo(...(t.length === 2 && t[1] > t[0] ? t : extent()), true);
	const at = row === null ? null : row.startsWith('s:') ? heading(sessionBy(row.slice(2))) : processBy(row);
	S.row = null;
	if (at !== null && at !== heading(-1))
		at >= 0 ? reveal(at) : pick(at, true);
	else
		detail();
}

/* One session, or all of them again. */
function choose(k) {
	S.session = k;
	if (S.row !== null && k >= 0)
		S.row = null;
	layOut();
	[S.from, S.to] = extent();
	build();
	table();
	path();
	legend();
	draw();
	detail();
	remember();
}

/* On paper there is nothing to scroll. */
function print() {
	const at = $('print');
	at.textContent = '';
	for (const row of L.rows.slice(0, 5000)) {
		const tr = at.insertRow(), s = D.sessions[-1 - row];
		const cells = row < 0 ? [time(s.start), '', '', '', '', s.kind + ' s:' + s.sid + ' ' + sentence(s)] :
			[time(P.start[row]), P.pid[row], contextOf(row).user, resultOf(row), P.lasted[row] < 0 ? '' : duration(P.lasted[row]), ' '.repeat(2 * P.depth[row]) + (L.folds.has(row) ? nameOf(row) + ' \u00d7 ' + L.folds.get(row) : lineOf(row))];
		for (const text of cells)
			tr.insertCell().textContent = text;
	}
}

function globalKey(e) {
	if (e.key === '/' && !/^(INPUT|TEXTAREA)$/.test(e.target.tagName)) {
		e.preventDefault();
		$('search').focus();
	} else if (e.key === 'Escape') {
		clearFilters();
		remember();
		$('list').focus();
	}
}

function say(text) {
	$('message').textContent = text;
	$('message').hidden = false;
}

/* Times as this browser has them; the page has them in UTC. */
function localTimes() {
	let day;
	for (const e of document.querySelectorAll('header time')) {
		const d = new Date(e.dateTime), same = dayOf.format(d) === day;
		e.title = e.textContent;
		e.textContent = (same ? '' : dayOf.format(d) + ' ') + clock(d);
		/* The end of a span says its day only if that is another one. */
		day = e.nextSibling && /[\u2013]|and/.test(e.nextSibling.textContent) ? dayOf.format(d) : null;
	}
}

async function start() {
	if (typeof DecompressionStream === 'undefined') {
		say('This browser cannot unpack what the page has: it takes Chrome 80, Firefox 113, Safari 16.4 or later.');
		return;
	}
	try {
		load(await unpack());
	} catch (error) {
		say('What the page has is damaged, or was cut off: ' + error.message);
		return;
	}
	localTimes();
	$('main').hidden = false;
	colours();
	beginList();
	beginTime();
	restore();
	window.addEventListener('hashchange', restore);
	window.addEventListener('beforeprint', print);
	document.addEventListener('keydown', globalKey);
	document.documentElement.dataset.ready = '1';
}

start();
