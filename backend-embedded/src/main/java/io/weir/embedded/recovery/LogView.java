package io.weir.embedded.recovery;

import io.weir.embedded.checkpoint.CheckpointChain;
import io.weir.embedded.segment.Segment;
import io.weir.embedded.segment.SegmentHeader;
import io.weir.embedded.segment.SegmentScanner;
import io.weir.embedded.state.LogState;
import io.weir.embedded.storage.DataDirectory.StopMark;
import io.weir.embedded.storage.FileStorage;
import io.weir.embedded.storage.Layout;
import io.weir.embedded.storage.Storage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.helpers.NOPLogger;

/**
 * A log that nobody writes meanwhile, for who only reads it: its segments are opened one at a time,
 * and nothing is changed.
 */
public final class LogView implements CheckpointChain.Reader {
  private final FileStorage storage;
  private final @Nullable StopMark mark;
  private final NavigableMap<Integer, Part> parts = new TreeMap<>();
  private final NavigableMap<Integer, Part> collected = new TreeMap<>();
  private boolean founded = true;

  /**
   * A segment before it is opened.
   *
   * @param spare whether it has the name of one that is not begun, though it is: its own was lost
   *     with the power
   * @param bytes of its file
   * @param firstCommit its first commit's number; 0 if that cannot be read
   */
  public record Part(int number, String name, boolean spare, long bytes, long firstCommit) {}

  private LogView(FileStorage storage, @Nullable StopMark mark) {
    this.storage = storage;
    this.mark = mark;
  }

  /** Looks at what is there. */
  public static LogView of(Path directory, @Nullable StopMark mark) throws IOException {
    LogView view = new LogView(new FileStorage(directory), mark);
    for (int number : view.storage.segments()) {
      view.add(number, false);
    }
    for (int number : view.storage.spares()) {
      view.add(number, true);
    }
    return view;
  }

  private void add(int number, boolean spare) throws IOException {
    Storage.Extent extent = spare ? storage.openSpare(number) : storage.open(number);
    try {
      Segment segment = segment(number, storage, extent);
      long firstCommit = segment == null ? 0 : SegmentScanner.firstCommit(segment);
      long bytes = extent.bytes().limit();
      if (!spare || firstCommit > 0) {
        (number < Layout.FIRST_COLLECTED ? parts : collected)
            .put(number, new Part(number, storage.name(number), spare, bytes, firstCommit));
      }
    } finally {
      extent.close();
    }
  }

  /** Those of the log itself, by ascending number. */
  public Collection<Part> parts() {
    return parts.values();
  }

  /** One of those; null if there is none of this number. */
  public @Nullable Part part(int number) {
    return parts.get(number);
  }

  /** Collected ones, whether they count or not, the newest first. */
  public Collection<Part> collected() {
    return collected.descendingMap().values();
  }

  public List<Part> all() {
    return Stream.concat(parts().stream(), collected().stream()).toList();
  }

  public long bytes() {
    return all().stream().mapToLong(Part::bytes).sum();
  }

  public FileStorage storage() {
    return storage;
  }

  /** Whether a segment is the one that was written last. */
  public boolean isLast(Part part) {
    return !parts.isEmpty() && part.number() == parts.lastKey();
  }

  /** Whether it is the one before the last, which a crash may leave unfinished. */
  public boolean isLastFull(Part part) {
    Integer before = parts.isEmpty() ? null : parts.lowerKey(parts.lastKey());
    return before != null && part.number() == before;
  }

  /** Whether nothing was ever written to it. */
  public boolean isBlank(Part part) throws IOException {
    Storage.Extent extent = storage.open(part.number());
    try {
      return Recovery.isBlank(extent);
    } finally {
      extent.close();
    }
  }

  /** Opens a segment; null if its head cannot be read. The caller closes it. */
  public @Nullable Segment open(Part part) throws IOException {
    Storage.Extent extent =
        part.spare() ? storage.openSpare(part.number()) : storage.open(part.number());
    Segment segment = segment(part.number(), storage, extent);
    if (segment == null) {
      extent.close();
    }
    return segment;
  }

  /** What lies in an extent; null if it has no head of this number. */
  public static @Nullable Segment segment(int number, Storage storage, Storage.Extent extent) {
    return segment(number, storage, extent, Runnable::run);
  }

  /**
   * The same.
   *
   * @param background frees it
   */
  public static @Nullable Segment segment(
      int number, Storage storage, Storage.Extent extent, Executor background) {
    SegmentHeader header =
        extent.bytes().limit() < Layout.FIRST_COMMIT ? null : SegmentHeader.read(extent.bytes());
    return header == null || header.number() != number
        ? null
        : new Segment(header, storage.name(number), extent, background);
  }

  /** The commit up to which a segment is known, from elsewhere, to have been synced. */
  public long proven(Part part) {
    if (isLast(part)) {
      StopMark own = markOf(part);
      return own == null ? 0 : own.commit();
    }
    Part next = parts.get(part.number() + 1);
    return next == null // dropped, or lost: what follows says nothing of this one's end
        ? SegmentScanner.ALL_PROVEN
        : SegmentScanner.lastCommitBefore(part.firstCommit(), next.firstCommit());
  }

  /** Scans a segment as far as it was written. */
  public SegmentScanner.End scan(Part part, Segment segment, SegmentScanner.Visitor visitor) {
    StopMark own = markOf(part);
    int limit = own == null ? segment.limit() : Math.min(own.end(), segment.limit());
    return new SegmentScanner(segment, limit, visitor).scan(proven(part));
  }

  /** Where an orderly stop left the log, if that was in this segment. */
  @Nullable StopMark markOf(Part part) {
    return mark != null && mark.segment() == part.number() ? mark : null;
  }

  /** What the whole log amounts to, as far as it can be read. */
  public LogState state() throws IOException {
    NavigableMap<Integer, Segment> opened = open(parts.values());
    try {
      return opened.isEmpty() ? new LogState() : state(opened);
    } finally {
      opened.values().forEach(Segment::close);
    }
  }

  /** Those that can be opened. */
  private NavigableMap<Integer, Segment> open(Collection<Part> some) throws IOException {
    NavigableMap<Integer, Segment> opened = new TreeMap<>();
    try {
      for (Part part : some) {
        Segment segment = open(part);
        if (segment != null) {
          opened.put(part.number(), segment);
        }
      }
      return opened;
    } catch (IOException | RuntimeException e) {
      opened.values().forEach(Segment::close);
      throw e;
    }
  }

  /**
   * The state at the head of a segment, as the log itself and the states beside it have it; null if
   * not all of what tells of it is sound.
   */
  public @Nullable LogState stateAtHead(int number) throws IOException {
    NavigableMap<Integer, Segment> opened = open(parts.headMap(number, true).values());
    try {
      CheckpointChain chain = new CheckpointChain(opened, storage, this, NOPLogger.NOP_LOGGER);
      LogState restored = opened.containsKey(number) ? chain.restore() : null;
      return chain.isSound() ? restored : null;
    } finally {
      opened.values().forEach(Segment::close);
    }
  }

  /** Whether a start finds a whole state to begin from; known once {@link #state} was asked for. */
  public boolean isFounded() {
    return founded;
  }

  private LogState state(NavigableMap<Integer, Segment> opened) throws IOException {
    CheckpointChain chain = new CheckpointChain(opened, storage, this, NOPLogger.NOP_LOGGER);
    LogState restored = chain.restore();
    founded = restored != null;
    LogState state = restored == null ? new LogState() : restored;
    for (Segment segment :
        restored == null ? opened.values() : List.of(opened.lastEntry().getValue())) {
      replay(state, segment);
    }
    return state;
  }

  @Override
  public void replay(LogState state, Segment segment) {
    Part part = parts.get(segment.number());
    if (part != null) {
      scan(part, segment, new Replay(state, segment, false, NOPLogger.NOP_LOGGER));
    }
  }

  @Override
  public void lossCounted() {}
}
