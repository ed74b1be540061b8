package io.weir.embedded.checkpoint;

import io.netty.buffer.ByteBuf;
import io.weir.embedded.segment.EntryKind;
import io.weir.embedded.segment.Segment;
import io.weir.embedded.state.LogState;
import io.weir.embedded.storage.Storage;
import java.io.IOException;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Finds the state at the head of a segment: from the newest whole one that is there, in a segment
 * or beside it, and the deltas after that. In the place of a delta that cannot be read the segment
 * before it is replayed, of whose changes it tells; so one damaged checkpoint loses nothing.
 */
public final class CheckpointChain {
  /** What the first segment of a log is called. */
  public static final int FIRST_NUMBER = 1;

  private final NavigableMap<Integer, Segment> segments;
  private final Storage storage;
  private final Reader reader;
  private final Logger log;
  private @Nullable LogState state;
  private int base;
  private int links;
  private long bytes;
  private boolean sound = true;

  /** Reads what no checkpoint tells, and is told what checkpoints say of damage. */
  public interface Reader {
    /** Makes true what a segment says behind its head. */
    public void replay(LogState state, Segment segment);

    /** All damage before this has been counted by a start. */
    void lossCounted();
  }

  /**
   * @param segments all that may be needed, by number; the last is the one whose head is looked for
   * @param log is told of damage
   */
  public CheckpointChain(
      NavigableMap<Integer, Segment> segments, Storage storage, Reader reader, Logger log) {
    this.segments = segments;
    this.storage = storage;
    this.reader = reader;
    this.log = log;
  }

  /** The state at the head of the last segment; null if there is nothing to begin with. */
  public @Nullable LogState restore() throws IOException {
    if (!begin()) {
      return null;
    }
    LogState restored = state;
    if (restored != null) {
      Segment before = segments.get(base);
      for (Segment segment : segments.tailMap(base, false).values()) {
        if (before != null) {
          link(restored, before, segment);
        }
        before = segment;
      }
    }
    return restored;
  }

  /** The segment from whose head it began. */
  public int base() {
    return base;
  }

  /** How many deltas followed. */
  int links() {
    return links;
  }

  /** What these take. */
  long bytes() {
    return bytes;
  }

  /** Whether nothing of what was used was damaged or missing. */
  public boolean isSound() {
    return sound;
  }

  private boolean begin() throws IOException {
    for (Segment segment : segments.descendingMap().values()) {
      LogState found = Checkpoint.read(segment);
      if (found == null) {
        found = BaseFile.read(storage, segment);
      }
      if (found != null) {
        state = found;
        base = segment.number();
        return true;
      }
      if (!Checkpoint.isAt(segment, EntryKind.CHECKPOINT_DELTA)) {
        sound = false;
        log.error("the checkpoint of {} is damaged; what is before it is used", segment.name());
      }
    }
    boolean complete = segments.lastKey() - FIRST_NUMBER + 1 == segments.size();
    if (complete && segments.firstKey() == FIRST_NUMBER) {
      state = new LogState(); // which is all that the log's first checkpoint says
      base = FIRST_NUMBER;
      sound = false;
      return true;
    }
    return false;
  }

  private void link(LogState restored, Segment before, Segment segment) {
    ByteBuf delta = Checkpoint.payload(segment, EntryKind.CHECKPOINT_DELTA);
    boolean follows = segment.number() == before.number() + 1;
    if (delta == null || !follows) {
      sound = false;
      log.error(
          "{} is read again, for the checkpoint after it is {}",
          before.name(),
          follows ? "damaged" : "lost with its segment");
      reader.replay(restored, before);
    }
    if (delta != null) {
      links++;
      bytes += delta.readableBytes();
      if (DeltaCheckpoint.apply(delta, restored)) {
        reader.lossCounted();
      }
    }
  }
}
