package io.weir.core.route;

import java.nio.charset.StandardCharsets;

/**
 * Hashes that decide where messages go, and so are the same in every process and every release:
 * what follows from them is seen from outside. FNV-1a over UTF-8, its bits mixed once more, since
 * by themselves the upper ones hardly depend on the last bytes.
 */
final class StableHash {
  private static final long BASIS = 0xcbf29ce484222325L;
  private static final long PRIME = 0x100000001b3L;

  private StableHash() {}

  static long of(String text) {
    long hash = BASIS;
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (b & 0xff)) * PRIME;
    }
    return mixed(hash);
  }

  /** Of two that are hashes already, in this order. */
  static long of(long one, long other) {
    return mixed(one * PRIME + other);
  }

  /** Each bit of the result depends on each bit of what is given. */
  private static long mixed(long bits) {
    long mixed = (bits ^ (bits >>> 33)) * 0xff51afd7ed558ccdL;
    mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return mixed ^ (mixed >>> 33);
  }
}
