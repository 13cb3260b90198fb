#!/usr/bin/env python3
"""Takes their trees from sentences that also stand in another text: quotes are learned from `train/news`, and where a
teacher has told the parser the trees of those very sentences, quotes learn from better trees than new text will have.

    copydesk-train --raw-text silver.txt                   # the raw text of the trees
    copydesk-train --config news.toml --raw-text news.txt  # train.toml with `raw` = the files that quotes are learned from
    leave_out.py crates/train/silver/trees.gz silver.txt news.txt
"""

import gzip
import struct
import sys
from pathlib import Path


def main():
    trees, raw, others = map(Path, sys.argv[1:])
    sentences = raw.read_bytes().split(b"\n")[:-1]
    left_out = set(others.read_bytes().split(b"\n"))
    packed = gzip.decompress(trees.read_bytes())
    count = struct.unpack_from("<I", packed, 8)[0]
    if count != len(sentences):
        sys.exit(f"{trees} has {count} sentences, {raw} has {len(sentences)}")
    has_tree, words = packed[12 : 12 + count], packed[12 + count :]
    half = len(words) // 2
    kept, ways, relations, at = bytearray(), bytearray(), bytearray(), 0
    for has, sentence in zip(has_tree, sentences):
        length = len(sentence.split(b"\t")) if has else 0
        keeps = has and sentence not in left_out
        kept.append(int(keeps))
        if keeps:
            ways += words[at : at + length]
            relations += words[half + at : half + at + length]
        at += length
    if at != half:
        sys.exit(f"{trees} has {half} words in trees, its sentences have {at}")
    trees.write_bytes(gzip.compress(packed[:12] + kept + ways + relations, 9, mtime=0))
    print(f"{sum(has_tree)} trees, now {sum(kept)}")


if __name__ == "__main__":
    main()
