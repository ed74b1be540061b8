package io.weir.core.subscription;

import io.netty.buffer.ByteBuf;
import io.weir.record.LogRecord;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One partition on its way to consumers: what came back, by offset, before what was read ahead, in
 * its order, before what nobody has read yet. Not thread-safe.
 */
final class Lane {
  private final int index;
  private final Cursor cursor;

  /** Before it, messages may have been delivered before this subscription was opened. */
  private final long redeliveredBefore;

  private final NavigableMap<Long, Entry> returned = new TreeMap<>();
  private final NavigableSet<Long> missing = new TreeSet<>();
  private final Deque<Entry> fresh = new ArrayDeque<>();
  private long returnedBytes;
  private long freshBytes;

  /** Everything before it has been looked at. */
  private long position;

  private long end;
  private long durableMark;
  private long lost;
  private int goneBack;
  private boolean isStuck;
  private @Nullable Gauge gauge;

  /**
   * A lane from the cursor on.
   *
   * @param end the offset after the last message that can be read
   * @param durableMark up to where the cursor's mark has been written down
   */
  Lane(int index, Cursor cursor, long end, long durableMark) {
    this.index = index;
    this.cursor = cursor;
    this.redeliveredBefore = Math.min(cursor.mark(), end);
    this.position = cursor.floor();
    this.end = end;
    this.durableMark = durableMark;
  }

  /** From now on bytes are measured. */
  void measureBytes() {
    Gauge made = new Gauge(cursor);
    cursor.tell(made);
    gauge = made;
  }

  @Nullable Gauge gauge() {
    return gauge;
  }

  /** The offset from which on messages are to be read to be measured; negative for none. */
  long wantsMeasure() {
    return gauge == null || Math.max(gauge.known(), cursor.floor()) >= end
        ? -1
        : Math.max(gauge.known(), cursor.floor());
  }

  Cursor cursor() {
    return cursor;
  }

  /** Messages may be delivered before it; a mark that is written down moves it. */
  long durableMark() {
    return durableMark;
  }

  void durableMark(long before) {
    durableMark = before;
  }

  /** Nothing more is delivered: the mark need not be ahead. */
  void markWhatWasDelivered() {
    Entry first = fresh.peekFirst();
    long before = Math.max(redeliveredBefore, first == null ? position : first.offset);
    if (before < cursor.mark()) {
      cursor.mark(before);
    }
  }

  long end() {
    return end;
  }

  /** There are messages before an offset. */
  void end(long before) {
    end = Math.max(end, before);
  }

  long position() {
    return position;
  }

  /** How many messages were gone before anybody settled them. */
  long lost() {
    return lost;
  }

  // ---- reading

  /**
   * The offset from which to read what came back; negative if none of it is needed now. What comes
   * first is always needed, if others that were read have to make room for it.
   */
  long wantsBack(int readAheadBytes) {
    if (missing.isEmpty()) {
      return -1;
    }
    long first = missing.first();
    if (first == returned.firstKey()) {
      unloadLast(readAheadBytes / 2);
      return first;
    }
    return returnedBytes > readAheadBytes / 2 ? -1 : first;
  }

  private void unloadLast(int most) {
    Iterator<Entry> last = returned.descendingMap().values().iterator();
    while (returnedBytes > most && last.hasNext()) {
      Entry entry = last.next();
      if (missing.add(entry.offset)) {
        returnedBytes -= cost(entry);
        entry.unload();
      }
    }
  }

  /** The offset from which to read what is new; negative if enough was read. */
  long wantsNew(int readAheadBytes) {
    return freshBytes > readAheadBytes / 2 || position >= end ? -1 : position;
  }

  /** Whether a message that was read is of use. */
  boolean wants(long offset) {
    return offset < position ? missing.contains(offset) : !cursor.isSettled(offset);
  }

  /**
   * Takes what was read; what of it is not needed, or not any more, is left out.
   *
   * @param from where the read began
   * @param messages all that are wanted between, ascending
   * @param next where to go on; what lies between and is not among the messages is no message
   * @param early is given what must not be delivered yet
   */
  void load(long from, List<Loaded> messages, long next, long now, Consumer<Early> early) {
    long expected = Math.max(from, position);
    for (Loaded loaded : messages) {
      long offset = loaded.message().offset();
      if (offset < position) {
        loadBack(offset, loaded);
      } else if (offset >= expected) {
        cursor.settle(expected, offset);
        measure(loaded);
        expected = offset + 1;
        loadNew(offset, loaded, now, early);
      }
    }
    forgetGone(from, Math.min(next, position));
    if (next > position && from <= position) {
      cursor.settle(expected, Math.max(expected, next));
      position = next;
      end = Math.max(end, next);
    }
  }

  /** A message that is not to be delivered before a time. */
  record Early(Entry entry, long dueAt) {}

  private void measure(Loaded loaded) {
    if (gauge != null) {
      gauge.measure(loaded.message().offset(), bodyBytes(loaded.message()));
    }
  }

  static int bodyBytes(LogRecord message) {
    ByteBuf body = message.value();
    return body == null ? 0 : body.readableBytes();
  }

  private void loadBack(long offset, Loaded loaded) {
    Entry entry = returned.get(offset);
    if (entry != null && missing.remove(offset)) {
      entry.load(loaded);
      returnedBytes += cost(entry);
    }
  }

  private void loadNew(long offset, Loaded loaded, long now, Consumer<Early> early) {
    if (cursor.isSettled(offset)) {
      return;
    }
    Entry entry = entry(offset);
    entry.load(loaded);
    if (loaded.deliverAt() > now) {
      entry.unload();
      early.accept(new Early(entry, loaded.deliverAt()));
    } else {
      fresh.addLast(entry);
      freshBytes += cost(entry);
    }
  }

  private Entry entry(long offset) {
    return new Entry(index, offset, cursor.count(offset), offset < redeliveredBefore);
  }

  /** What was to be read back and is not there any more: retention was sooner. */
  private void forgetGone(long from, long before) {
    if (from >= before || missing.isEmpty()) {
      return;
    }
    for (long offset : List.copyOf(missing.subSet(from, before))) {
      missing.remove(offset);
      returned.remove(offset);
      cursor.settle(offset, offset + 1);
      lost++;
      goneBack++;
    }
  }

  /** How many that had come back were gone from the log since this was last asked. */
  int takeGone() {
    int count = goneBack;
    goneBack = 0;
    return count;
  }

  /** What lies before an offset is not in the log any more; of what is new that much is lost. */
  void trimmed(long logStart) {
    forgetGone(0, Math.min(logStart, position));
    if (logStart <= position) {
      return;
    }
    lost += cursor.unsettledBefore(logStart) - cursor.unsettledBefore(position);
    cursor.settle(position, logStart);
    position = logStart;
    end = Math.max(end, logStart);
  }

  // ---- what is ready

  /** What came back, by offset; what is taken from it by {@link #takeBack}. */
  Collection<Entry> returned() {
    return returned.values();
  }

  /** Takes out what an iterator over {@link #returned} shows. */
  void takeBack(Iterator<Entry> at, Entry entry) {
    at.remove();
    if (!missing.remove(entry.offset)) {
      returnedBytes -= cost(entry);
    }
  }

  @Nullable Entry firstNew() {
    return fresh.peekFirst();
  }

  Entry takeNew() {
    Entry entry = fresh.removeFirst();
    freshBytes -= cost(entry);
    return entry;
  }

  /** The first message that nobody has read yet, for whoever wants none of it but its offset. */
  @Nullable Entry takeUnread() {
    long offset = cursor.nextUnsettled(position);
    if (!fresh.isEmpty() || offset >= end) {
      return null;
    }
    position = offset + 1;
    return entry(offset);
  }

  /** A message comes back to its place. */
  void giveBack(Entry entry) {
    entry.unload();
    entry.redelivered = true;
    returned.put(entry.offset, entry);
    missing.add(entry.offset);
  }

  /** The head's time; {@link Loaded#NEVER} where it has none, or is not known. */
  long headExpiresAt() {
    Entry head = returned.isEmpty() ? fresh.peekFirst() : returned.firstEntry().getValue();
    return head == null ? Loaded.NEVER : head.expiresAt;
  }

  /** Whether it is known what would be delivered next, and until when. */
  boolean hasHead() {
    return !returned.isEmpty() || !fresh.isEmpty();
  }

  /** Whether its messages can be read now; while they cannot, it is in no other lane's way. */
  void stuck(boolean is) {
    isStuck = is;
  }

  boolean isStuck() {
    return isStuck;
  }

  /** Whether nothing waits here that could be delivered, read or not. */
  boolean isDry() {
    return returned.isEmpty() && fresh.isEmpty() && cursor.nextUnsettled(position) >= end;
  }

  /** Everything that waits is done with; says how many of it had come back. */
  int purge() {
    int back = returned.size();
    returned.values().forEach(entry -> cursor.settle(entry.offset, entry.offset + 1));
    fresh.forEach(entry -> cursor.settle(entry.offset, entry.offset + 1));
    returned.clear();
    missing.clear();
    fresh.clear();
    returnedBytes = 0;
    freshBytes = 0;
    cursor.settle(position, Math.max(position, end));
    position = Math.max(position, end);
    return back;
  }

  private static long cost(Entry entry) {
    return entry.bytes + Entry.OVERHEAD;
  }
}
