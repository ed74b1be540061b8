package io.weir.core.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A dispatch with lanes whose messages are where they are wanted, and whose marks are written down
 * at once. What happens is told as text: {@code 1<5} is a delivery of offset 5 to consumer 1,
 * {@code 1<5!} one that is flagged as redelivered.
 */
final class Desk {
  final Dispatch dispatch;
  final List<Lane> lanes = new ArrayList<>();

  /** What each lane's log holds, by offset. */
  final List<Map<Long, Loaded>> logs = new ArrayList<>();

  final Map<Long, Delivery> deliveries = new LinkedHashMap<>();
  long now = 1_000;
  boolean isMarking = true;

  Desk(SubscriptionOptions options) {
    this(options, new Cursor(0));
  }

  Desk(SubscriptionOptions options, Cursor... cursors) {
    for (Cursor cursor : cursors) {
      logs.add(new LinkedHashMap<>());
      lanes.add(new Lane(lanes.size(), cursor, cursor.mark(), cursor.mark()));
    }
    dispatch = new Dispatch(options, lanes);
  }

  /** Messages come to the end of the first lane. */
  Desk publish(int count) {
    return publish(0, count);
  }

  Desk publish(int lane, int count) {
    long from = lanes.get(lane).end();
    for (long offset = from; offset < from + count; offset++) {
      logs.get(lane).put(offset, Messages.loaded(offset));
    }
    lanes.get(lane).end(from + count);
    return this;
  }

  Desk publish(Loaded message) {
    logs.getFirst().put(message.message().offset(), message);
    lanes.getFirst().end(message.message().offset() + 1);
    return this;
  }

  Desk attach(long consumer, ConsumerOptions options) {
    assertThat(dispatch.attach(consumer, options)).isEmpty();
    return this;
  }

  Desk attach(long consumer, int prefetch) {
    return attach(consumer, ConsumerOptions.DEFAULT.withPrefetch(prefetch));
  }

  /** Does all that can be done, and says what was delivered. */
  List<String> run() {
    List<String> told = new ArrayList<>();
    for (boolean again = true; again; ) {
      List<Dispatched> dispatched = dispatch.pump(now);
      dispatched.forEach(each -> told.add(tell(each)));
      again = mark() | read() | !dispatched.isEmpty();
    }
    return told;
  }

  private String tell(Dispatched each) {
    Delivery delivery = each.delivery();
    deliveries.put(delivery.number(), delivery);
    String lane = lanes.size() == 1 ? "" : delivery.partition() + ":";
    return each.consumer()
        + "<"
        + lane
        + delivery.message().offset()
        + (delivery.redelivered() ? "!" : "");
  }

  private boolean mark() {
    boolean moved = false;
    for (Lane lane : lanes) {
      if (isMarking && lane.durableMark() < lane.cursor().mark()) {
        lane.durableMark(lane.cursor().mark());
        moved = true;
      }
    }
    return moved;
  }

  private boolean read() {
    boolean read = false;
    for (int lane = 0; lane < lanes.size(); lane++) {
      Optional<Wish> wish = dispatch.wish(lane);
      if (wish.isPresent()) {
        read(lane, wish.get());
        read = true;
      }
    }
    return read;
  }

  private void read(int lane, Wish wish) {
    List<Loaded> found = new ArrayList<>();
    long bytes = 0;
    long next = wish.offset();
    while (next < lanes.get(lane).end() && bytes < wish.maxBytes()) {
      Loaded message = logs.get(lane).get(next);
      if (message != null && lanes.get(lane).wants(next)) {
        found.add(message);
        bytes += message.message().sizeInBytes();
      }
      next++;
    }
    dispatch.load(lane, wish.offset(), found, next, now);
  }

  /** The delivery of an offset that was made last. */
  long number(long offset) {
    return deliveries.values().stream()
        .filter(delivery -> delivery.message().offset() == offset)
        .mapToLong(Delivery::number)
        .max()
        .orElseThrow();
  }

  /** Settles the last deliveries of offsets; says which were not in the consumer's hands. */
  List<Long> settle(long consumer, Settlement settlement, long... offsets) {
    List<Long> numbers = new ArrayList<>();
    for (long offset : offsets) {
      numbers.add(number(offset));
    }
    return dispatch.settle(consumer, numbers, settlement, now);
  }

  Cursor cursor() {
    return lanes.getFirst().cursor();
  }

  /** What is to be buried, as offset and reason. */
  List<String> condemned() {
    List<String> told = new ArrayList<>();
    for (Condemned each : dispatch.takeCondemned(Integer.MAX_VALUE)) {
      told.add(each.offset() + " " + each.reason());
      dispatch.buried(each);
    }
    return told;
  }
}
