# SPDX-License-Identifier: GPL-2.0-or-later
"""Debian's Chromium by WebDriver, with nothing of its own to ask a network for."""
import base64
import json
import os
import shutil
import tempfile
import time

from selenium import webdriver
from selenium.webdriver.chrome.service import Service

PATIENCE = 120
ARGUMENTS = ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--hide-scrollbars",
             "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-default-apps",
             "--disable-extensions", "--disable-dev-shm-usage", "--force-device-scale-factor=1",
             "--enable-precise-memory-info", "--js-flags=--expose-gc")


class Browser:
    """One browser with a profile of its own, which ends with it."""

    def __init__(self, size=(1280, 900)):
        self.profile = tempfile.mkdtemp()
        options = webdriver.ChromeOptions()
        options.binary_location = "/usr/bin/chromium"
        for argument in (*ARGUMENTS, f"--user-data-dir={self.profile}", f"--window-size={size[0]},{size[1]}"):
            options.add_argument(argument)
        options.set_capability("goog:loggingPrefs", {"performance": "ALL", "browser": "ALL"})
        self.driver = webdriver.Chrome(service=Service("/usr/bin/chromedriver", env=dict(os.environ, TZ="UTC", LC_ALL="C.UTF-8")),
                                       options=options)
        self.driver.set_script_timeout(PATIENCE)
        self.driver.set_page_load_timeout(PATIENCE)

    def close(self):
        self.driver.quit()
        shutil.rmtree(self.profile, ignore_errors=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def cdp(self, command, **arguments):
        return self.driver.execute_cdp_cmd(command, arguments)

    def js(self, text, *arguments):
        return self.driver.execute_script(text, *arguments)

    def wait(self, condition, what):
        """Until a script says something true, which is returned."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            value = self.js(condition)
            if value:
                return value
            time.sleep(0.05)
        raise AssertionError(f"not in {PATIENCE} s: {what}")

    def open(self, path, fragment=""):
        self.driver.get("about:blank")
        self.driver.get_log("performance")
        self.driver.get_log("browser")
        self.driver.get(f"file://{path}{fragment}")

    def ready(self, path, fragment=""):
        self.open(path, fragment)
        self.wait("return document.documentElement.dataset.ready", f"{path} is ready")

    def requests(self):
        """Addresses that were asked for since open()."""
        asked = []
        for entry in self.driver.get_log("performance"):
            message = json.loads(entry["message"])["message"]
            if message["method"] == "Network.requestWillBeSent":
                asked.append(message["params"]["request"]["url"].split("#")[0])
        return asked

    def complaints(self):
        return [entry["message"] for entry in self.driver.get_log("browser")]

    def size(self, width, height):
        self.cdp("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)

    def scheme(self, name):
        self.cdp("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": name}])

    def shot(self, path, whole=True):
        shown = self.cdp("Page.captureScreenshot", format="png", captureBeyondViewport=whole)
        with open(path, "wb") as file:
            file.write(base64.b64decode(shown["data"]))

    def frames(self):
        """Let two frames pass, so that what was asked for is drawn."""
        self.driver.execute_async_script("const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(() => done()));")
