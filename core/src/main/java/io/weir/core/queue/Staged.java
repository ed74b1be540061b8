package io.weir.core.queue;

import io.vertx.core.Future;
import io.weir.core.subscription.Settlement;
import java.util.List;

/**
 * Publications and settlements that are done together, or not at all. One thread's at a time;
 * bounded: past its bound {@link #post} fails with {@link
 * io.weir.core.failure.Failure.LimitReached}, and all that is left is to roll back. It can be used
 * again after each commit and each rollback.
 *
 * <p>The publications land in one append where the backend can. Settlements follow it, so that
 * after a crash between both a message may come again, flagged, and none is lost.
 */
public interface Staged {

  /**
   * Routes a message now, and stores it with the commit, from which its times count.
   *
   * @return what would be said of it now, with {@link Outcome.Stored} for what is only staged;
   *     complete when this returns
   */
  Future<Outcome> post(Posting posting);

  /** Settles deliveries with the commit; until then they are their holder's. */
  void settle(Holder holder, List<Long> numbers, Settlement settlement);

  /**
   * Does all of it.
   *
   * @return one outcome for each publication, in order; where it fails, nothing was done. With
   *     {@link io.weir.core.failure.Failure.Throttled} all of it is still staged, to be committed
   *     again after a while
   */
  Future<List<Outcome>> commit();

  /** Does none of it. */
  void rollback();
}
