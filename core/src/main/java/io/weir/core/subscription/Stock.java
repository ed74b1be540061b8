package io.weir.core.subscription;

import io.weir.core.subscription.SubscriptionOptions.Overflow;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The messages that are in nobody's hands: in their lanes, waiting for their time, standing aside,
 * on their way to be buried. What becomes of one that is over is decided here, and how many there
 * are is counted; who gets one is {@link Dispatch}'s to say. Not thread-safe.
 */
final class Stock {
  private final SubscriptionOptions options;
  private final List<Lane> lanes = new ArrayList<>();
  private final Waiting waiting = new Waiting();

  /** Messages that none of those who have room may have; they are in nobody's way. */
  private final List<Entry> aside = new ArrayList<>();

  private final Condemnations condemned = new Condemnations();

  /** Of messages in flight, come back, waiting for their time, or on their way to be buried. */
  private int unsettled;

  private long dropped;

  /** Of what is on its way to be buried. */
  private long buryingBytes;

  Stock(SubscriptionOptions options, List<Lane> lanes) {
    this.options = options;
    lanes.forEach(this::add);
  }

  /** A lane more, which is served before the others. */
  void add(Lane lane) {
    if (options.maxBytes() != SubscriptionOptions.UNLIMITED) {
      lane.measureBytes();
    }
    lanes.add(lane);
  }

  List<Lane> lanes() {
    return lanes;
  }

  Lane lane(int index) {
    return lanes.get(index);
  }

  boolean isFull() {
    return unsettled >= options.bounds().unsettled();
  }

  // ---- what comes

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

  /** A new message, the first of its lane, goes to somebody, or is over. */
  void takeNew(Lane lane) {
    lane.takeNew();
    unsettled++;
  }

  /** A message comes back to its place. */
  void giveBack(Entry entry) {
    lanes.get(entry.lane).giveBack(entry);
  }

  /** A message that came back, and that none of those who have room may have. */
  void putAside(Entry entry) {
    entry.unload();
    aside.add(entry);
  }

  /** Messages whose time has come are back in their places. */
  void bringBackDue(long now) {
    for (Entry due = waiting.takeDue(now); due != null; due = waiting.takeDue(now)) {
      boolean seen = due.redelivered;
      giveBack(due);
      due.redelivered = seen;
    }
  }

  /** Messages that stood aside come back where somebody can take them, or their time is over. */
  void recall(long now, Predicate<Entry> isWanted) {
    for (Iterator<Entry> each = aside.iterator(); each.hasNext(); ) {
      Entry entry = each.next();
      Reason over = isOver(entry, now);
      if (over != null) {
        each.remove();
        condemn(entry, over);
      } else if (isWanted.test(entry)) {
        each.remove();
        giveBack(entry);
      }
    }
  }

  // ---- what goes

  /** It is done with. */
  void done(Entry entry) {
    unsettled--;
    lanes.get(entry.lane).cursor().settle(entry.offset, entry.offset + 1);
  }

  /** A delivery has failed: once more, later, or never again. */
  void fail(Entry entry, long now) {
    entry.failures++;
    entry.redelivered = true;
    lanes.get(entry.lane).cursor().count(entry.offset, entry.failures);
    if (isTooOften(entry)) {
      condemn(entry, Reason.DELIVERY_LIMIT);
      return;
    }
    later(entry, options.retry().afterFailures(entry.failures), now);
  }

  /** A consumer has given it back, unharmed. */
  void release(Entry entry, long now) {
    entry.redelivered = true;
    later(entry, options.retry().afterReleases(entry.deliveries), now);
  }

  private void later(Entry entry, long delay, long now) {
    if (delay == 0) {
      giveBack(entry);
    } else {
      entry.unload();
      waiting.add(entry, now + delay);
    }
  }

  private boolean isTooOften(Entry entry) {
    return options.deliveryLimit() != SubscriptionOptions.UNLIMITED
        && entry.failures > options.deliveryLimit();
  }

  /** Why nobody is to have a message any more, or null if somebody may. */
  @Nullable Reason isOver(Entry entry, long now) {
    if (isTooOften(entry)) {
      return Reason.DELIVERY_LIMIT;
    }
    return entry.expiresAt <= now ? Reason.EXPIRED : null;
  }

  /** Nobody is to have it: it is to be buried, or dropped where there is no place for that. */
  void condemn(Entry entry, Reason reason) {
    if (!options.deadLetters()) {
      dropped++;
      done(entry);
      return;
    }
    int bytes = bytes(entry);
    buryingBytes += bytes;
    condemned.add(entry, reason, bytes);
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
    buryingBytes -= it.bytes();
    lanes.get(it.lane()).cursor().settle(it.offset(), it.offset() + 1);
  }

  /** It could not be buried, and is to be tried again. */
  void notBuried(Condemned it) {
    condemned.giveBack(it);
  }

  boolean hasCondemned() {
    return condemned.isWaiting();
  }

  /** Gives up what waits longest, where more waits than may. */
  void dropPastMaximum(int inFlight, long bytesInFlight) {
    if (options.overflow() != Overflow.DROP_HEAD) {
      return;
    }
    if (options.maxMessages() != SubscriptionOptions.UNLIMITED) {
      dropMessages(ready(inFlight) - options.maxMessages());
    }
    if (options.maxBytes() != SubscriptionOptions.UNLIMITED) {
      dropBytes(bytesInFlight);
    }
  }

  private void dropMessages(long most) {
    long surplus = most;
    for (int i = 0; i < lanes.size() && surplus > 0; i++) {
      surplus = dropFrom(lanes.get(i), surplus);
    }
  }

  private void dropBytes(long bytesInFlight) {
    for (Lane lane : lanes) {
      boolean isEmpty = false;
      while (!isEmpty && readyBytes(bytesInFlight) > options.maxBytes()) {
        isEmpty = dropFrom(lane, 1) > 0;
      }
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
  long purge(int inFlight) {
    long before = ready(inFlight);
    aside.forEach(this::done);
    aside.clear();
    lanes.forEach(lane -> unsettled -= lane.purge());
    return before - ready(inFlight);
  }

  // ---- what there is

  /** When something happens by itself; {@link Loaded#NEVER} if nothing does. */
  long wakeAt() {
    long wake = waiting.nextDue();
    for (Lane lane : lanes) {
      wake = Math.min(wake, lane.headExpiresAt());
    }
    for (Entry entry : aside) {
      wake = Math.min(wake, entry.expiresAt);
    }
    return wake;
  }

  /** Messages that wait to be delivered, those that are not due among them. */
  long ready(int inFlight) {
    long open = 0;
    for (Lane lane : lanes) {
      open += lane.cursor().unsettledBefore(lane.end());
    }
    return open - inFlight - condemned.burying();
  }

  /** Bytes of bodies that wait to be delivered, as far as they were measured. */
  long readyBytes(long bytesInFlight) {
    long open = 0;
    for (Lane lane : lanes) {
      Gauge gauge = lane.gauge();
      open += gauge == null ? 0 : gauge.open();
    }
    return open - bytesInFlight - buryingBytes;
  }

  /** Bytes of all bodies that were measured since the start. */
  long measuredBytes() {
    long measured = 0;
    for (Lane lane : lanes) {
      Gauge gauge = lane.gauge();
      measured += gauge == null ? 0 : gauge.measured();
    }
    return measured;
  }

  /** Bytes of a message's body, where these are measured. */
  int bytes(Entry entry) {
    return bytes(entry.lane, entry.offset);
  }

  private int bytes(int lane, long offset) {
    Gauge gauge = lanes.get(lane).gauge();
    return gauge == null ? 0 : gauge.size(offset);
  }

  /** Whether as many wait as may. */
  boolean isAtMaximum(int inFlight, long bytesInFlight) {
    boolean manyMessages =
        options.maxMessages() != SubscriptionOptions.UNLIMITED
            && ready(inFlight) >= options.maxMessages();
    boolean manyBytes =
        options.maxBytes() != SubscriptionOptions.UNLIMITED
            && readyBytes(bytesInFlight) >= options.maxBytes();
    return manyMessages || manyBytes;
  }

  /** Whether nothing can be delivered, also after reading, until something comes or comes back. */
  boolean isDry() {
    return lanes.stream().allMatch(Lane::isDry);
  }

  /** Messages that were dropped since the start, since there is no place for dead letters. */
  long dropped() {
    return dropped;
  }

  /** Messages that were gone from the log before anybody settled them, since the start. */
  long lost() {
    return lanes.stream().mapToLong(Lane::lost).sum();
  }
}
