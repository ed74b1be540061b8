package io.weir.core.queue;

import io.vertx.core.Future;
import java.util.Optional;

/**
 * Takes messages of a queue one at a time. It is no consumer: it is not counted among them, keeps
 * none of them from anything, and does not keep a queue alive that expires (each take does).
 */
public interface QueueGetter extends Holder {

  /**
   * Takes the first message that waits.
   *
   * @param settled whether it is accepted with that
   * @return nothing where none waits
   */
  Future<Optional<Got>> get(boolean settled);

  /**
   * A message that was taken.
   *
   * @param ready how many wait behind it, about
   */
  record Got(Delivered message, long ready) {}
}
