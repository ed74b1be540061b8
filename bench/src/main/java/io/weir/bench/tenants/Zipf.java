package io.weir.bench.tenants;

import java.util.Arrays;
import java.util.Random;
import java.util.function.IntSupplier;

/** Draws numbers from 0, the k-th as often as one in k is of all such. Used by one thread. */
final class Zipf implements IntSupplier {
  private final double[] upTo;
  private final Random random;

  /** Of so many numbers, always the same ones in a row for the same seed. */
  Zipf(int numbers, long seed) {
    upTo = new double[numbers];
    random = new Random(seed);
    double sum = 0;
    for (int k = 0; k < numbers; k++) {
      sum += 1.0 / (k + 1);
      upTo[k] = sum;
    }
  }

  @Override
  public int getAsInt() {
    double drawn = random.nextDouble() * upTo[upTo.length - 1];
    int found = Arrays.binarySearch(upTo, drawn);
    return found >= 0 ? Math.min(found + 1, upTo.length - 1) : -found - 1;
  }
}
