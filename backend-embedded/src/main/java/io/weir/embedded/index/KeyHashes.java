package io.weir.embedded.index;

import io.netty.buffer.ByteBuf;
import io.weir.record.InvalidBatchException;
import io.weir.record.LogRecord;
import io.weir.record.RecordBatch;
import io.weir.record.Records;
import java.util.Arrays;

/**
 * The keys of a batch, as the index of keys has them: a hash of 32 bits each, the same in every
 * process. Two keys of one hash cost a look at a batch, no more.
 */
public final class KeyHashes {
  /** Stands for all keys: what is in the batch is not known. No key has this hash. */
  public static final int ANY = 0;

  /** Of a batch of which no record has a key. */
  static final int[] NONE = {};

  /** Of a batch that may have any keys. */
  private static final int[] UNKNOWN = {ANY};

  /** A batch has at most one hash for so many of its bytes, and one at least. */
  static final int BYTES_PER_HASH = 32;

  /** The most records that are looked at; a batch with more may have any keys. */
  private static final int MOST_RECORDS = 1 << 16;

  /** The most a batch may take decompressed, for a caller waits for this; likewise. */
  private static final int MOST_DECOMPRESSED = 8 << 20;

  private KeyHashes() {}

  /** The distinct hashes of the keys in a batch, in any order. */
  public static int[] of(RecordBatch batch) {
    if (batch.isControl()) {
      return NONE;
    }
    int[] found = new int[16];
    int count = 0;
    try (Records records = batch.records(MOST_DECOMPRESSED)) {
      int seen = 0;
      for (LogRecord record : records) {
        if (++seen > MOST_RECORDS) {
          return UNKNOWN;
        }
        ByteBuf key = record.key();
        if (key != null) {
          found = count == found.length ? Arrays.copyOf(found, count * 2) : found;
          found[count++] = of(key);
        }
      }
    } catch (InvalidBatchException e) {
      return UNKNOWN;
    }
    int distinct = distinct(found, count);
    return distinct > Math.max(1, batch.sizeInBytes() / BYTES_PER_HASH)
        ? UNKNOWN
        : Arrays.copyOf(found, distinct);
  }

  private static int distinct(int[] hashes, int count) {
    Arrays.sort(hashes, 0, count);
    int distinct = 0;
    for (int i = 0; i < count; i++) {
      if (i == 0 || hashes[i] != hashes[i - 1]) {
        hashes[distinct++] = hashes[i];
      }
    }
    return distinct;
  }

  /** The hash of what a buffer has to be read; it is written in indexes, so it never changes. */
  public static int of(ByteBuf key) {
    int at = key.readerIndex();
    int end = key.writerIndex();
    long hash = 0x9e3779b97f4a7c15L + (end - at);
    for (; end - at >= Long.BYTES; at += Long.BYTES) {
      hash = mix(hash ^ key.getLong(at));
    }
    long rest = 0;
    for (; at < end; at++) {
      rest = rest << 8 | key.getUnsignedByte(at);
    }
    int folded = (int) (mix(hash ^ rest) >>> 32);
    return folded == ANY ? 1 : folded;
  }

  private static long mix(long value) {
    long mixed = (value ^ value >>> 33) * 0xff51afd7ed558ccdL;
    mixed = (mixed ^ mixed >>> 33) * 0xc4ceb9fe1a85ec53L;
    return mixed ^ mixed >>> 33;
  }
}
