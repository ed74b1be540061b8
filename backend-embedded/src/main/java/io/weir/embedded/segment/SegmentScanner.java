package io.weir.embedded.segment;

import io.weir.embedded.storage.Layout;
import io.weir.embedded.storage.Mapped;
import io.weir.record.BatchFormat;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a segment from its first byte to its last and tells what is there. What does not check out
 * is one of two things. If a later commit was written when the broken one was known to be synced,
 * it is <em>damage</em>: it is named, what can be read around it is told, and the scan goes on.
 * Otherwise it is a write that never ended, nobody was promised anything of it, and the log ends
 * before it.
 */
public final class SegmentScanner {
  /**
   * All of the segment was synced, and which commit was its last is not known: whatever is broken
   * in it is damage.
   */
  public static final long ALL_PROVEN = Long.MAX_VALUE;

  private static final Visitor NOBODY =
      new Visitor() {
        @Override
        public void entry(
            @Nullable CommitHeader commit, EntryHeader entry, int payload, boolean whole) {}

        @Override
        public void damage(int from, int to) {}
      };

  private final Segment segment;
  private final int limit;
  private final ByteBuffer bytes;
  private final Visitor visitor;
  private final FrameChecksum checksum = new FrameChecksum();
  private int readable = -1;

  public SegmentScanner(Segment segment, Visitor visitor) {
    this(segment, segment.limit(), visitor);
  }

  /**
   * @param limit nothing is written from here on
   */
  public SegmentScanner(Segment segment, int limit, Visitor visitor) {
    this.segment = segment;
    this.limit = limit;
    this.bytes = segment.bytes();
    this.visitor = visitor;
  }

  /** Is told what is found, in the order of the log. */
  public interface Visitor {
    /**
     * An entry.
     *
     * @param commit in which it lies, or null if that commit's head is damaged
     * @param payload where its payload begins
     * @param whole whether the payload checks out
     */
    void entry(@Nullable CommitHeader commit, EntryHeader entry, int payload, boolean whole);

    /** Bytes of which nothing can be told. */
    void damage(int from, int to);
  }

  /**
   * Where the log ends in this segment.
   *
   * @param position after the last commit
   * @param lastCommit its number; 0 if there is none
   * @param durable the last commit known to have been synced
   * @param durableEnd the position after that one
   * @param cut bytes behind it, up to the last that is not zero
   */
  public record End(int position, long lastCommit, long durable, int durableEnd, int cut) {}

  /** Whether a segment was created and the process ended before its first commit, or in it. */
  public static boolean isUnbegun(Segment segment) {
    List<Place> places = new SegmentScanner(segment, NOBODY).commits();
    return places.isEmpty() || places.size() == 1 && places.getFirst().start == Layout.FIRST_COMMIT;
  }

  /** The number of a segment's first commit; 0 if its head cannot be read. */
  public static long firstCommit(Segment segment) {
    CommitHeader first = CommitHeader.read(segment, Layout.FIRST_COMMIT, new FrameChecksum());
    return first == null ? 0 : first.number();
  }

  /**
   * The last commit of a segment that another follows: the one before the other's first, for which
   * it was synced. What lies behind it is a write that failed.
   *
   * @param own the segment's first commit, or 0
   * @param following that of the next one, or 0
   */
  public static long lastCommitBefore(long own, long following) {
    return own > 0 && own < following ? following - 1 : ALL_PROVEN;
  }

  /**
   * Where the commit ends whose head is the last that can be read, whether it is whole or not. What
   * is before that head does not change any more, also where the segment is being written.
   */
  public static int newestEnd(Segment segment) {
    List<Place> places = new SegmentScanner(segment, NOBODY).commits();
    return places.isEmpty() ? Layout.FIRST_COMMIT : places.getLast().end();
  }

  /** Where the last commit ends that is whole. */
  public static int endOfLast(Segment segment) {
    return new SegmentScanner(segment, NOBODY).scan(0).position();
  }

  private record Place(int start, CommitHeader header) {
    int end() {
      return start + CommitHeader.BYTES + header.length();
    }
  }

  private record Found(EntryHeader header, int payload, boolean whole) {}

  /**
   * Scans it.
   *
   * @param proven the last commit known from elsewhere to have been synced
   */
  public End scan(long proven) {
    List<Place> places = commits();
    long durable = proven;
    for (Place place : places) {
      durable = Math.max(durable, place.header.durableBefore());
    }
    int position = Layout.FIRST_COMMIT;
    int durableEnd = position;
    long last = 0;
    for (Place place : places) {
      long number = place.header.number();
      boolean follows = last == 0 ? place.start == position : number == last + 1;
      if (!follows) {
        if (number - 1 > durable) {
          break;
        }
        salvage(null, position, place.start, place.start);
      }
      if (!take(place, number <= durable)) {
        break;
      }
      position = place.end();
      last = number;
      durableEnd = number <= durable ? position : durableEnd;
    }
    int end = lastWritten(position);
    if (end > position && durable > last) {
      position = salvage(null, Layout.align(position), end, limit);
      durableEnd = position;
      last = proven == ALL_PROVEN ? last : durable;
    }
    return new End(
        position, last, Math.min(durable, last), durableEnd, Math.max(0, end - position));
  }

  /** The heads of commits that check out, each with a greater number than the one before it. */
  private List<Place> commits() {
    List<Place> places = new ArrayList<>();
    int position = Layout.FIRST_COMMIT;
    long last = 0;
    while (position + CommitHeader.BYTES <= limit) {
      Place place = at(position, last);
      if (place == null) {
        place = at(Layout.alignToSector(position), last);
      }
      if (place == null) {
        place = next(position, last);
      }
      if (place == null) {
        return places;
      }
      places.add(place);
      last = place.header.number();
      position = Layout.align(place.end());
    }
    return places;
  }

  private @Nullable Place at(int position, long last) {
    CommitHeader header = CommitHeader.read(segment, position, checksum);
    return header != null && header.number() > last ? new Place(position, header) : null;
  }

  private @Nullable Place next(int from, long last) {
    int end = limit - CommitHeader.BYTES;
    int position = Layout.align(from);
    while (position <= end) {
      if (!isReadable(position)) {
        position = Mapped.nextPage(position);
        continue;
      }
      if (bytes.getInt(position) == CommitHeader.MAGIC) {
        Place place = at(position, last);
        if (place != null) {
          return place;
        }
      }
      position += Layout.ALIGNMENT;
    }
    return null;
  }

  /** Tells of a commit; false if it is not whole, and was not proven to have been. */
  private boolean take(Place place, boolean proven) {
    List<Found> found = new ArrayList<>();
    int position = place.start + CommitHeader.BYTES;
    boolean whole = true;
    while (whole && found.size() < place.header.entries()) {
      EntryHeader entry = EntryHeader.read(segment, position, place.end(), checksum);
      whole = entry != null;
      if (entry != null) {
        int payload = position + EntryHeader.BYTES;
        whole = isWhole(entry, payload);
        found.add(new Found(entry, payload, whole));
        position = Layout.align(payload + entry.length());
      }
    }
    if (whole) {
      found.forEach(each -> visitor.entry(place.header, each.header, each.payload, true));
    } else if (proven) {
      salvage(place.header, place.start + CommitHeader.BYTES, place.end(), place.end());
    }
    return whole || proven;
  }

  /**
   * Tells of every entry between two places that can be told, and of the bytes between them as
   * damage.
   *
   * @param most where the last entry ends at the latest: it may end with zeros, and so after the
   *     last byte that is none
   * @return where the last entry ends, or {@code to} if that is later
   */
  private int salvage(@Nullable CommitHeader commit, int from, int to, int most) {
    int position = from;
    int damaged = from;
    while (position + EntryHeader.BYTES <= to) {
      if (!isReadable(position)) {
        position = Mapped.nextPage(position);
        continue;
      }
      EntryHeader entry =
          bytes.getShort(position) == EntryHeader.MAGIC
              ? EntryHeader.read(segment, position, most, checksum)
              : null;
      if (entry == null) {
        position += Layout.ALIGNMENT;
      } else {
        tellDamage(damaged, position);
        int payload = position + EntryHeader.BYTES;
        visitor.entry(commit, entry, payload, isWhole(entry, payload));
        position = Layout.align(payload + entry.length());
        damaged = position;
      }
    }
    tellDamage(damaged, to);
    return Math.min(most, Math.max(damaged, to));
  }

  /**
   * Between a commit's end and the next one there may be zeros up to a sector's end: those are no
   * damage.
   */
  private void tellDamage(int from, int to) {
    for (int i = from; i < to; i++) {
      if (to - from >= Layout.SECTOR || !isReadable(i) || bytes.get(i) != 0) {
        visitor.damage(from, to);
        return;
      }
    }
  }

  private boolean isWhole(EntryHeader entry, int payload) {
    return entry.kind() == EntryKind.BATCH
        ? isWholeBatch(bytes, entry, payload, checksum)
        : checksum.matches(bytes, payload, entry.length(), entry.payloadCrc());
  }

  /** Whether the page of a position can be read; the last one that could is not asked for again. */
  private boolean isReadable(int position) {
    int page = Mapped.page(position);
    if (page != readable) {
      if (!Mapped.isReadable(bytes, position)) {
        return false;
      }
      readable = page;
    }
    return true;
  }

  /** Whether the batch at a place is the one that its entry's header tells of, bit by bit. */
  static boolean isWholeBatch(
      ByteBuffer in, EntryHeader entry, int payload, FrameChecksum checksum) {
    try {
      boolean whole = matches(in, entry, payload, checksum);
      Mapped.settle();
      return whole;
    } catch (InternalError e) {
      Mapped.rethrowOthers(e);
      return false;
    }
  }

  /** The same, with the error of {@link Mapped} where it cannot be read. */
  public static boolean matches(
      ByteBuffer in, EntryHeader entry, int payload, FrameChecksum checksum) {
    int size = entry.length();
    return size >= BatchFormat.HEADER_BYTES
        && in.getLong(payload + BatchFormat.BASE_OFFSET) == entry.baseOffset()
        && in.getInt(payload + BatchFormat.LENGTH) == size - BatchFormat.LENGTH_OVERHEAD
        && in.getInt(payload + BatchFormat.LEADER_EPOCH) == entry.epoch()
        && in.get(payload + BatchFormat.MAGIC) == BatchFormat.MAGIC_V2
        && in.getInt(payload + BatchFormat.CRC)
            == checksum.plain(in, payload + BatchFormat.ATTRIBUTES, size - BatchFormat.ATTRIBUTES);
  }

  /** The position after the last byte from a place on that is not zero. */
  private int lastWritten(int from) {
    int position = limit & -Long.BYTES;
    while (position - Long.BYTES >= from
        && isReadable(position - Long.BYTES)
        && bytes.getLong(position - Long.BYTES) == 0) {
      position -= Long.BYTES;
    }
    return Math.max(from, position);
  }
}
