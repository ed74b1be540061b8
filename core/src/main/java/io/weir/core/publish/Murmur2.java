package io.weir.core.publish;

/** MurmurHash2, 32 bits, with the seed by which Apache Kafka's clients choose partitions. */
final class Murmur2 {
  private static final int SEED = 0x9747b28c;
  private static final int M = 0x5bd1e995;
  private static final int R = 24;

  private Murmur2() {}

  static int hash(byte[] data) {
    int h = SEED ^ data.length;
    int whole = data.length & ~3;
    for (int i = 0; i < whole; i += 4) {
      h = h * M ^ mix(littleEndian(data, i));
    }
    int left = data.length - whole;
    if (left > 0) {
      for (int i = 0; i < left; i++) {
        h ^= (data[whole + i] & 0xff) << (8 * i);
      }
      h *= M;
    }
    h ^= h >>> 13;
    h *= M;
    return h ^ (h >>> 15);
  }

  private static int mix(int k) {
    int mixed = k * M;
    return (mixed ^ (mixed >>> R)) * M;
  }

  private static int littleEndian(byte[] data, int i) {
    return (data[i] & 0xff)
        | (data[i + 1] & 0xff) << 8
        | (data[i + 2] & 0xff) << 16
        | (data[i + 3] & 0xff) << 24;
  }
}
