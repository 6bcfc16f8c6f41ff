"""Scanners of keywords beside the engine: daachorse and hyperscan, where they are installed. One JSON line each.

Usage: scanners.py KEYWORDS DOCUMENTS SECONDS. A keyword a line; a document a line, headline and body apart by a tab.
"""
import json
import resource
import sys
import time


def cpu():
    return time.process_time()


def measure(name, keywords, documents, seconds, build):
    start = cpu()
    match = build(keywords)
    built = cpu() - start
    hits = sum(len(match(text)) for text in documents)
    count = 0
    start = cpu()
    while cpu() - start < seconds:
        for text in documents:
            match(text)
        count += len(documents)
    spent = cpu() - start
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    print(json.dumps({"scanner": name, "keywords": len(keywords), "documentsPerSecond": round(count / spent, 1),
                      "hits": hits, "buildSeconds": round(built, 2), "processMegabytes": round(memory)}), flush=True)


def daachorse(keywords):
    from daachorse import CharwiseDoubleArrayAhoCorasick
    automaton = CharwiseDoubleArrayAhoCorasick([f" {one} " for one in keywords])
    return lambda text: {found[2] for found in automaton.find_overlapping(text)}


def hyperscan(keywords):
    import hyperscan as hs
    database = hs.Database(mode=hs.HS_MODE_BLOCK)
    expressions = [f" {one} ".encode() for one in keywords]
    flags = [hs.HS_FLAG_SINGLEMATCH] * len(expressions)
    database.compile(expressions=expressions, ids=list(range(len(expressions))), elements=len(expressions), flags=flags)
    def match(text):
        found = []
        database.scan(text.encode(), match_event_handler=lambda number, *_: found.append(number))
        return set(found)
    return match


keywords = [line.rstrip("\n") for line in open(sys.argv[1], encoding="utf-8")]
documents = [" " + line.rstrip("\n").replace("\t", " | ") + " " for line in open(sys.argv[2], encoding="utf-8")]
for name, build in (("daachorse", daachorse), ("hyperscan", hyperscan)):
    try:
        measure(name, keywords, documents, float(sys.argv[3]), build)
    except ImportError:
        print(json.dumps({"scanner": name, "reason": f"python3 has no module {name}: pip install {name}"}), flush=True)
