package io.weir.core.event;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells listeners what happens, on the thread where it happens, so they must be quick and must not
 * block. A listener that throws is logged and does not disturb what it was told of. Without
 * listeners no event is even made.
 */
public final class Events {
  private static final Logger LOG = LoggerFactory.getLogger(Events.class);

  private final List<Consumer<Event>> listeners = new CopyOnWriteArrayList<>();

  /** Adds a listener, for the life of the gateway. */
  public void listen(Consumer<Event> listener) {
    listeners.add(listener);
  }

  /** Whether anybody listens. */
  public boolean isHeard() {
    return !listeners.isEmpty();
  }

  /** Tells all listeners, if there are any. */
  public void emit(Supplier<? extends Event> event) {
    if (listeners.isEmpty()) {
      return;
    }
    Event happened = event.get();
    for (Consumer<Event> listener : listeners) {
      try {
        listener.accept(happened);
      } catch (RuntimeException e) {
        LOG.error("A listener failed on {}", happened.getClass().getSimpleName(), e);
      }
    }
  }
}
