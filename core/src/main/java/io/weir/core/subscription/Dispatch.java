package io.weir.core.subscription;

import io.weir.core.subscription.Attached.Held;
import io.weir.core.subscription.Leases.Lease;
import io.weir.core.subscription.Roster.Activation;
import io.weir.core.subscription.SubscriptionOptions.Overflow;
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
  private final List<Lane> lanes;
  private final Roster roster;
  private final Leases leases = new Leases();
  private final Waiting waiting = new Waiting();

  /** Messages that none of those who have room may have; they are in nobody's way. */
  private final List<Entry> aside = new ArrayList<>();

  private final Condemnations condemned = new Condemnations();
  private long lastNumber;

  /** Of messages in flight, come back, waiting for their time, or on their way to be buried. */
  private int unsettled;

  private int inFlight;
  private long dropped;

  Dispatch(SubscriptionOptions options, List<Lane> lanes) {
    this.options = options;
    this.lanes = List.copyOf(lanes);
    this.roster = new Roster(options.singleActive(), options.bounds().consumers());
  }

  // ---- consumers

  Optional<Refusal> attach(long consumer, ConsumerOptions wish) {
    return roster.attach(new Attached(consumer, wish));
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
        fail(entry, now);
      } else if (entry != null) {
        lanes.get(entry.lane).giveBack(entry);
      }
    }
    roster.detach(leaver);
  }

  void grant(long consumer, long credit) {
    Attached found = roster.find(consumer);
    if (found != null) {
      found.grant(credit);
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
      case Settlement.Accept accept -> done(entry);
      case Settlement.Release release -> lanes.get(entry.lane).giveBack(entry);
      case Settlement.Reject reject -> condemn(entry, Reason.REJECTED);
      case Settlement.Modify modify -> {
        if (modify.undeliverableHere()) {
          entry.refusedBy(consumer, roster::isAttached);
        }
        if (modify.failed()) {
          fail(entry, now);
        } else {
          lanes.get(entry.lane).giveBack(entry);
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
    return held.entry();
  }

  private void done(Entry entry) {
    unsettled--;
    lanes.get(entry.lane).cursor().settle(entry.offset, entry.offset + 1);
  }

  /** A delivery has failed: once more, later, or never again. */
  private void fail(Entry entry, long now) {
    entry.failures++;
    entry.redelivered = true;
    lanes.get(entry.lane).cursor().count(entry.offset, entry.failures);
    if (isTooOften(entry)) {
      condemn(entry, Reason.DELIVERY_LIMIT);
      return;
    }
    long delay = options.retry().after(entry.failures);
    if (delay == 0) {
      lanes.get(entry.lane).giveBack(entry);
    } else {
      entry.unload();
      waiting.add(entry, now + delay);
    }
  }

  private boolean isTooOften(Entry entry) {
    return options.deliveryLimit() != SubscriptionOptions.UNLIMITED
        && entry.failures > options.deliveryLimit();
  }

  // ---- reading

  /** What should be read of a lane now, if anything. */
  Optional<Wish> wish(int lane) {
    Lane from = lanes.get(lane);
    boolean isWanted = roster.hasRoom();
    if (!isWanted && from.hasHead()) {
      return Optional.empty();
    }
    int most = isWanted ? options.bounds().readAheadBytes() : LOOK_BYTES;
    long back = from.wantsBack(most);
    if (back >= 0) {
      return Optional.of(new Wish(back, most));
    }
    long ahead = isFull() ? -1 : from.wantsNew(most);
    return ahead < 0 ? Optional.empty() : Optional.of(new Wish(ahead, most));
  }

  private boolean isFull() {
    return unsettled >= options.bounds().unsettled();
  }

  /** Something was read; as {@link Lane#load}. */
  void load(int lane, long from, List<Loaded> messages, long next, long now) {
    Lane to = lanes.get(lane);
    to.load(
        from,
        messages,
        next,
        now,
        early -> {
          unsettled++;
          waiting.add(early.entry(), early.dueAt());
        });
    unsettled -= to.takeGone();
  }

  /** What lies before an offset is not in the log any more. */
  void trimmed(int lane, long logStart) {
    Lane of = lanes.get(lane);
    of.trimmed(logStart);
    unsettled -= of.takeGone();
  }

  // ---- delivering

  /**
   * Does all that may be done now: brings back what is due, delivers, and sorts out what is over.
   */
  List<Dispatched> pump(long now) {
    endLeases(now);
    for (Entry due = waiting.takeDue(now); due != null; due = waiting.takeDue(now)) {
      boolean seen = due.redelivered;
      lanes.get(due.lane).giveBack(due);
      due.redelivered = seen;
    }
    recall(now);
    dropPastMaximum();
    List<Dispatched> deliveries = new ArrayList<>();
    for (Lane lane : lanes) {
      if (deliverReturned(lane, now, deliveries)) {
        deliverNew(lane, now, deliveries);
      }
    }
    return deliveries;
  }

  private void endLeases(long now) {
    for (Lease over = leases.takeOver(now); over != null; over = leases.takeOver(now)) {
      Attached holder = roster.find(over.consumer());
      Entry entry = holder == null ? null : giveUp(holder, over.number());
      if (holder != null && entry != null) {
        fail(entry, now);
        roster.changed(holder);
      }
    }
  }

  /** Messages that stood aside come back where somebody can take them, or their time is over. */
  private void recall(long now) {
    for (Iterator<Entry> each = aside.iterator(); each.hasNext(); ) {
      Entry entry = each.next();
      Reason over = isOver(entry, now);
      if (over != null) {
        each.remove();
        condemn(entry, over);
      } else if (roster.hasRoomFor(entry)) {
        each.remove();
        lanes.get(entry.lane).giveBack(entry);
      }
    }
  }

  /** Whether nothing that came back stands before what is new. */
  private boolean deliverReturned(Lane lane, long now, List<Dispatched> deliveries) {
    Iterator<Entry> each = lane.returned().iterator();
    while (each.hasNext()) {
      Entry entry = each.next();
      Reason over = isOver(entry, now);
      if (over != null) {
        lane.takeBack(each, entry);
        condemn(entry, over);
        continue;
      }
      LogRecord message = entry.message();
      if (message == null) {
        return false;
      }
      Attached consumer = roster.next(entry);
      if (consumer != null) {
        lane.takeBack(each, entry);
        deliver(entry, message, consumer, now, deliveries);
      } else if (roster.hasRoom()) {
        lane.takeBack(each, entry);
        entry.unload();
        aside.add(entry);
      } else {
        return false;
      }
    }
    return true;
  }

  private void deliverNew(Lane lane, long now, List<Dispatched> deliveries) {
    for (Entry entry = lane.firstNew(); entry != null; entry = lane.firstNew()) {
      Reason over = isOver(entry, now);
      if (over != null) {
        lane.takeNew();
        unsettled++;
        condemn(entry, over);
        continue;
      }
      if (isFull() || !isMarked(lane, entry)) {
        return;
      }
      Attached consumer = roster.next(entry);
      if (consumer == null) {
        return;
      }
      lane.takeNew();
      unsettled++;
      deliver(entry, Objects.requireNonNull(entry.message()), consumer, now, deliveries);
    }
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
            new Delivery(number, entry.lane, message, entry.failures, entry.redelivered)));
    entry.unload();
    if (consumer.options.settled()) {
      consumer.spend();
      done(entry);
      return;
    }
    long ends = leaseEnds(consumer, now);
    consumer.take(number, entry, ends);
    leases.begin(ends, number, consumer.id);
    inFlight++;
  }

  // ---- what is over

  private @Nullable Reason isOver(Entry entry, long now) {
    if (isTooOften(entry)) {
      return Reason.DELIVERY_LIMIT;
    }
    return entry.expiresAt <= now ? Reason.EXPIRED : null;
  }

  private void condemn(Entry entry, Reason reason) {
    if (!options.deadLetters()) {
      dropped++;
      done(entry);
      return;
    }
    condemned.add(entry, reason);
    entry.unload();
  }

  /** Takes out what is to be buried, no more than asked for; {@link #buried} ends it. */
  List<Condemned> takeCondemned(int most) {
    return condemned.take(most);
  }

  /** It lies where dead letters go, or nowhere, and that is to be written down. */
  void buried(Condemned it) {
    unsettled--;
    condemned.done();
    lanes.get(it.lane()).cursor().settle(it.offset(), it.offset() + 1);
  }

  /** It could not be buried, and is to be tried again. */
  void notBuried(Condemned it) {
    condemned.giveBack(it);
  }

  private void dropPastMaximum() {
    if (options.maxMessages() == SubscriptionOptions.UNLIMITED
        || options.overflow() != Overflow.DROP_HEAD) {
      return;
    }
    long surplus = ready() - options.maxMessages();
    for (int i = lanes.size() - 1; i >= 0 && surplus > 0; i--) {
      surplus = dropFrom(lanes.get(i), surplus);
    }
  }

  private long dropFrom(Lane lane, long surplus) {
    long left = surplus;
    Iterator<Entry> back = lane.returned().iterator();
    while (left > 0 && back.hasNext()) {
      Entry entry = back.next();
      lane.takeBack(back, entry);
      condemn(entry, Reason.MAX_LENGTH);
      left--;
    }
    while (left > 0 && !isFull()) {
      Entry entry = lane.firstNew() == null ? lane.takeUnread() : lane.takeNew();
      if (entry == null) {
        break;
      }
      unsettled++;
      condemn(entry, Reason.MAX_LENGTH);
      left--;
    }
    return left;
  }

  /** All that waits to be delivered is done with; says how many messages that were. */
  long purge() {
    long before = ready();
    aside.forEach(this::done);
    aside.clear();
    lanes.forEach(lane -> unsettled -= lane.purge());
    return before - ready();
  }

  // ---- what there is

  /** When it is to be pumped at the latest; {@link Loaded#NEVER} if nothing happens by itself. */
  long wakeAt() {
    long wake = Math.min(leases.nextEnd(), waiting.nextDue());
    for (Lane lane : lanes) {
      wake = Math.min(wake, lane.headExpiresAt());
    }
    for (Entry entry : aside) {
      wake = Math.min(wake, entry.expiresAt);
    }
    return wake;
  }

  /** Messages that wait to be delivered, those that are not due among them. */
  long ready() {
    long open = 0;
    for (Lane lane : lanes) {
      open += lane.cursor().unsettledBefore(lane.end());
    }
    return open - inFlight - condemned.burying();
  }

  /** Whether as many wait as may. */
  boolean isAtMaximum() {
    return options.maxMessages() != SubscriptionOptions.UNLIMITED
        && ready() >= options.maxMessages();
  }

  int inFlight() {
    return inFlight;
  }

  /** Messages that were dropped since the start, since there is no place for dead letters. */
  long dropped() {
    return dropped;
  }

  /** Messages that were gone from the log before anybody settled them, since the start. */
  long lost() {
    return lanes.stream().mapToLong(Lane::lost).sum();
  }

  boolean hasCondemned() {
    return condemned.isWaiting();
  }

  int consumers() {
    return roster.all().size();
  }
}
