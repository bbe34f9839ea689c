#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-only
"""What a browser does with a page of many processes, by its own clock.  usage: measure.py FILE.html SCREENSHOT.png"""
import os
import statistics
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "..", "unit", "report"))
from browser import Browser  # noqa: E402
from page import Page  # noqa: E402

# From when the page was asked for to when a frame with rows was drawn.
FIRST_ROW = """const done = arguments[0];
const look = () => document.documentElement.dataset.ready ? requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now()))) : setTimeout(look, 5);
look();"""
# Frames while the list moves, each by some rows; what the page itself does in one, too.
SCROLL = """const done = arguments[0], list = document.getElementById('list'), frames = [], work = [];
let last, n = 0;
const step = now => {
  if (last !== undefined) frames.push(now - last);
  last = now;
  if (++n > 300) { done([frames, work]); return; }
  list.scrollTop = n % 50 ? list.scrollTop + 97 : list.scrollHeight * (n / 300);
  const from = performance.now();
  scrolled();
  list.offsetHeight;
  work.push(performance.now() - from);
  requestAnimationFrame(step);
};
requestAnimationFrame(step);"""
SEARCH = """const done = arguments[1], from = performance.now();
document.getElementById('search').value = arguments[0];
document.getElementById('search').dispatchEvent(new Event('input'));
document.getElementById('list').offsetHeight;
const took = performance.now() - from;
requestAnimationFrame(() => done([took, document.getElementById('count').textContent]));"""
ZOOM = "const from = performance.now(); zoom(0.5); zoom(2); return (performance.now() - from) / 2"


def main():
    path, shot = os.path.abspath(sys.argv[1]), sys.argv[2]
    with open(path, encoding="utf-8") as file:
        page = Page(file.read())
    n = len(page.processes)
    print(f"processes {n}")
    print(f"bytes per process, of the whole file {os.path.getsize(path) / n:.1f}")
    with Browser() as b:
        loads = []
        for _ in range(3):
            b.open(path)
            loads.append(b.driver.execute_async_script(FIRST_ROW))
        print(f"first row after load, ms {min(loads):.0f} (of {', '.join(f'{t:.0f}' for t in loads)})")
        print(f"rows that are elements {b.js('return document.querySelectorAll(arguments[0]).length', '.row')}")
        b.js("document.getElementById('filter-fold').click()")
        frames, work = b.driver.execute_async_script(SCROLL)
        print(f"scroll, ms of work in a frame: median {statistics.median(work):.1f}, 95 of 100 {statistics.quantiles(work, n=20)[18]:.1f}")
        print(f"scroll, ms from frame to frame: median {statistics.median(frames):.1f}, 95 of 100 {statistics.quantiles(frames, n=20)[18]:.1f}")
        for query in ("part7", "out.5", "nothing has this", "tool12 "):
            best = min((b.driver.execute_async_script(SEARCH, query) for _ in range(3)), key=lambda r: r[0])
            print(f"search {query!r}, ms {best[0]:.0f}: {best[1]}")
            b.driver.execute_async_script(SEARCH, "")
        print(f"timeline drawn, ms {min(b.js(ZOOM) for _ in range(3)):.0f}")
        b.cdp("HeapProfiler.collectGarbage")
        heap = b.cdp("Runtime.getHeapUsage")
        print(f"heap, MB {heap['usedSize'] / 1e6:.1f} (and {heap.get('backingStorageSize', 0) / 1e6:.1f} of typed arrays)")
        b.shot(shot)


main()
