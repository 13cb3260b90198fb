#!/usr/bin/env python3
"""Draws the pictures of README.md from real output: `make pictures`.

`inspect` in its colours becomes SVG; the report becomes PNG, wide and on a phone in the dark, where chromium and pillow are.
"""

import html
import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PICTURES = ROOT / "docs/pictures"
PROGRAM = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "release/copydesk"
COLUMNS, WIDTH, LINE = 104, 8.05, 18
COLOURS = {"32": "#7fd398", "36": "#7cc0f2", "33": "#f0c75e", "1": "#ffffff", "2": "#8f979d"}
ESCAPE = re.compile(r"\x1b\[([\d;]*)m")


def wrapped(text):
    """Lines of (colour, text) no wider than the picture; an ANSI colour runs on until it is reset."""
    colour, lines = None, [[]]
    for i, piece in enumerate(ESCAPE.split(text)):
        if i % 2:
            colour = COLOURS.get(piece.split(";")[-1]) if piece not in ("", "0") else None
            continue
        for word in re.findall(r"\n|[^ \n]+ *| +", piece):
            if word == "\n":
                lines.append([])
                continue
            if sum(len(t) for _, t in lines[-1]) + len(word.rstrip()) > COLUMNS:
                lines.append([])
            if lines[-1] and lines[-1][-1][0] == colour:
                word = lines[-1].pop()[1] + word
            lines[-1].append((colour, word))
    return lines


def terminal(text):
    lines = wrapped(text)
    height = LINE * (len(lines) + 1)
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {COLUMNS * WIDTH + 24:.0f} {height}" '
        'font-family="ui-monospace, Menlo, Consolas, DejaVu Sans Mono, monospace" font-size="13.4">',
        f'<rect width="100%" height="{height}" rx="8" fill="#16191c"/>',
    ]
    for i, line in enumerate(lines):
        spans = "".join(f'<tspan fill="{colour or "#d8d6d0"}">{html.escape(t, quote=False)}</tspan>' for colour, t in line)
        out.append(f'<text x="12" y="{LINE * (i + 1) + 4}" xml:space="preserve">{spans}</text>')
    return "\n".join([*out, "</svg>\n"])


def inspect():
    environment = {**os.environ, "CLICOLOR_FORCE": "1"}
    environment.pop("NO_COLOR", None)
    done = subprocess.run([PROGRAM, "inspect", "datasets/articles/harbour.txt"], cwd=ROOT, capture_output=True, text=True, env=environment, check=True)
    # The lists of entities and figures are cut off: the picture is long enough.
    shown = re.split(r"\n\n\x1b\[1mentities", done.stdout)[0]
    (PICTURES / "inspect.svg").write_text(terminal(shown))


def shot(page, out, width, height, dark):
    """A picture of a page as wide as asked: a browser's window cannot be as narrow as a phone, a frame in it can."""
    from PIL import Image

    frame = page.with_name("frame.html")
    frame.write_text(f'<body style="margin: 0"><iframe src="{page.name}" style="width: {width}px; height: {height}px; border: 0"></iframe>')
    scheme = f"--blink-settings=preferredColorScheme={0 if dark else 1}"
    window = f"--window-size={max(width, 500)},{height}"
    subprocess.run(
        ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", scheme, window, f"--screenshot={out}", f"file://{frame}"],
        check=True,
        capture_output=True,
    )
    picture = Image.open(out).convert("RGB").crop((0, 0, width, height))
    picture.quantize(48, dither=Image.Dither.NONE).save(out, optimize=True)


def report():
    if not shutil.which("chromium"):
        print("no chromium: the pictures of the report stay as they are")
        return
    with tempfile.TemporaryDirectory() as folder:
        tables, page = Path(folder) / "tables", Path(folder) / "page.html"
        subprocess.run([PROGRAM, "run", "datasets/articles", "--out", tables, "--quiet"], cwd=ROOT, check=True)
        subprocess.run([PROGRAM, "report", tables, "--out", page], cwd=ROOT, check=True)
        text = page.read_text()
        for section, name, width, height, dark in (("", "report.png", 900, 980, False), ("evidence", "report-phone.png", 390, 980, True)):
            # A phone's picture begins at a later section: the rest is the same as on the left.
            shown = Path(folder) / f"{name}.html"
            start, end = text.index("<main>\n") + 7, text.index(f'<section id="{section}"') if section else text.index("<main>\n") + 7
            shown.write_text(text[:start] + text[end:])
            shot(shown, PICTURES / name, width, height, dark)


if __name__ == "__main__":
    PICTURES.mkdir(exist_ok=True)
    inspect()
    report()
