package io.weir.bench;

import io.weir.bench.result.Measurements;
import io.weir.bench.result.Pair;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Two contenders taking turns. Who begins changes from pair to pair, so that neither always meets
 * what the other leaves behind.
 *
 * @param pairs how many at most, at least one
 * @param timeLimit no pair is begun that would not end within it, going by the longest so far
 */
record Alternation(int pairs, Duration timeLimit) {
  List<Pair> run(Supplier<Measurements> first, Supplier<Measurements> second) {
    var done = new ArrayList<Pair>();
    long start = System.nanoTime();
    long longest = 0;
    while (done.size() < pairs
        && (done.isEmpty() || System.nanoTime() - start + longest <= timeLimit.toNanos())) {
      long pairStart = System.nanoTime();
      done.add(done.size() % 2 == 0 ? pair(first, second) : swapped(pair(second, first)));
      longest = Math.max(longest, System.nanoTime() - pairStart);
    }
    return done;
  }

  private static Pair pair(Supplier<Measurements> earlier, Supplier<Measurements> later) {
    Measurements measured = earlier.get();
    return new Pair(measured, later.get());
  }

  private static Pair swapped(Pair pair) {
    return new Pair(pair.second(), pair.first());
  }
}
