package io.weir.core.subscription;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which consumers share a prefetch with others, and so look again when there is room in it. */
final class Shares {
  /** By consumer, what ends that. */
  private final Map<Long, Runnable> ends = new HashMap<>();

  /**
   * @param look is run, on any thread, when there may be room for the consumer
   */
  void add(long consumer, @Nullable Permits permits, Runnable look) {
    if (permits != null) {
      permits.whenFree(look);
      ends.put(consumer, () -> permits.forget(look));
    }
  }

  void remove(long consumer) {
    Runnable end = ends.remove(consumer);
    if (end != null) {
      end.run();
    }
  }

  List<Long> consumers() {
    return List.copyOf(ends.keySet());
  }
}
