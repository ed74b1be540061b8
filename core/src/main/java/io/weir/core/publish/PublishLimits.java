package io.weir.core.publish;

import io.weir.core.event.Event;
import io.weir.core.event.Events;
import io.weir.core.failure.Failure;
import io.weir.core.limit.Limit;
import io.weir.core.limit.Limits;
import io.weir.core.limit.Wait;
import io.weir.core.tenant.Caller;
import io.weir.core.topic.Topic;
import io.weir.core.unit.DataSize;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How much may be published, and what is told of it. */
final class PublishLimits {
  private final Limits limits;
  private final Events events;

  PublishLimits(Limits limits, Events events) {
    this.limits = limits;
    this.events = events;
  }

  /** Charges a message; why it is refused, or null if it is not. */
  @Nullable Failure refusal(Ticket ticket) {
    return chargeIfItMay(ticket.caller(), ticket.records(), ticket.bytes());
  }

  /** Charges a message, once whatever the number of places it goes to; likewise. */
  @Nullable Failure refusal(Spread message) {
    long most = limits.most(message.caller, Limit.MESSAGE_BYTES);
    return message.bytes > most
        ? new Failure.TooLarge("a message is at most " + most + " bytes long")
        : chargeIfItMay(message.caller, 1, message.bytes);
  }

  /** Charges messages of one caller that are stored together: all of them, or none. */
  @Nullable Failure refusal(List<Spread> together) {
    Caller caller = together.getFirst().caller;
    long most = limits.most(caller, Limit.MESSAGE_BYTES);
    int bytes = 0;
    for (Spread message : together) {
      if (message.bytes > most) {
        return new Failure.TooLarge("a message is at most " + most + " bytes long");
      }
      bytes += message.bytes;
    }
    return chargeIfItMay(caller, together.size(), bytes);
  }

  private @Nullable Failure chargeIfItMay(Caller caller, int messages, int bytes) {
    if (limits.isFull(caller)) {
      return full(caller);
    }
    Wait wait = limits.tryPublish(caller, messages, bytes);
    if (!wait.isNeeded()) {
      return null;
    }
    tell(caller, wait);
    return wait.failure();
  }

  /** Why a batch is refused whatever its publisher does next, or null if it is not. */
  @Nullable Failure refusal(WholeBatch whole) {
    Caller caller = whole.ticket().caller();
    if (whole.ticket().bytes() > limits.most(caller, Limit.MESSAGE_BYTES)) {
      return tooLarge(caller, whole.topic());
    }
    return limits.isFull(caller) ? full(caller) : null;
  }

  /** Charges a batch; for how many milliseconds its publisher should wait. */
  long charge(Ticket ticket) {
    Wait wait = limits.publish(ticket.caller(), ticket.records(), ticket.bytes());
    tell(ticket.caller(), wait);
    return wait.millis();
  }

  private void tell(Caller caller, Wait wait) {
    if (wait.isNeeded()) {
      events.emit(() -> new Event.Throttled(caller, "publish", wait));
    }
  }

  /** The largest batch that is taken, in bytes. */
  int largest(Caller caller, Topic topic) {
    return (int)
        Math.min(topic.settings().maxBatchBytes(), limits.most(caller, Limit.MESSAGE_BYTES));
  }

  Failure tooLarge(Caller caller, Topic topic) {
    return new Failure.TooLarge(
        topic.name().called()
            + " takes messages whose batch is at most "
            + largest(caller, topic)
            + " bytes long");
  }

  private Failure full(Caller caller) {
    return new Failure.LimitReached(
        "as much is kept as there may be, "
            + DataSize.format(limits.most(caller, Limit.STORAGE_BYTES))
            + "; delete what is not needed, or keep it for a shorter time");
  }
}
