package io.weir.core.queue;

import io.vertx.core.Future;
import io.weir.core.subscription.Settlement;
import java.util.List;

/**
 * Who has messages of a queue in its hands. Any thread; calls of one take effect in their order.
 */
public interface Holder {

  /** Of which queue. */
  String queue();

  /** How that was declared, for heads to whom its variant says how to settle. */
  QueueOptions options();

  /**
   * Says what becomes of deliveries. Of a stream, all settlements are alike: they make room.
   *
   * @return as {@link io.weir.core.subscription.Consumer#settle}
   */
  Future<List<Long>> settle(List<Long> numbers, Settlement settlement);

  /**
   * The same for those who need not know when it is durable.
   *
   * @return as {@link io.weir.core.subscription.Consumer#settleSoon}
   */
  Future<List<Long>> settleSoon(List<Long> numbers, Settlement settlement);

  /**
   * Goes; what it has in its hands comes back in order. A queue that goes with the last of its
   * consumers goes then. Idempotent.
   *
   * @param failed whether that counts as failed deliveries
   */
  Future<Void> detach(boolean failed);
}
