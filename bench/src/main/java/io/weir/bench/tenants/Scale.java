package io.weir.bench.tenants;

/**
 * How large a run is.
 *
 * @param rate messages a second of all tenants together
 * @param seconds how long a turn is measured
 * @param warmUpSeconds of a turn, before what is measured begins
 */
public record Scale(int rate, double seconds, double warmUpSeconds) {
  static final int RECORD_BYTES = 1024;

  static byte[] body() {
    return new byte[RECORD_BYTES];
  }
}
