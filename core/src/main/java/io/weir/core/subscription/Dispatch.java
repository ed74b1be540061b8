package io.weir.core.subscription;

import io.weir.core.subscription.Attached.Held;
import io.weir.core.subscription.Leases.Lease;
import io.weir.core.subscription.Roster.Activation;
import io.weir.record.LogRecord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides who gets what, and what becomes of it. It knows no threads and no clock, reads and writes
 * nothing: it is told what was read, who came, what was settled and what time it is, and answers
 * with what is to be delivered, read, and buried. What is to be written down collects in the lanes'
 * cursors. Lanes are served in their order, each as far as it goes before the next one.
 *
 * <p>It holds the messages that were delivered or came back, no more than {@link
 * SubscriptionOptions.Bounds#unsettled} and what one read adds, and those that were read ahead. Not
 * thread-safe.
 */
final class Dispatch {
  /** Enough for a look at the head while nobody wants it: its time may be over. */
  private static final int LOOK_BYTES = 4 * 1024;

  private final SubscriptionOptions options;
  private final Stock stock;
  private final Roster roster;
  private final Leases leases = new Leases();
  private long lastNumber;
  private int inFlight;
  private long bytesInFlight;

  Dispatch(SubscriptionOptions options, List<Lane> lanes) {
    this.options = options;
    this.stock = new Stock(options, lanes);
    this.roster = new Roster(options.singleActive(), options.bounds().consumers());
  }

  // ---- consumers

  Optional<Refusal> attach(long consumer, ConsumerOptions wish) {
    return attach(consumer, wish, null, Loaded.NEVER);
  }

  /**
   * @param permits that the consumer shares with others, or null; not of one to whom messages are
   *     settled with their delivery
   * @param now when it came
   */
  Optional<Refusal> attach(
      long consumer, ConsumerOptions wish, @Nullable Permits permits, long now) {
    return roster.attach(new Attached(consumer, wish, wish.settled() ? null : permits, now));
  }

  /** Somebody who takes single messages, and is none of the consumers. */
  void attachTaker(long taker) {
    roster.attachTaker(new Attached(taker, ConsumerOptions.DEFAULT.withCredit(0)));
  }

  /**
   * A consumer goes; what it had comes back.
   *
   * @param failed whether that counts as failed deliveries
   */
  void detach(long consumer, boolean failed, long now) {
    Attached leaver = roster.find(consumer);
    if (leaver == null) {
      return;
    }
    for (long number : leaver.numbers()) {
      Entry entry = giveUp(leaver, number);
      if (entry != null && failed) {
        stock.fail(entry, now);
      } else if (entry != null) {
        stock.giveBack(entry);
      }
    }
    roster.detach(leaver);
  }

  /** It is no consumer any more, and keeps what it has until it is detached. */
  void cancel(long consumer) {
    Attached found = roster.find(consumer);
    if (found != null) {
      found.drain();
      roster.retire(found);
    }
  }

  void grant(long consumer, long credit) {
    Attached found = roster.find(consumer);
    if (found != null) {
      found.grant(credit);
      roster.changed(found);
    }
  }

  /** There may be room for a consumer in what it shares with others. */
  void look(long consumer) {
    Attached found = roster.find(consumer);
    if (found != null) {
      roster.changed(found);
    }
  }

  /** Takes back the credit that a consumer has not used; says how much that was. */
  long drain(long consumer) {
    Attached found = roster.find(consumer);
    return found == null ? 0 : found.drain();
  }

  List<Activation> takeActivations() {
    return roster.takeActivations();
  }

  // ---- settling

  /**
   * Settles deliveries to a consumer.
   *
   * @return the numbers that name nothing in its hands
   */
  List<Long> settle(long consumer, Collection<Long> numbers, Settlement settlement, long now) {
    Attached holder = roster.find(consumer);
    if (holder == null) {
      return List.copyOf(numbers);
    }
    List<Long> unknown = new ArrayList<>();
    for (long number : numbers) {
      Entry entry = giveUp(holder, number);
      if (entry == null) {
        unknown.add(number);
      } else {
        settle(entry, settlement, consumer, now);
      }
    }
    roster.changed(holder);
    return unknown;
  }

  private void settle(Entry entry, Settlement settlement, long consumer, long now) {
    switch (settlement) {
      case Settlement.Accept accept -> stock.done(entry);
      case Settlement.Release release -> stock.release(entry, now);
      case Settlement.Reject reject -> stock.condemn(entry, Reason.REJECTED);
      case Settlement.Modify modify -> {
        if (modify.undeliverableHere()) {
          entry.refusedBy(consumer, roster::isAttached);
        }
        if (modify.failed()) {
          stock.fail(entry, now);
        } else {
          stock.release(entry, now);
        }
      }
    }
  }

  /** The lease of a delivery begins anew; false if the consumer has no such delivery. */
  boolean renew(long consumer, long number, long now) {
    Attached holder = roster.find(consumer);
    Held held = holder == null ? null : holder.held(number);
    if (holder == null || held == null) {
      return false;
    }
    leases.end(held.leaseEnds(), number, consumer);
    long ends = leaseEnds(holder, now);
    leases.begin(ends, number, consumer);
    holder.renew(number, held.entry(), ends);
    return true;
  }

  private static long leaseEnds(Attached holder, long now) {
    long millis = holder.options.leaseMillis();
    return millis == ConsumerOptions.NO_LEASE ? Loaded.NEVER : now + millis;
  }

  private @Nullable Entry giveUp(Attached holder, long number) {
    Held held = holder.giveUp(number);
    if (held == null) {
      return null;
    }
    leases.end(held.leaseEnds(), number, holder.id);
    inFlight--;
    bytesInFlight -= stock.bytes(held.entry());
    return held.entry();
  }

  // ---- reading

  /** What should be read of a lane now, if anything. */
  Optional<Wish> wish(int lane) {
    Lane from = stock.lane(lane);
    boolean isWanted = roster.hasRoom();
    if (!isWanted && from.hasHead()) {
      return Optional.empty();
    }
    int most = isWanted ? options.bounds().readAheadBytes() : LOOK_BYTES;
    long back = from.wantsBack(most);
    if (back >= 0) {
      return Optional.of(new Wish(back, most));
    }
    long ahead = stock.isFull() ? -1 : from.wantsNew(most);
    return ahead < 0 ? Optional.empty() : Optional.of(new Wish(ahead, most));
  }

  /** There is a partition more, which is served before the others. */
  void add(Lane lane) {
    stock.add(lane);
  }

  /** Something was read; as {@link Lane#load}. */
  void load(int lane, long from, List<Loaded> messages, long next, long now) {
    stock.load(lane, from, messages, next, now);
  }

  /** What lies before an offset is not in the log any more. */
  void trimmed(int lane, long logStart) {
    stock.trimmed(lane, logStart);
  }

  // ---- delivering

  /**
   * Does all that may be done now: brings back what is due, delivers, and sorts out what is over. A
   * lane is served once nothing waits in those before it, read or not.
   */
  List<Dispatched> pump(long now) {
    endLeases(now);
    stock.bringBackDue(now);
    stock.recall(now, roster::hasRoomFor);
    stock.dropPastMaximum(inFlight, bytesInFlight);
    List<Dispatched> deliveries = new ArrayList<>();
    boolean mayDeliver = true;
    for (Lane lane : stock.lanes().reversed()) {
      if (deliverReturned(lane, mayDeliver, now, deliveries)) {
        deliverNew(lane, mayDeliver, now, deliveries);
      }
      mayDeliver &= lane.isDry() || lane.isStuck();
    }
    return deliveries;
  }

  private void endLeases(long now) {
    for (Lease over = leases.takeOver(now); over != null; over = leases.takeOver(now)) {
      Attached holder = roster.find(over.consumer());
      Entry entry = holder == null ? null : giveUp(holder, over.number());
      if (holder != null && entry != null) {
        stock.fail(entry, now);
        roster.changed(holder);
      }
    }
  }

  /** Whether nothing that came back stands before what is new. */
  private boolean deliverReturned(
      Lane lane, boolean mayDeliver, long now, List<Dispatched> deliveries) {
    Iterator<Entry> each = lane.returned().iterator();
    while (each.hasNext()) {
      Entry entry = each.next();
      Reason over = stock.isOver(entry, now);
      if (over != null) {
        lane.takeBack(each, entry);
        stock.condemn(entry, over);
        continue;
      }
      LogRecord message = entry.message();
      if (message == null) {
        return false;
      }
      Attached consumer = mayDeliver ? roster.next(entry) : null;
      if (consumer != null) {
        lane.takeBack(each, entry);
        deliver(entry, message, consumer, now, deliveries);
      } else if (mayDeliver && roster.hasRoom()) {
        lane.takeBack(each, entry);
        stock.putAside(entry);
      } else {
        return false;
      }
    }
    return true;
  }

  private void deliverNew(Lane lane, boolean mayDeliver, long now, List<Dispatched> deliveries) {
    for (Entry entry = lane.firstNew(); entry != null; entry = lane.firstNew()) {
      Reason over = isForNow(entry) ? null : stock.isOver(entry, now);
      if (over != null) {
        stock.takeNew(lane);
        stock.condemn(entry, over);
        continue;
      }
      if (!mayDeliver || stock.isFull() || !isMarked(lane, entry)) {
        return;
      }
      Attached consumer = roster.next(entry);
      if (consumer == null) {
        return;
      }
      stock.takeNew(lane);
      deliver(entry, Objects.requireNonNull(entry.message()), consumer, now, deliveries);
    }
  }

  /**
   * Whether a message that was given no time, and so goes to somebody at once or to nobody, can go
   * to somebody who had come before it.
   */
  private boolean isForNow(Entry entry) {
    LogRecord message = entry.message();
    return message != null
        && entry.expiresAt <= message.timestamp()
        && roster.hasRoomSince(message.timestamp());
  }

  /** Whether it is written down that the message may have been delivered; asks for it in time. */
  private boolean isMarked(Lane lane, Entry entry) {
    int ahead = options.bounds().markAhead();
    if (entry.offset + ahead / 2 >= lane.cursor().mark() && roster.hasRoom()) {
      lane.cursor().mark(entry.offset + ahead);
    }
    return entry.offset < lane.durableMark();
  }

  private void deliver(
      Entry entry, LogRecord message, Attached consumer, long now, List<Dispatched> deliveries) {
    long number = ++lastNumber;
    deliveries.add(
        new Dispatched(
            consumer.id,
            new Delivery(
                number, entry.lane, message, entry.failures, entry.deliveries, entry.redelivered)));
    entry.deliveries++;
    entry.unload();
    if (consumer.options.settled()) {
      consumer.spend();
      stock.done(entry);
      return;
    }
    long ends = leaseEnds(consumer, now);
    consumer.take(number, entry, ends);
    leases.begin(ends, number, consumer.id);
    inFlight++;
    bytesInFlight += stock.bytes(entry);
  }

  // ---- what is over

  /** Takes out what is to be buried, no more than asked for; {@link #buried} ends it. */
  List<Condemned> takeCondemned(int most) {
    return stock.takeCondemned(most);
  }

  /** It lies where dead letters go, or nowhere, and that is to be written down. */
  void buried(Condemned it) {
    stock.buried(it);
  }

  /** It could not be buried, and is to be tried again. */
  void notBuried(Condemned it) {
    stock.notBuried(it);
  }

  boolean hasCondemned() {
    return stock.hasCondemned();
  }

  /** All that waits to be delivered is done with; says how many messages that were. */
  long purge() {
    return stock.purge(inFlight);
  }

  // ---- what there is

  /** When it is to be pumped at the latest; {@link Loaded#NEVER} if nothing happens by itself. */
  long wakeAt() {
    return Math.min(leases.nextEnd(), stock.wakeAt());
  }

  /** Messages that wait to be delivered, those that are not due among them. */
  long ready() {
    return stock.ready(inFlight);
  }

  /** Whether as many wait as may. */
  boolean isAtMaximum() {
    return stock.isAtMaximum(inFlight, bytesInFlight);
  }

  /**
   * Whether whoever takes single messages gets none: nothing can be delivered, also after reading,
   * or too much is unsettled.
   */
  boolean hasNothing() {
    return stock.isDry() || stock.isFull();
  }

  /** Bytes of the bodies of those that wait, where these have a limit. */
  long readyBytes() {
    return stock.readyBytes(bytesInFlight);
  }

  /** Bytes of all bodies that were measured since the start. */
  long measuredBytes() {
    return stock.measuredBytes();
  }

  int inFlight() {
    return inFlight;
  }

  /** Messages that were dropped since the start, since there is no place for dead letters. */
  long dropped() {
    return stock.dropped();
  }

  /** Messages that were gone from the log before anybody settled them, since the start. */
  long lost() {
    return stock.lost();
  }

  int consumers() {
    return roster.all().size();
  }
}
