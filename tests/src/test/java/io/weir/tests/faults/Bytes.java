package io.weir.tests.faults;

import java.util.Arrays;

/** Searching in bytes. */
final class Bytes {
  private Bytes() {}

  /** Where some bytes first occur in others, or -1. */
  static int indexOf(byte[] wanted, byte[] all) {
    for (int i = 0; i + wanted.length <= all.length; i++) {
      if (all[i] == wanted[0]
          && Arrays.equals(all, i, i + wanted.length, wanted, 0, wanted.length)) {
        return i;
      }
    }
    return -1;
  }
}
