"""The peer of bench/pipeline: a global shuffle in two passes with pyarrow.

  pipeline.py convert OUT.arrow SHARD.avro...   the same samples for the peer, as zstd Arrow IPC
  pipeline.py shuffle IN.arrow SCRATCH OUT CODEC  shuffles; prints {"seconds": …, "bytes": …}

Pass 1 reads record batches and scatters rows to bucket files by a hash of (seed, id); pass 2 reads
each bucket, permutes it and writes it as a shard with zstd level 3. Both passes use two threads,
as Arrow lets go of Python's lock while it compresses, decompresses and copies.
"""

import hashlib
import json
import os
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.ipc as ipc

SEED = 7
SHARDS = 16
THREADS = 2
ROWS = 256
SCHEMA = pa.schema(
    [
        ("document_id", pa.string()),
        ("index", pa.int32()),
        ("text", pa.string()),
        ("start", pa.int32()),
        ("num_patches", pa.int32()),
        ("patch_size", pa.int32()),
        ("channels", pa.int32()),
        ("pixels", pa.large_binary()),
    ]
)


def zstd(level):
    return ipc.IpcWriteOptions(compression=pa.Codec("zstd", level))


def convert(target, shards):
    import fastavro

    with ipc.new_file(target, SCHEMA, options=zstd(3)) as out:
        for shard in shards:
            with open(shard, "rb") as file:
                rows = []
                for record in fastavro.reader(file):
                    rows.append(record)
                    if len(rows) == ROWS:
                        out.write(pa.RecordBatch.from_pylist(rows, SCHEMA))
                        rows = []
                if rows:
                    out.write(pa.RecordBatch.from_pylist(rows, SCHEMA))


def keys(batch):
    """64 bits of SHA-256 of (seed, id) a row."""
    ids, indices = batch.column("document_id").to_pylist(), batch.column("index").to_pylist()
    seed = SEED.to_bytes(8, "big")
    return np.array(
        [
            int.from_bytes(hashlib.sha256(seed + f"{i}#{n}".encode()).digest()[:8], "big")
            for i, n in zip(ids, indices)
        ],
        dtype=np.uint64,
    )


def scatter(source, folder, options):
    files = [
        ipc.new_file(f"{folder}/bucket-{b:02d}.arrow", SCHEMA.append(pa.field("key", pa.uint64())), options=options)
        for b in range(SHARDS)
    ]
    locks = [threading.Lock() for _ in files]
    total = ipc.open_file(pa.memory_map(source)).num_record_batches

    def part(thread):
        reader, read = ipc.open_file(pa.memory_map(source)), 0
        # Rows are gathered until every bucket's batch is worth compressing.
        pending = []
        for i in range(thread, total, THREADS):
            batch = reader.get_batch(i)
            pending.append(batch.append_column("key", pa.array(keys(batch))))
            read += batch.column("pixels").nbytes
            if len(pending) == SHARDS or i + THREADS >= total:
                flush(pa.Table.from_batches(pending))
                pending = []
        return read

    def flush(table):
        key = table.column("key").to_numpy()
        bucket = (key >> np.uint64(60)).astype(np.int64)
        for b in range(SHARDS):
            rows = table.take(pa.array(np.flatnonzero(bucket == b))).combine_chunks()
            with locks[b]:
                files[b].write(rows)

    with ThreadPoolExecutor(THREADS) as pool:
        read = sum(pool.map(part, range(THREADS)))
    for file in files:
        file.close()
    return read


def permute(folder, target, b):
    path = f"{folder}/bucket-{b:02d}.arrow"
    table = ipc.open_file(pa.memory_map(path)).read_all()
    table = table.take(pc.sort_indices(table, [("key", "ascending")])).drop_columns("key")
    with ipc.new_file(f"{target}/shard-{b:02d}.arrow", SCHEMA, options=zstd(3)) as out:
        out.write_table(table, max_chunksize=ROWS)
    os.remove(path)


def shuffle(source, folder, target, codec):
    began = time.perf_counter()
    options = zstd(int(codec)) if codec.isdigit() else ipc.IpcWriteOptions(compression=None if codec == "none" else codec)
    read = scatter(source, folder, options)
    middle = time.perf_counter()
    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(lambda b: permute(folder, target, b), range(SHARDS)))
    now = time.perf_counter()
    print(json.dumps({"seconds": now - began, "bytes": read, "scatter": middle - began, "permute": now - middle}))


if __name__ == "__main__":
    pa.set_cpu_count(THREADS)
    if sys.argv[1] == "convert":
        convert(sys.argv[2], sys.argv[3:])
    else:
        shuffle(*sys.argv[2:6])
