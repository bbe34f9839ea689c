#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""A report in Chromium: what is shown, what keys and the mouse do, and what hostile text does not; TAP out.

usage: test_page.py FOLDER-OF-PROGRAMS FOLDER-FOR-SCREENSHOTS
"""
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile

from browser import Browser
from page import Page, log_lines, rows
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

BUILD, SHOTS = (os.path.abspath(path) for path in sys.argv[1:3])
PLACE = tempfile.mkdtemp()
HISTORY = os.path.join(PLACE, "history")
tests = failed = 0
# All elements that a page may have.
OURS = {"html", "head", "meta", "title", "style", "body", "header", "main", "section", "nav", "aside", "footer", "noscript", "script",
        "h1", "h2", "h3", "p", "div", "span", "dl", "dt", "dd", "time", "ol", "li", "table", "thead", "tbody", "tr", "th", "td",
        "button", "input", "canvas", "kbd", "b", "i", "br", "mark", "details", "summary", "pre"}
# What a user may write: argument by argument.
HOSTILE = [
    [b"sh", b"</script><script>window.owned=1</script>"],
    [b"sh", b"<img src=x onerror=window.owned=1>", b"--><svg onload=window.owned=1>"],
    [b"sh", b"\"'><iframe src=//127.0.0.1:9/></iframe>", b"javascript:window.owned=1"],
    [b"sh", b"\xe2\x80\xaegnp.exe", b"\xe2\x81\xa6x\xe2\x81\xa9", b"\xef\xbb\xbf"],
    [b"sh", bytes(range(1, 32)), b"\x7f\xc2\x9b31m"],
    [b"sh", b"\xff\xfe\xc0\xaf\xed\xa0\x80", b"\xf4\x90\x80\x80"],
    [b"sh", b"x" * 4096],
    [b"sh", b"@@DATA@@", b"${window.owned=1}", b"</noscript><b>", b"]]>", b"\\u003cimg\\u003e", b"__proto__", b"constructor"],
    [b"", b"", b" ", b"\n"],
]
CONTRAST = """
const rgb = c => { const m = c.match(/[\\d.]+/g).map(Number); return m.length < 4 ? [...m, 1] : m; };
const light = c => { const f = c.slice(0, 3).map(v => { v /= 255; return v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; });
  return 0.2126 * f[0] + 0.7152 * f[1] + 0.0722 * f[2]; };
const behind = e => { for (; e; e = e.parentElement) { const c = rgb(getComputedStyle(e).backgroundColor); if (c[3] === 1) return c; } return [255, 255, 255, 1]; };
const bad = [];
for (const e of document.querySelectorAll('body *')) {
  if (!e.checkVisibility() || e.tagName === 'CANVAS' || ![...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim())) continue;
  const a = light(rgb(getComputedStyle(e).color)), b = light(behind(e)), ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  if (ratio < 4.5) bad.push([e.tagName, e.className, e.textContent.slice(0, 30), ratio]);
}
return bad;"""


def ok(good, what, *why):
    global tests, failed
    tests += 1
    failed += not good
    print(f"{'ok' if good else 'not ok'} {tests} - {what}", flush=True)
    for each in why if not good else ():
        print("# " + repr(each)[:1500])


def ask(verb, *words, folder=HISTORY):
    env = {"PATH": os.environ["PATH"], "TZ": "UTC", "LC_ALL": "C.UTF-8", "SESSMON_LIBEXEC": BUILD}
    return subprocess.run([f"{BUILD}/sessmon-fake", verb, *words, "--dir", folder], stdin=subprocess.DEVNULL, cwd=PLACE,
                          capture_output=True, text=True, timeout=100, check=True, env=env).stdout


def make(name, *words, **more):
    path = f"{PLACE}/{name}.html"
    ask("report", "-o", path, *words, **more)
    return path


def read(path):
    with open(path, encoding="utf-8") as file:
        return Page(file.read())


def press(b, name):
    b.driver.find_element(By.ID, f"filter-{name}").click()


def test_rows(b):
    path = make("one", "s:310")
    b.ready(path)
    press(b, "fold")
    shown = rows(b)
    told = [row[1:] for row in log_lines(ask("log", "--no-header", "-S", "2023-11-16")) if row[0] == "s:310" and row[2] != "exec"]
    # The shell is told when it began, and so first.
    ok([(r["user"], r["result"], r["line"]) for r in shown] == told and len(shown) == 41,
       "rows have what log tells, in its order: who, how it ended, what", *(p for p in zip(shown, told) if p[0]["line"] != p[1][2]))
    model = read(path)
    ok([int(r["pid"]) for r in shown] == [p["pid"] for p in model.processes], "in the order of the tree", shown[:3])
    ok(b.driver.find_element(By.ID, "count").text == "41 processes" and b.requests() == ["file://" + path] and not b.complaints(),
       "one request, for the page itself, and no complaint", b.requests(), b.complaints())
    head = b.driver.find_element(By.TAG_NAME, "header").text
    ok("46 programs, 41 processes, 31 failed" in head and "nothing was lost" in head and "played, kernel 6.1.0-played" in head, "the header", head)
    trail = b.driver.find_element(By.ID, "path").text.split()
    ok(trail[:2] == ["door", "s:200"] and "s:310" in trail and trail[-5:] == ["service", "s:1500", "cloudsdk", "left", "behind"], "the path", trail)
    b.shot(f"{SHOTS}/one.png")


def test_tree(b):
    b.ready(make("all", "-a"))
    press(b, "fold")
    shown = [int(r["pid"]) for r in rows(b) if r["pid"]]
    for moment in ("@1700000000.000000001", "@1700128912.300000000"):
        # Of 321 the world says that it outlives its session, which no kernel lets happen.
        want = [int(line.split()[0]) for line in ask("tree", "-a", "--no-header", "--at", moment).splitlines() if line[:1].isdigit() and line[:3] != "321"]
        there = iter(shown)
        ok(len(want) >= 4 and all(pid in there for pid in want), f"the order of tree --at {moment}", want, shown)
    headings = [r["runs"] for r in rows(b) if not r["pid"]]
    lines = [line.strip() for line in ask("tree", "-a", "--no-header", "--at", "@1700000000").splitlines() if not line[:1].isdigit()]
    want = [" ".join(line.split()[:3]) for line in lines]
    ok([re.sub(r"^[▸▾](\w+?) (s:\d+ \S+).*", r"\1 \2", h) for h in headings][:7] == want[:7], "headings are those of tree", headings, want)
    table = [row.text.split()[:2] for row in b.driver.find_elements(By.CSS_SELECTOR, "#sessions tbody tr")]
    ok(len(table) == 13 and ["s:310", "login"] in table, "a table of sessions comes first", table)
    b.shot(f"{SHOTS}/sessions.png")
    b.driver.find_element(By.XPATH, "//table[@id='sessions']//button[text()='s:410']").click()
    ok("s=410" in b.driver.current_url and [r["pid"] for r in rows(b) if r["pid"]] == ["410"], "one of them, chosen", b.driver.current_url)


def test_search(b):
    path = make("both", "s:310", "--with-children")
    model = read(path)
    b.ready(path)
    press(b, "fold")
    box = b.driver.find_element(By.ID, "search")
    for query, want in (("file1", lambda p: "file1" in p["program"]["line"]), ("SIGKILL", lambda p: p["status"] == 9),
                        ("/usr/bin/sleep", lambda p: p["program"]["line"].startswith("sleep")), ("1007", lambda p: p["pid"] == 1007)):
        box.clear()
        box.send_keys(query)
        found = [int(r["pid"]) for r in rows(b) if r["pid"] and "aside" not in r["what"]]
        expected = [p["pid"] for p in model.processes if want(p)]
        ok(found == expected and found, f"search for {query}", found, expected)
    ok(b.js("return document.querySelectorAll('mark').length") == 0 and "q=1007" in b.driver.current_url, "which the address says", b.driver.current_url)
    box.send_keys(Keys.ESCAPE)
    ok(len(rows(b)) == 44, "and Escape ends", len(rows(b)))
    for name, want in (("failed", lambda p: p["status"] > 0), ("root", lambda p: p["context"]["uid"] == 0), ("running", lambda p: p["lasted"] < 0)):
        press(b, name)
        found = [int(r["pid"]) for r in rows(b) if r["pid"] and "aside" not in r["what"]]
        expected = [p["pid"] for p in model.processes if want(p)]
        ok(found == expected and found and b.driver.find_element(By.ID, "count").text.startswith(f"{len(found)} of "), f"filter {name}", found, expected)
        press(b, name)
    press(b, "fold")
    folds = [r["runs"] for r in rows(b) if "×" in r["runs"]]
    ok(folds == [], "programs that differ are not folded", folds)


def test_keys(b):
    b.ready(f"{PLACE}/both.html")
    page, lists = b.driver.find_element(By.TAG_NAME, "body"), b.driver.find_element(By.ID, "list")
    page.send_keys("/")
    ok(b.js("return document.activeElement.id") == "search", "/ goes to the search")
    b.driver.switch_to.active_element.send_keys(Keys.ESCAPE)
    ok(b.js("return document.activeElement.id") == "list", "Escape to the list")
    detail = b.driver.find_element(By.ID, "detail")
    lists.send_keys(Keys.ARROW_DOWN, Keys.ARROW_DOWN, Keys.ARROW_DOWN)
    ok("file0" in detail.text and "Result\nexit code 0" in detail.text and "Programs that it ran" in detail.text and "sh -c ls" in detail.text,
       "arrows select, and details follow", detail.text)
    ok(b.js("return document.getElementById(document.getElementById('list').getAttribute('aria-activedescendant')).getAttribute('aria-selected')") == "true",
       "which a reader of screens is told")
    lists.send_keys(Keys.ARROW_LEFT)
    ok("-bash" in detail.text.splitlines()[0], "left is the parent", detail.text[:50])
    lists.send_keys(Keys.ARROW_LEFT)
    ok(len([r for r in rows(b) if r["pid"]]) == 2, "and closes it", rows(b))
    lists.send_keys(Keys.ARROW_RIGHT)
    ok(len([r for r in rows(b) if r["pid"]]) == 42, "right opens it")
    lists.send_keys(Keys.END)
    ok("sleep 1000" in detail.text.splitlines()[0], "the last one", detail.text[:50])
    lists.send_keys(Keys.ENTER)
    ok(b.js("return document.activeElement.id") == "detail", "Enter goes to the details")
    stops = []
    b.js("document.activeElement.blur()")
    for _ in range(40):
        ActionChains(b.driver).send_keys(Keys.TAB).perform()
        stops.append(b.js("const e = document.activeElement; return e.id || e.textContent"))
    parts = [stops.index(one) for one in ("zoom-in", "lanes", "map", "search", "filter-failed", "list")]
    ok(parts == sorted(parts), "Tab goes down the page", stops)


def test_first_key(b):
    """The first key that is pressed does what it says, too."""
    b.ready(f"{PLACE}/both.html")
    b.driver.find_element(By.ID, "list").send_keys(Keys.END)
    detail = b.driver.find_element(By.ID, "detail")
    ok("sleep 1000" in detail.text.splitlines()[0], "End, as the first key, is the last row", detail.text[:50])
    ok(b.js("return [...document.querySelectorAll('#detail h3')].every(e => e.nextElementSibling && e.nextElementSibling.tagName !== 'H3')"),
       "no heading in the details is of nothing")


def test_zoom(b):
    b.ready(f"{PLACE}/both.html")
    span = "return [S.from, S.to]"
    whole = b.js(span)
    b.driver.find_element(By.ID, "zoom-in").click()
    half = b.js(span)
    ok(abs((half[1] - half[0]) * 2 - (whole[1] - whole[0])) < 2 and "t=" in b.driver.current_url, "the button zooms", whole, half)
    lanes = b.driver.find_element(By.ID, "lanes")
    lanes.send_keys(Keys.ARROW_RIGHT)
    moved = b.js(span)
    ok(moved[0] > half[0] and abs(moved[1] - moved[0] - half[1] + half[0]) < 2, "keys go on", half, moved)
    lanes.send_keys("0")
    ok(b.js(span) == whole and "t=" not in b.driver.current_url, "0 is all of it", b.driver.current_url)
    width = lanes.size["width"]
    ActionChains(b.driver).move_to_element_with_offset(lanes, -width // 4, 0).click_and_hold().move_by_offset(width // 4, 0).release().perform()
    dragged = b.js(span)
    ok(abs((dragged[1] - dragged[0]) / (whole[1] - whole[0]) - 0.25) < 0.01, "who drags sees what he dragged over", dragged)
    b.shot(f"{SHOTS}/zoomed.png")
    again = b.driver.current_url
    b.ready(f"{PLACE}/both.html", "#" + again.split("#")[1])
    ok(all(abs(x - y) < 2 for x, y in zip(b.js(span), dragged)), "and so does who is given the address", b.js(span))
    b.driver.find_element(By.ID, "zoom-all").click()
    at = b.js("const x = scale($('lanes').clientWidth, S.from, S.to); const i = processBy('1012'); return [x((P.start[i] + endOf(i)) / 2), MARKS + 4 + T.lane[i] * T.height + 4]")
    lanes = b.driver.find_element(By.ID, "lanes")
    box = lanes.size
    ActionChains(b.driver).move_to_element_with_offset(lanes, int(at[0] - box["width"] / 2), int(at[1] - box["height"] / 2)).click().perform()
    ok("p=1012%3A213000000000" in b.driver.current_url and "file12" in b.driver.find_element(By.ID, "detail").text, "a bar that is clicked is selected",
       b.driver.current_url)


def test_cited(b):
    b.ready(f"{PLACE}/both.html", "#p=1004%3A205000000000&q=file&f=root")
    ok("ls -l file4" in b.driver.find_element(By.ID, "detail").text and len([r for r in rows(b) if r["pid"] and "aside" not in r["what"]]) == 8,
       "a line that is cited", b.driver.find_element(By.ID, "detail").text[:80])
    summary = b.driver.find_element(By.CSS_SELECTOR, "#detail summary")
    summary.click()
    document = b.driver.find_element(By.CSS_SELECTOR, "#detail pre").text
    ok('"entity_id": "00000000-1111-2222-3333-444444444444:1004:205000000000"' in document and '"command_line": "ls -l file4"' in document,
       "with its document", document[:300])
    b.ready(f"{PLACE}/both.html", "#s=1&p=77&q=&f=nonsense&t=5,1,x")
    ok(len(rows(b)) == 44, "an address that means nothing")


def spoil():
    """A history whose users wrote what they should not."""
    folder = f"{PLACE}/hostile"
    shutil.copytree(HISTORY, folder)
    with sqlite3.connect(f"{folder}/2023-11-16.db") as db:
        for at, (program,) in enumerate(db.execute("SELECT id FROM program").fetchall()):
            words = HOSTILE[at % len(HOSTILE)]
            db.execute("UPDATE program SET args = ?, argc = ? WHERE id = ?", (b"".join(w + b"\0" for w in words), len(words), program))
        db.execute("UPDATE word SET word = '<b onmouseover=window.owned=1>' || word")
        db.execute("UPDATE file SET path = '/\u202e\x1b]0;' || path || '</title><script>window.owned=1</script>'")
        db.execute("UPDATE boot SET host = '<script>window.owned=1</script>', kernel = '</style><img src=x onerror=window.owned=1>'")
    db.close()
    return folder


def test_hostile(b):
    path = make("hostile", "-a", "-S", "2023-11-16", folder=spoil())
    b.ready(path)
    press(b, "fold")
    shown = rows(b)
    text, tags = "", set()
    every = "return [...document.querySelectorAll('*')].map(e => e.tagName.toLowerCase())"
    for key in (Keys.HOME, *[Keys.ARROW_DOWN] * 12, Keys.END):
        b.driver.find_element(By.ID, "list").send_keys(key)
        text += b.js("return document.body.textContent")
        tags.update(b.js(every))
    for query in ("<img", "</script>", ".*", "\\", "__proto__"):
        b.driver.find_element(By.ID, "search").clear()
        b.driver.find_element(By.ID, "search").send_keys(query)
        b.frames()
    tags.update(b.js(every))
    ok(tags <= OURS and len(shown) > 40, "hostile text makes no element", tags - OURS)
    ok(b.js("return document.scripts.length") == 2 and b.js("return window.owned") is None, "and runs nothing")
    ok(b.requests() == ["file://" + path] and not b.complaints(), "and asks for nothing", b.requests(), b.complaints())
    ok("</script><script>window.owned=1</script>" in text and "\\u202egnp.exe" in text and "\\xff\\xfe" in text and not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text),
       "it is there as text, and what is not seen is visible")
    ok("<script>window.owned=1</script>" in b.driver.find_element(By.TAG_NAME, "h1").text, "in the heading, too", b.driver.find_element(By.TAG_NAME, "h1").text)
    b.shot(f"{SHOTS}/hostile.png")
    b.cdp("Emulation.setScriptExecutionDisabled", value=True)
    b.open(path)
    html = b.driver.page_source
    b.cdp("Emulation.setScriptExecutionDisabled", value=False)
    ok("&lt;img src=x onerror" in html and "<img" not in html and "<b onmouse" not in html, "nor without a script")


def test_alerts(b):
    """What rules have said, of a process and of a session; a rule may be anybody's."""
    folder = f"{PLACE}/alerts"
    shutil.copytree(HISTORY, folder)
    with sqlite3.connect(f"{folder}/2023-11-16.db") as db:
        db.execute("INSERT INTO rule(id, title, level, author) VALUES (1, 'Reads <img src=x onerror=window.owned=1>', 'high', 'A. Nyone'), (2, 'Comes in', 'low', NULL)")
        db.execute("""INSERT INTO alert(rule, session, process, clock, at, wall, seq, last, count)
            SELECT 1, session, id, clock, start + exec_at, 0, seq, start + exec_at, 3 FROM process WHERE pid = 1007""")
        db.execute("""INSERT INTO alert(rule, session, process, clock, at, wall, seq, last, count)
            SELECT 2, session, id, clock, start, 0, seq, start, 1 FROM process WHERE pid = 310""")
    db.close()
    b.ready(make("alerts", "s:310", folder=folder), "#f=alerts")
    found = [(r["pid"], r["runs"]) for r in rows(b) if r["pid"] and "aside" not in r["what"]]
    ok([pid for pid, _ in found] == ["310", "1007"] and "! high: Reads <img src=x onerror=window.owned=1> × 3" in found[1][1], "alerts are marked, and a filter", found)
    ok("2 alerts" in b.driver.find_element(By.TAG_NAME, "header").text and not b.driver.find_elements(By.TAG_NAME, "img") and not b.complaints(), "and counted")
    b.driver.find_element(By.ID, "list").send_keys(Keys.END)
    ok("by A. Nyone" in b.driver.find_element(By.ID, "detail").text, "who wrote the rule is named", b.driver.find_element(By.ID, "detail").text)
    b.shot(f"{SHOTS}/alerts.png")
    b.ready(f"{PLACE}/both.html")
    ok(not b.driver.find_element(By.ID, "filter-alerts").is_displayed(), "without alerts there is no filter of them")


def test_plain(b):
    path = f"{PLACE}/all.html"
    b.cdp("Emulation.setScriptExecutionDisabled", value=True)
    b.open(path)
    html = b.driver.page_source
    shown = [row.text for row in b.driver.find_elements(By.CSS_SELECTOR, "noscript tbody tr")]
    visible = b.driver.find_element(By.TAG_NAME, "main").is_displayed()
    b.shot(f"{SHOTS}/noscript.png")
    b.cdp("Emulation.setScriptExecutionDisabled", value=False)
    ok(len(shown) == read(path).data["processes"]["pid"].__len__() and not visible and "13 sessions" in html, "without JavaScript: header and rows", len(shown))
    script = b.cdp("Page.addScriptToEvaluateOnNewDocument", source="delete window.DecompressionStream")
    b.open(path)
    message = b.wait("const e = document.getElementById('message'); return e && !e.hidden && e.textContent", "message")
    ok("cannot unpack" in message and "13 sessions" in b.driver.find_element(By.TAG_NAME, "h1").text, "a browser that cannot unpack says so", message)
    b.cdp("Page.removeScriptToEvaluateOnNewDocument", identifier=script["identifier"])
    with open(path, encoding="utf-8") as file:
        text = file.read()
    packed = Page(text).packed
    with open(f"{PLACE}/cut.html", "w", encoding="utf-8") as file:
        file.write(text.replace(packed, packed[:len(packed) // 2 // 4 * 4]))
    b.open(f"{PLACE}/cut.html")
    message = b.wait("const e = document.getElementById('message'); return e && !e.hidden && e.textContent", "message")
    ok("damaged" in message, "a page that was cut off says so", message)
    with open(f"{PLACE}/changed.html", "w", encoding="utf-8") as file:
        file.write(text.replace("'use strict';", "'use strict';window.owned=1;"))
    b.open(f"{PLACE}/changed.html")
    ok(b.js("return window.owned") is None and b.js("return document.documentElement.dataset.ready") is None, "a script that was changed does not run")


def test_looks(b):
    path = f"{PLACE}/all.html"
    for scheme in ("light", "dark"):
        b.scheme(scheme)
        b.ready(path, "#p=330")
        low = b.js(CONTRAST)
        ok(not low, f"contrast of 4.5, {scheme}", low)
        b.shot(f"{SHOTS}/{scheme}.png")
    b.scheme("light")
    for width in (1280, 768, 390):
        b.size(width, 850)
        b.ready(path)
        wide = b.js("return document.documentElement.scrollWidth")
        ok(wide <= width, f"no wider than {width}", wide)
    b.shot(f"{SHOTS}/phone.png")
    b.size(1280, 900)
    b.ready(path)
    names = b.js("""return ['header', 'main', 'nav', 'aside', 'footer', 'h1'].filter(n => document.querySelectorAll(n).length !== 1)
        .concat([...document.querySelectorAll('button, input, canvas, section, nav, aside, [role=treegrid]')]
        .filter(e => e.checkVisibility() && !e.textContent.trim() && !e.getAttribute('aria-label')).map(e => e.outerHTML))""")
    ok(not names, "landmarks, each once, and names for what can be used", names)
    b.js("window.dispatchEvent(new Event('beforeprint'))")
    printed = b.js("return document.getElementById('print').rows.length")
    pdf = b.cdp("Page.printToPDF")
    ok(printed > 15 and len(pdf["data"]) > 10000, "printed, rows are rows", printed, len(pdf["data"]))


def main():
    os.makedirs(SHOTS, exist_ok=True)
    os.mkdir(HISTORY, 0o700)
    subprocess.run([f"{BUILD}/make_history", HISTORY], stdout=subprocess.DEVNULL, check=True, timeout=100)
    try:
        with Browser() as b:
            for test in (test_rows, test_tree, test_search, test_keys, test_first_key, test_zoom, test_cited, test_hostile, test_alerts, test_plain, test_looks):
                test(b)
    finally:
        shutil.rmtree(PLACE)
    print(f"1..{tests}")
    return failed != 0


sys.exit(main())
