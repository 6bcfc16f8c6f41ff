"""Runs trafilatura and htmldate over the files named on standard input; one JSON line a page, then one of the seconds used."""
import json
import sys
import time

from htmldate import find_date
from trafilatura import bare_extraction, extract
from trafilatura.utils import load_html

OPTIONS = {"include_comments": False, "include_tables": True, "include_formatting": False}
mode = sys.argv[1]


def read(data, url):
    if mode == "fields":
        document = bare_extraction(data, with_metadata=True, **OPTIONS)
        text = data.decode("utf-8", "replace")
        return {
            "title": document.title if document is not None else None,
            "date": find_date(text, url=url, original_date=True, extensive_search=True),
        }
    if mode == "same":
        document = bare_extraction(data, url=url, with_metadata=True, fast=True, **OPTIONS)
        return {"body": None, "title": None, "date": None} if document is None else {
            "body": document.text, "title": document.title, "date": document.date
        }
    return {"body": extract(data, fast=mode == "fast", **OPTIONS)}


pages = [json.loads(line) for line in sys.stdin]
loaded = [(page, open(page["file"], "rb").read()) for page in pages]
for _, data in loaded[:20]:
    try:
        read(data, None)
    except Exception:
        pass
results = []
started = time.process_time()
for page, data in loaded:
    try:
        results.append({"id": page["id"], **read(data, page["url"])})
    except Exception as fault:
        results.append({"id": page["id"], "fault": repr(fault)})
seconds = time.process_time() - started
for result in results:
    print(json.dumps(result))
print(json.dumps({"seconds": seconds}))
