package io.weir.core.queue;

import io.vertx.core.Context;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Messages of a space that wait until queues tell their priorities apart ({@link
 * LiveQueue#lacksLevel}). They go on in the order in which they came, each on the context that it
 * came on, so that none passes another of its sender; who comes while somebody waits waits behind.
 * How many wait is bounded by what publishers may have under way. Any thread.
 */
final class Levelling {
  private record Waiting(Context context, List<LiveQueue> lacking, Runnable then) {}

  private final Deque<Waiting> line = new ArrayDeque<>();

  /** Whether somebody waits. */
  synchronized boolean isBusy() {
    return !line.isEmpty();
  }

  /**
   * Waits.
   *
   * @param context where it goes on
   */
  void await(Context context, Collection<LiveQueue> lacking, Runnable then) {
    Waiting last = new Waiting(context, List.copyOf(lacking), then);
    boolean isFirst;
    synchronized (this) {
      line.add(last);
      isFirst = line.size() == 1;
    }
    if (isFirst) {
      serve(last);
    }
  }

  private void serve(Waiting first) {
    Sending.addLevels(first.lacking)
        .onComplete(
            done ->
                first.context.runOnContext(
                    turn -> {
                      try {
                        first.then.run();
                      } finally {
                        Waiting next = leave();
                        if (next != null) {
                          serve(next);
                        }
                      }
                    }));
  }

  private synchronized @Nullable Waiting leave() {
    line.remove();
    return line.peek();
  }
}
