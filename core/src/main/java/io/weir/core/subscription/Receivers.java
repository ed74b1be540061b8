package io.weir.core.subscription;

import io.weir.core.failure.Failure;
import io.weir.core.subscription.Roster.Activation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells consumers what concerns them. One that throws harms nobody else. Not thread-safe. */
final class Receivers {
  private static final Logger LOG = LoggerFactory.getLogger(Receivers.class);

  private final String subscription;
  private final Map<Long, Receiver> byConsumer = new HashMap<>();

  Receivers(String subscription) {
    this.subscription = subscription;
  }

  void add(long consumer, Receiver receiver) {
    byConsumer.put(consumer, receiver);
  }

  void remove(long consumer) {
    byConsumer.remove(consumer);
  }

  void tell(List<Activation> activations) {
    for (Activation activation : activations) {
      Receiver receiver = byConsumer.get(activation.consumer());
      if (receiver != null) {
        guarded(() -> receiver.active(activation.isActive()));
      }
    }
  }

  /** Each consumer gets what is its in one call. */
  void deliver(List<Dispatched> dispatched) {
    if (dispatched.isEmpty()) {
      return;
    }
    Map<Long, List<Delivery>> shares = new LinkedHashMap<>();
    for (Dispatched each : dispatched) {
      shares.computeIfAbsent(each.consumer(), consumer -> new ArrayList<>()).add(each.delivery());
    }
    shares.forEach(
        (consumer, deliveries) -> {
          Receiver receiver = byConsumer.get(consumer);
          if (receiver != null) {
            guarded(() -> receiver.deliver(List.copyOf(deliveries)));
          }
        });
  }

  /** Nothing comes any more for anybody. */
  void end(Failure cause) {
    List<Receiver> all = List.copyOf(byConsumer.values());
    byConsumer.clear();
    all.forEach(receiver -> guarded(() -> receiver.ended(cause)));
  }

  private void guarded(Runnable call) {
    try {
      call.run();
    } catch (RuntimeException e) {
      LOG.error("A consumer of subscription {} failed", subscription, e);
    }
  }
}
