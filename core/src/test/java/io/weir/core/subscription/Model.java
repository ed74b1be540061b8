package io.weir.core.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.weir.core.subscription.CursorReplay.Recovered;
import io.weir.record.BatchBuilder;
import io.weir.record.RecordBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A dispatch, its journal with one record on its way, and what is known of each message. */
final class Model {
  private enum Place {
    WAITING,
    IN_HANDS,
    NOT_DUE,
    CONDEMNED,
    DONE
  }

  /** What is known of a message. */
  private static final class Known {
    private Place place = Place.WAITING;
    private boolean seen;
    private int failures;
    private int deliveries;
    private int durableFailures;
    private boolean durablyDone;
    private long consumer;
    private long number;
    private long leaseEnds;
    private long dueAt;
  }

  /** What a record on its way says, once it is durable. */
  private record OnItsWay(
      CursorKey key, CursorRecord record, List<Long> done, List<int[]> counts) {}

  private final SubscriptionOptions options;
  private final Random random;
  private final TreeMap<Long, Known> messages = new TreeMap<>();
  private final TreeMap<Long, ConsumerOptions> consumers = new TreeMap<>();
  private final List<OnItsWay> durable = new ArrayList<>();
  private @Nullable OnItsWay onItsWay;
  private CursorRing ring;
  private Cursor cursor;
  private Lane lane;
  private Dispatch dispatch;
  private long now = 1_000;
  private long lastConsumer;
  private boolean isFirstRun = true;

  Model(SubscriptionOptions options, Random random) {
    this.options = options;
    this.random = random;
    this.cursor = new Cursor(0);
    this.ring = CursorRing.unwritten();
    this.lane = new Lane(0, cursor, 0, 0);
    this.dispatch = new Dispatch(options, List.of(lane));
  }

  // ---- operations

  void publish(int count) {
    for (int i = 0; i < count; i++) {
      messages.put((long) messages.size(), new Known());
    }
    lane.end(messages.size());
  }

  void attach() {
    ConsumerOptions wish =
        ConsumerOptions.DEFAULT
            .withPrefetch(1 + random.nextInt(4))
            .withPriority(random.nextInt(2))
            .withLease(random.nextInt(3) == 0 ? 50 : ConsumerOptions.NO_LEASE);
    long id = ++lastConsumer;
    if (dispatch.attach(id, wish).isEmpty()) {
      consumers.put(id, wish);
    }
  }

  void detachSomebody() {
    if (consumers.size() > 1) {
      detach(random.nextBoolean());
    }
  }

  private void detach(boolean failed) {
    long leaver = new ArrayList<>(consumers.keySet()).get(random.nextInt(consumers.size()));
    consumers.remove(leaver);
    dispatch.detach(leaver, failed, now);
    for (Known known : messages.values()) {
      if (known.place == Place.IN_HANDS && known.consumer == leaver) {
        comesBack(known, failed);
      }
    }
  }

  void settleSome() {
    for (Known known : List.copyOf(messages.values())) {
      if (known.place == Place.IN_HANDS && random.nextInt(3) == 0) {
        settle(known);
      }
    }
  }

  private void settle(Known known) {
    int choice = random.nextInt(8);
    Settlement how =
        switch (choice) {
          case 0 -> Settlement.RELEASE;
          case 1 -> Settlement.REJECT;
          case 2 -> new Settlement.Modify(true, false);
          default -> Settlement.ACCEPT;
        };
    List<Long> numbers = List.of(known.number);
    assertThat(dispatch.settle(known.consumer, numbers, how, now)).isEmpty();
    assertThat(dispatch.settle(known.consumer, numbers, how, now)).isEqualTo(numbers);
    switch (choice) {
      case 0 -> {
        known.place = Place.WAITING;
        waits(known, options.retry().afterReleases(known.deliveries));
      }
      case 1 -> known.place = options.deadLetters() ? Place.CONDEMNED : Place.DONE;
      case 2 -> comesBack(known, true);
      default -> known.place = Place.DONE;
    }
  }

  private void comesBack(Known known, boolean failed) {
    known.place = Place.WAITING;
    if (!failed) {
      return;
    }
    known.failures++;
    if (isTooOften(known)) {
      known.place = options.deadLetters() ? Place.CONDEMNED : Place.DONE;
    } else {
      waits(known, options.retry().afterFailures(known.failures));
    }
  }

  private void waits(Known known, long millis) {
    if (millis > 0) {
      known.place = Place.NOT_DUE;
      known.dueAt = now + millis;
    }
  }

  private boolean isTooOften(Known known) {
    return options.deliveryLimit() >= 0 && known.failures > options.deliveryLimit();
  }

  void renewSomething() {
    for (Known known : messages.values()) {
      if (known.place == Place.IN_HANDS) {
        assertThat(dispatch.renew(known.consumer, known.number, now)).isTrue();
        known.leaseEnds = leaseEnds(known.consumer);
        return;
      }
    }
  }

  void pass(long millis) {
    now += millis;
  }

  private long leaseEnds(long consumer) {
    long millis = consumers.get(consumer).leaseMillis();
    return millis == ConsumerOptions.NO_LEASE ? Long.MAX_VALUE : now + millis;
  }

  // ---- delivering

  void pump() {
    endLeases();
    for (Dispatched dispatched : dispatch.pump(now)) {
      take(dispatched);
    }
    List<Condemned> letters = dispatch.takeCondemned(random.nextInt(3));
    if (random.nextBoolean()) {
      letters.reversed().forEach(dispatch::notBuried);
      return;
    }
    for (Condemned each : letters) {
      Known known = messages.get(each.offset());
      assertThat(known.place).isEqualTo(Place.CONDEMNED);
      known.place = Place.DONE;
      dispatch.buried(each);
    }
  }

  private void endLeases() {
    for (Known known : messages.values()) {
      if (known.place == Place.IN_HANDS && known.leaseEnds <= now) {
        comesBack(known, true);
      }
      if (known.place == Place.NOT_DUE && known.dueAt <= now) {
        known.place = Place.WAITING;
      }
    }
  }

  private void take(Dispatched dispatched) {
    Delivery delivery = dispatched.delivery();
    long offset = delivery.message().offset();
    Known known = messages.get(offset);
    assertThat(known.durablyDone).as("%d was settled for good", offset).isFalse();
    assertThat(known.place).as("where %d was", offset).isEqualTo(Place.WAITING);
    assertThat(offset).as("the first that waits").isEqualTo(firstWaiting());
    if (known.seen || isFirstRun) {
      assertThat(delivery.redelivered()).as("%d is flagged", offset).isEqualTo(known.seen);
    }
    assertThat(delivery.failures()).as("failures of %d", offset).isEqualTo(known.failures);
    assertThat(delivery.deliveries()).as("deliveries of %d", offset).isEqualTo(known.deliveries);
    known.deliveries++;
    assertThat(Messages.body(delivery.message())).isEqualTo(String.valueOf(offset));
    known.place = Place.IN_HANDS;
    known.seen = true;
    known.consumer = dispatched.consumer();
    known.number = delivery.number();
    known.leaseEnds = leaseEnds(dispatched.consumer());
    long inHands =
        messages.values().stream()
            .filter(it -> it.place == Place.IN_HANDS && it.consumer == known.consumer)
            .count();
    assertThat(inHands).isLessThanOrEqualTo(consumers.get(known.consumer).prefetch());
  }

  private long firstWaiting() {
    for (Map.Entry<Long, Known> each : messages.entrySet()) {
      if (each.getValue().place == Place.WAITING) {
        return each.getKey();
      }
    }
    return -1;
  }

  void read() {
    Optional<Wish> wish = dispatch.wish(0);
    if (wish.isEmpty()) {
      return;
    }
    List<Loaded> found = new ArrayList<>();
    long next = wish.get().offset();
    long end = Math.min(messages.size(), next + 1 + random.nextInt(8));
    for (; next < end; next++) {
      if (lane.wants(next)) {
        found.add(Messages.loaded(next));
      }
    }
    dispatch.load(0, wish.get().offset(), found, next, now);
  }

  // ---- writing down

  /** What is on its way becomes durable, or what changed sets out. */
  void write() {
    if (onItsWay != null) {
      arrive();
    } else if (cursor.hasChanged()) {
      depart();
    }
    read();
  }

  private void depart() {
    List<Long> done = new ArrayList<>();
    List<int[]> counts = new ArrayList<>();
    messages.forEach(
        (offset, known) -> {
          if (known.place == Place.DONE) {
            done.add(offset);
          }
          counts.add(new int[] {offset.intValue(), known.failures});
        });
    boolean isSnapshot = ring.isSnapshotDue();
    long number = ring.next();
    CursorRecord record = isSnapshot ? cursor.snapshot(number) : cursor.delta(number);
    int slot = isSnapshot ? CursorKey.SNAPSHOT : CursorRing.slot(number);
    if (isSnapshot) {
      ring.wroteSnapshot();
    } else {
      ring.wroteDelta();
    }
    onItsWay = new OnItsWay(new CursorKey("q", 0, slot), record, done, counts);
  }

  private void arrive() {
    OnItsWay arrived = onItsWay;
    if (arrived == null) {
      return;
    }
    onItsWay = null;
    durable.add(arrived);
    arrived.done.forEach(offset -> messages.get(offset).durablyDone = true);
    arrived.counts.forEach(count -> messages.get((long) count[0]).durableFailures = count[1]);
    lane.durableMark(arrived.record.mark());
  }

  // ---- ends

  /** Ends without a word; what is on its way may have arrived or not. */
  void crash() {
    if (random.nextBoolean()) {
      arrive();
    }
    onItsWay = null;
    begin();
  }

  /** Ends in order. */
  void restart() {
    arrive();
    lane.markWhatWasDelivered();
    if (cursor.hasChanged()) {
      depart();
      arrive();
    }
    begin();
  }

  private void begin() {
    isFirstRun = false;
    CursorReplay replay = new CursorReplay();
    durable.forEach(each -> replay.batch(batch(each)));
    Optional<Recovered> found = replay.cursor("q", 0);
    cursor = found.map(Recovered::cursor).orElseGet(() -> new Cursor(0));
    ring = found.map(Recovered::ring).orElseGet(CursorRing::unwritten);
    long end = messages.size();
    lane = new Lane(0, cursor, end, Math.min(cursor.mark(), end));
    if (cursor.mark() > end) {
      cursor.mark(end);
    }
    dispatch = new Dispatch(options, List.of(lane));
    consumers.clear();
    for (Known known : messages.values()) {
      known.failures = known.durableFailures;
      known.deliveries = known.durableFailures;
      known.place = known.durablyDone ? Place.DONE : Place.WAITING;
      if (known.place == Place.WAITING && isTooOften(known)) {
        known.place = Place.CONDEMNED;
      }
    }
  }

  private static RecordBatch batch(OnItsWay each) {
    ByteBuf value = Unpooled.buffer();
    CursorCodec.write(each.record, value);
    return RecordBatch.only(
        BatchBuilder.create(Unpooled.buffer().alloc())
            .add(1, each.key.bytes(), value, List.of())
            .build());
  }

  /** One patient consumer takes and accepts all that is left. */
  void finish() {
    while (!consumers.isEmpty()) {
      detach(false);
    }
    dispatch.attach(++lastConsumer, ConsumerOptions.DEFAULT.withPrefetch(3));
    consumers.put(lastConsumer, ConsumerOptions.DEFAULT.withPrefetch(3));
    for (int i = 0; i < 40 * (messages.size() + 5) && !unfinished().isEmpty(); i++) {
      write();
      pass(20);
      pump();
      messages.values().stream()
          .filter(known -> known.place == Place.IN_HANDS)
          .forEach(
              known -> {
                assertThat(
                        dispatch.settle(
                            known.consumer, List.of(known.number), Settlement.ACCEPT, now))
                    .isEmpty();
                known.place = Place.DONE;
              });
    }
    while (cursor.hasChanged() || onItsWay != null) {
      write();
    }
    assertThat(cursor.floor()).isEqualTo(messages.size());
    assertThat(dispatch.ready()).isZero();
    assertThat(dispatch.inFlight()).isZero();
  }

  /** Offsets of messages that are neither settled nor buried. */
  List<Long> unfinished() {
    return messages.entrySet().stream()
        .filter(message -> message.getValue().place != Place.DONE)
        .map(Map.Entry::getKey)
        .toList();
  }
}
