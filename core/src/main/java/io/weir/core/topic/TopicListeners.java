package io.weir.core.topic;

import io.weir.core.topic.Topics.Listener;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Those who hear of topics; one that throws is logged and disturbs nobody. */
final class TopicListeners {
  private static final Logger LOG = LoggerFactory.getLogger(TopicListeners.class);

  private final List<Listener> listeners = new CopyOnWriteArrayList<>();

  void add(Listener listener) {
    listeners.add(listener);
  }

  void created(Topic topic) {
    tell(listener -> listener.created(topic));
  }

  void altered(Topic topic) {
    tell(listener -> listener.altered(topic));
  }

  void deleted(Topic topic) {
    tell(listener -> listener.deleted(topic));
  }

  private void tell(Consumer<Listener> what) {
    for (Listener listener : listeners) {
      try {
        what.accept(listener);
      } catch (RuntimeException e) {
        LOG.error("A listener failed on a change of topics", e);
      }
    }
  }
}
