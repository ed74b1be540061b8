package io.weir.amqp091.command;

import io.weir.core.queue.Staged;
import io.weir.core.subscription.Settlement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** What becomes of messages, for each of their owners in one call. */
final class Settlements {
  private final Map<Owner, List<Long>> numbers = new LinkedHashMap<>();
  private final Function<Owner, Settlement> how;

  private Settlements(Function<Owner, Settlement> how) {
    this.how = how;
  }

  /**
   * @param taken messages in their order
   * @param how depends on whose they are
   */
  static Settlements of(List<Unsettled.Held> taken, Function<Owner, Settlement> how) {
    Settlements settlements = new Settlements(how);
    for (Unsettled.Held one : taken) {
      settlements
          .numbers
          .computeIfAbsent(one.owner(), owner -> new ArrayList<>())
          .add(one.number());
    }
    return settlements;
  }

  /** Says it; what dead-letters messages is under way on the channel until these lie there. */
  void settle(Rejections rejections) {
    numbers.forEach(
        (owner, of) -> {
          Settlement settlement = how.apply(owner);
          if (settlement instanceof Settlement.Reject) {
            rejections.begin();
          }
          owner.settle(of, settlement, rejections::end);
        });
    finish();
  }

  /** Says it with the next commit. */
  void stage(Staged staged) {
    numbers.forEach((owner, of) -> staged.settle(owner.holder(), of, how.apply(owner)));
  }

  /** They are not in their owners' hands any more. */
  void finish() {
    numbers.forEach((owner, of) -> owner.settled(of.size()));
  }
}
