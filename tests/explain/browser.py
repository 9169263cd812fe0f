#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Tests the line viewer in a real browser: browser.py PAGE NATIVE VECTORS SHOTS

For every line of the guide and of the vectors, the page must show the result of the native library and of the vector.
The same holds for datagrams. The console must have no error. No request may leave the page. Texts must have enough
contrast, and the page must fit a phone. SHOTS gets screenshots for people to look at.
"""
import json
import pathlib
import re
import subprocess
import sys

from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select, WebDriverWait

PAGE, NATIVE, VECTORS, SHOTS = (pathlib.Path(argument).resolve() for argument in sys.argv[1:5])
ROLES = {"request": 1, "response": 2}
BATCH = 100
WIDTHS = (1280, 390)  # CSS pixels of a desktop and of a phone
CONTRAST = 4.5        # of text (WCAG 2.2, 1.4.3)
LIBRARY = subprocess.Popen([NATIVE], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
LEAST = (72, 700, 80, 20)  # lines of the guide, vectors, datagrams and built requests
failures = []


def expect(condition, text):
    if not condition:
        failures.append(text)


# --- the browser ---

def open_browser():
    options = webdriver.ChromeOptions()
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--disable-dev-shm-usage",
                     "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service("/usr/bin/chromedriver"))
    driver.set_page_load_timeout(60)
    driver.set_script_timeout(120)
    return driver


def load(driver, width=WIDTHS[0], scheme="light"):
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": scheme}]})
    set_size(driver, width, 900)
    driver.get(PAGE.as_uri())
    # The debugger evaluates this text, because the policy of the page does not apply to the debugger.
    helpers = pathlib.Path(__file__).with_name("page.js").read_text()
    driver.execute_cdp_cmd("Runtime.evaluate", {"expression": helpers.replace("const latin1Bytes", "var latin1Bytes")})


def set_size(driver, width, height):
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride",
                           {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 500})


# --- expected results ---

def native(jobs):
    """The answers of the native library to pairs of kind and bytes."""
    return [ask(kind, data) for kind, data in jobs]


def ask(kind, data):
    LIBRARY.stdin.write(f"{kind} {data.hex()}\n")
    LIBRARY.stdin.flush()
    return dict(word.split("=", 1) for word in LIBRARY.stdout.readline().rstrip("\n").split(" "))


def shown(data):
    """Bytes as the page shows them. In the GBK of browsers, 0x80 is a euro sign; in that of Python it is invalid."""
    for encoding, text in (("utf-8", data), ("gb18030", data), ("gb18030", data.replace(b"\x80", "€".encode("gb18030")))):
        try:
            text = text.decode(encoding)
            return "".join("\u2421" if c == "\x7f" else chr(0x2400 + ord(c)) if ord(c) < 32 else c for c in text)
        except UnicodeDecodeError:
            pass
    return "".join(chr(c) if 0x20 <= c < 0x7f else f"\\x{c:02x}" for c in data)


def expect_reading(name, text, drawn, wanted):
    """Compares the result of one decoder for a message, in the page and native."""
    for key in ("status", "field", "offset", "used", "tokens", "refused"):
        expect(drawn[key] == wanted.get(key, ""), f"{name}: {key} {drawn[key]!r}, natively {wanted.get(key)!r}")
    canonical = wanted.get("canonical") if not wanted.get("refused") else None
    expect(drawn["canonical"] == (shown(bytes.fromhex(canonical)) if canonical is not None else None),
           f"{name}: canonical {drawn['canonical']!r}, natively {canonical}")
    expect(drawn["deviations"] == wanted.get("deviations", "").replace(",", " ").replace(".", " "),
           f"{name}: deviations {drawn['deviations']}, natively {wanted.get('deviations')}")
    tokens = [token.split(":") for token in wanted["tokens"].split(",") if token]
    texts = [shown(text[int(at):int(at) + int(size)]) for _, _, at, size in tokens]
    expect(drawn["shown"] == texts, f"{name}: shows {drawn['shown']}, not {texts}")


def messages_of(role, data):
    """Yields the bytes of each message of a line. A line may have several requests, one after the other."""
    while True:
        yield data
        used = int(native([(role, data)])[0]["used"]) if role == "request" else len(data)
        data = data[used:]
        if not data.strip(b" "):
            return


# --- vectors ---

def unescape(text):
    named = {"r": "\r", "n": "\n", "0": "\0", '"': '"', "\\": "\\", "t": "\t"}
    return re.sub(r'\\(x[0-9a-f]{2}|.)', lambda m: chr(int(m[1][1:], 16)) if m[1][0] == "x" else named[m[1]],
                  text).encode("latin-1")


ROW = re.compile(r'(\S+) (\S+) (whole|more) "((?:[^"\\]|\\.)*)" (\*|"(?:[^"\\]|\\.)*") (.*)')


def vectors():
    """Yields (file, role, decoder, name, ends, bytes, expectation) of every vector that is decoded with its name."""
    for file, role, decoder in (("request-accept", "request", "strict"), ("request-reject", "request", "strict"),
                                ("response-accept", "response", "strict"), ("response-reject", "response", "strict"),
                                ("response-tolerant", "response", "tolerant"), ("response-tolerant-reject", "response", "tolerant")):
        for line in (VECTORS / f"{file}.txt").read_bytes().decode("latin-1").splitlines():
            if line and not line.startswith("#"):
                row = ROW.fullmatch(line)
                assert row, f"{file}: {line}"
                yield file, role, decoder, f"{row[1]} {row[2]}", row[3], unescape(row[4]), row[6]


def expect_vector(vector, drawn):
    """Compares with the verdict of the vector, except for truncated lines: the page decodes only whole lines."""
    file, _, decoder, name, ends, _, expectation = vector
    words = expectation.split(" ")
    if ends == "more" and words[0] == "truncated":
        return
    status = words[0] if file.endswith("reject") else "ok"
    reading = drawn[0].get(decoder)
    expect(reading["status"] == status, f"{file} {name}: {reading['status']}, not {status}")
    if file.endswith("reject") and words[1] not in "?-":
        expect(reading["field"] == words[1], f"{file} {name}: blames {reading['field']}, not {words[1]}")


def check_vectors(driver):
    rows = list(vectors())
    drawn = []
    for at in range(0, len(rows), BATCH):
        jobs = [[row[5].decode("latin-1"), ROLES[row[1]]] for row in rows[at:at + BATCH]]
        drawn += driver.execute_script("return arguments[0].map(([text, role]) => drawLine(text, role))", jobs)
    for row, messages in zip(rows, drawn):
        file, role, _, name, _, data, _ = row
        expect_vector(row, messages)
        texts = list(messages_of(role, data))
        expect(len(texts) == len(messages), f"{file} {name}: {len(messages)} messages, not {len(texts)}")
        kinds = ["request"] if role == "request" else ["response", "tolerant"]
        for text, message in zip(texts, messages):
            for kind, wanted in zip(kinds, native([(kind, text) for kind in kinds])):
                expect_reading(f"{file} {name}", text, message["tolerant" if kind == "tolerant" else "strict"], wanted)
    return len(rows)


# --- the guide ---

def check_guide(driver):
    """Types the lines into the page as a person does."""
    lines = [line for line in (VECTORS / "guide.txt").read_text().splitlines() if line and not line.startswith("#")]
    box = driver.find_element(By.ID, "text")
    box.clear()
    box.send_keys("\n".join(lines))
    wait_for(driver, lambda: f"{len(lines)} lines, {len(lines)} messages, 0 errors" in driver.find_element(By.ID, "summary").text)
    drawn = driver.execute_script("return readMessages()")
    expect(len(drawn) == len(lines), f"guide: {len(drawn)} messages, not {len(lines)}")
    for line, message in zip(lines, drawn):
        kind = "request" if line.startswith("AT") else "response"
        expect_reading(f"guide {line}", line.encode(), message["strict"], native([(kind, line.encode())])[0])
    return len(lines)


def wait_for(driver, condition):
    WebDriverWait(driver, 20, poll_frequency=0.1).until(lambda _: condition())


def check_log(driver):
    """Opens a file with other text before its lines, and with bytes that are not UTF-8."""
    log = SHOTS / "log.txt"
    log.write_bytes(b"[11:35:02] TX: AT+QDMPCFG=0,1;+QDMPCFG?\r\n[11:35:03] modem> RING\r\nOK\r\n11:35:04 +QDMPCFGEX: 5,\xc9\xcf\xba\xa3,1,X\n")
    driver.find_element(By.ID, "file").send_keys(str(log))
    wait_for(driver, lambda: "4 lines, 4 messages, 0 errors" in driver.find_element(By.ID, "summary").text)
    drawn = driver.execute_script("return readMessages()")
    expect([message["line"] for message in drawn] == [1, 1, 2, 3, 4], f"log: lines {[message['line'] for message in drawn]}")
    expect("上海,1,X" in drawn[4]["strict"]["shown"], f"log: GBK is shown as {drawn[4]['strict']['shown']}")


def check_role(driver):
    """Lines of a role end as R2 says, and empty lines count."""
    driver.execute_script("showBytes(latin1Bytes(arguments[0]), '2')", "OK\rERROR\n\nOK")
    drawn = driver.execute_script("return readMessages()")
    expect([message["line"] for message in drawn if message["strict"]["status"] == "ok"] == [1, 2, 4],
           f"role: {[(message['line'], message['strict']['status']) for message in drawn]}")


# A large log makes the memory of the library grow. The long line has many places where a name could begin.
MANY = 5000
LONG = 200000


def check_large(driver):
    driver.execute_script("""document.getElementById('text').value = arguments[0].repeat(arguments[1]) + 'x A+'.repeat(arguments[2]);
                             readText()""", "[11:35:02] modem: AT+QDMPCFG=1,117.161.2.7,5683,420\n", MANY, LONG // 4)
    summary = driver.find_element(By.ID, "summary").text
    expect(summary.startswith(f"{MANY + 1} lines, {MANY} messages, 0 errors; the first"), f"large: {summary}")
    expect(not driver.find_element(By.ID, "broken").is_displayed(), "large: a complaint")
    driver.execute_script("document.getElementById('text').value = ''; readText()")


# --- datagrams ---

def hex_in(value):
    """Yields the datagrams at any depth of the vectors."""
    if isinstance(value, dict):
        for member in value.values():
            yield from hex_in(member)
    elif isinstance(value, list):
        for member in value:
            yield from hex_in(member)
    elif isinstance(value, str) and re.fullmatch(r"([0-9a-f]{2}){4,}", value):
        yield bytes.fromhex(value)


def check_datagrams(driver):
    datagrams = [datagram for name in ("registration", "object666") for datagram in hex_in(json.loads((VECTORS / f"{name}.json").read_text()))]
    datagrams += [data[:size] for data in datagrams[:20] for size in (3, 5, 9)]
    drawn = driver.execute_script("return arguments[0].map(drawDatagram)", [data.hex() for data in datagrams])
    types = ("CON", "NON", "ACK", "RST")
    for data, page, wanted in zip(datagrams, drawn, native([("datagram", data) for data in datagrams])):
        name = f"datagram {data.hex()[:40]}"
        expect(page["status"] == wanted["status"], f"{name}: {page['status']}, natively {wanted['status']}")
        expect(page["bytes"].replace(" ", "").replace("…", "") == data.hex(), f"{name}: bytes {page['bytes']}")
        if wanted["status"] != "ok":
            continue
        rows = page["rows"]
        code = int(wanted["code"])
        expect(rows[0][1] == types[int(wanted["type"])] and rows[1][1].startswith(f"{code >> 5}.{code & 31:02}") and
               rows[2][1].startswith(wanted["id"] + " ") and rows[3][1].replace(" ", "") == (wanted["token"] or "none"),
               f"{name}: {rows[:4]}, natively {wanted}")
        options = [found[1] for found in (re.search(r" \((\d+)\)$", row[0]) for row in rows) if found]
        expect(options == [number for number in wanted["options"].split(",") if number], f"{name}: options {options}")
        payload = next(row[1] for row in rows if row[0] == "Payload")
        expect(payload.split(" ")[0] == (wanted["payload"] if wanted["payload"] != "0" else "none"), f"{name}: payload {payload}")
    return len(datagrams)


# --- the form ---

def fill(driver):
    """Gives each field a valid value: its default, or a text."""
    for box in driver.find_elements(By.CSS_SELECTOR, "#fields input"):
        if not box.get_attribute("placeholder"):
            box.send_keys("863703030822519" if box.get_attribute("inputmode") == "numeric" else "x1")


def check_form(driver):
    select = Select(driver.find_element(By.ID, "form"))
    built = []
    for option in select.options:
        option.click()
        fill(driver)
        place = driver.find_element(By.ID, "built")
        expect(place.get_attribute("data-status") == "ok", f"form {option.text}: {place.text}")
        built.append(place.get_attribute("data-line"))
    for line, wanted in zip(built, native([("request", line.encode()) for line in built])):
        expect(wanted["status"] == "ok" and bytes.fromhex(wanted["canonical"]).decode() == line, f"form: {line}, natively {wanted}")
    expect(len(set(built)) == len(built), "form: two requests are alike")
    select.select_by_index(1)
    port = driver.find_element(By.ID, "field-serverPort")
    port.send_keys("65536")
    expect(driver.find_element(By.ID, "built").get_attribute("data-status") == "range", "form: 65536 is a port")
    expect(port.get_attribute("aria-invalid") == "true", "form: the wrong field is not marked")
    port.clear()
    driver.find_element(By.XPATH, "//*[@id='built']//button[.='Take apart']").send_keys(Keys.ENTER)
    expect(driver.find_element(By.ID, "summary").text.startswith("1 line, 1 message, 0 errors"), "form: the request is not taken apart")
    return len(built)


# --- appearance and keyboard ---

SAMPLE = ("AT+QDMPCFG=1,117.161.2.7,5683,299\n[11:35:02] RX: +QDMPCFG: 2,,    ***,0,\n+QDMPCFG: 2,M100000089, 95Go****,1,863703030822519\n"
          "AT+QDMPCFGEX=2,0,\"16G\",\"8M\",\"ARM\",\"V2.0\"\nAT+QDMPCFG=2,\"M100000089\",\"open\n+CEREG: 1\n+QDMPCFG: <type>\nOK")


def show_sample(driver):
    driver.execute_script("document.getElementById('text').value = arguments[0]; readText(); drawDatagram(arguments[1]);"
                          "document.querySelectorAll('.token.value')[1].focus()", SAMPLE,
                          "4402123401000001b2726411283865703d3132333435ff3c2f3e3b72743d226f6d612e6c776d326d222c3c2f312f303e")


def check_looks(driver):
    for scheme in ("light", "dark"):
        for width in WIDTHS:
            load(driver, width, scheme)
            show_sample(driver)
            name = f"{width} pixels, {scheme}"
            expect(driver.execute_script("return document.documentElement.scrollWidth") <= width, f"{name}: wider than the window")
            low = driver.execute_script("return lowContrasts(arguments[0])", CONTRAST)
            expect(not low, f"{name}: low contrast of {low}")
            expect(not driver.execute_script("return unnamed()"), f"{name}: without a name: {driver.execute_script('return unnamed()')}")
            set_size(driver, width, driver.execute_script("return document.getElementById('rules').offsetTop + 600"))
            driver.save_screenshot(str(SHOTS / f"{scheme}-{width}.png"))


def check_keyboard(driver):
    load(driver)
    show_sample(driver)
    line = driver.find_element(By.CSS_SELECTOR, ".line")
    tokens = line.find_elements(By.CSS_SELECTOR, ".token")
    driver.execute_script("arguments[0].focus()", tokens[0])
    tokens[0].send_keys(Keys.ARROW_RIGHT)
    expect(driver.switch_to.active_element == tokens[1], "keyboard: the right arrow does not go to the next token")
    tokens[1].send_keys(Keys.END)
    expect(driver.switch_to.active_element == tokens[-1], "keyboard: End does not go to the last token")
    expect("updatePeriod" in driver.find_element(By.CSS_SELECTOR, ".about").text, "keyboard: nothing is said of the token")
    expect(sum(token.get_attribute("tabindex") == "0" for token in tokens) == 1, "keyboard: more than one token is in the order of the Tab key")


# --- console and network ---

def check_console(driver):
    severe = [entry for entry in driver.get_log("browser") if entry["level"] in ("SEVERE", "WARNING")]
    expect(not severe, f"console: {severe}")


def check_requests(driver):
    events = [json.loads(entry["message"])["message"] for entry in driver.get_log("performance")]
    urls = {event["params"]["request"]["url"] for event in events if event["method"] == "Network.requestWillBeSent"}
    foreign = {url for url in urls if url.split("#")[0] != PAGE.as_uri() and not url.startswith("data:")}
    expect(PAGE.as_uri() in urls, "requests: the log is empty")
    expect(not foreign, f"requests: {foreign}")


def check_policy(driver):
    """A request that a script makes does not leave the page either, because the policy of the page forbids it."""
    violated = driver.execute_async_script("""
        const done = arguments[arguments.length - 1];
        addEventListener('securitypolicyviolation', (event) => done(event.effectiveDirective));
        fetch('http://127.0.0.1:9/').catch(() => setTimeout(() => done('none'), 1000));""")
    expect(violated == "connect-src", f"policy: a request violates {violated}")


def check(driver):
    load(driver)
    counts = check_guide(driver), check_vectors(driver), check_datagrams(driver), check_form(driver)
    expect(all(count >= least for count, least in zip(counts, LEAST)), f"too few are compared: {counts}")
    check_log(driver)
    check_role(driver)
    check_large(driver)
    check_keyboard(driver)
    check_looks(driver)
    check_console(driver)
    check_requests(driver)
    check_policy(driver)
    return counts


def main():
    SHOTS.mkdir(parents=True, exist_ok=True)
    driver = open_browser()
    try:
        counts = check(driver)
    finally:
        driver.quit()
        LIBRARY.stdin.close()
        for failure in failures[:30]:
            print("FAIL:", failure, file=sys.stderr)
    print("{} lines of the guide, {} vectors, {} datagrams, {} requests built".format(*counts) + f": {len(failures)} differ")
    sys.exit(bool(failures))


main()
