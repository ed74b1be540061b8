package io.weir.embedded.collection;

import io.weir.backend.BackendException;
import io.weir.backend.BackendException.Corrupt;
import io.weir.backend.BackendException.Full;
import io.weir.embedded.retention.Settlements;
import io.weir.embedded.segment.Segment;
import io.weir.embedded.sequencer.LogWriter;
import io.weir.embedded.sequencer.Sequencer;
import io.weir.embedded.sequencer.SpaceCounters;
import io.weir.embedded.state.EmbeddedSettings;
import io.weir.embedded.state.LogState;
import io.weir.embedded.storage.Storage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives back the space of segments that are mostly dead: copies what is needed of them to collected
 * segments, after which they can be dropped. Used by one thread, for which it may wait.
 */
public final class Collector {
  private static final Logger log = LoggerFactory.getLogger(Collector.class);

  /** With half of it dead, what is written again is no more than what had died. */
  public static final int WORTH_PERCENT = 50;

  private final LogState state;
  private final Sequencer sequencer;
  private final LogWriter writer;
  private final Storage storage;
  private final EmbeddedSettings settings;
  private final Settlements settlements;
  private final Takeover takeover;

  /** Segments with something that is damaged, which stay as they are. */
  private final Set<Integer> damaged = new HashSet<>();

  /** Segments one of which has something damaged: each is tried by itself. */
  private final Set<Integer> suspects = new HashSet<>();

  public Collector(
      LogState state,
      Sequencer sequencer,
      LogWriter writer,
      Storage storage,
      EmbeddedSettings settings,
      Settlements settlements,
      Takeover takeover) {
    this.state = state;
    this.sequencer = sequencer;
    this.writer = writer;
    this.storage = storage;
    this.settings = settings;
    this.settlements = settlements;
    this.takeover = takeover;
  }

  /**
   * Collects what is worth it; returns how many segments can be dropped for it.
   *
   * @param percent the most of a segment that may be needed still
   */
  public int run(int percent) {
    int collected = collect(plan().groups(percent));
    SpaceCounters space = writer.space();
    return collected + collect(plan().merges(space.appended() - space.collected()));
  }

  private CollectionPlan plan() {
    Set<Integer> excluded = new HashSet<>(damaged);
    excluded.addAll(state.kept());
    return new CollectionPlan(state, settlements, settings.segmentBytes(), excluded, suspects);
  }

  private int collect(List<CollectionGroup> groups) {
    int collected = 0;
    try {
      for (CollectionGroup group : groups) {
        if (sequencer.isLacking() || !hasRoom(group)) {
          return collected;
        }
        if (collect(group)) {
          collected += group.sources().size();
        }
      }
    } catch (CancellationException e) {
      log.debug("collection ends: {}", e.getMessage());
    } catch (Storage.NoSpaceException | Storage.ExhaustedException | Full e) {
      log.info("nothing is collected for want of room: {}", e.getMessage());
    } catch (IOException | BackendException e) {
      log.warn("nothing was collected: {}", e.toString());
    }
    return collected;
  }

  /** The log itself goes before: what it needs next is never taken. */
  private boolean hasRoom(CollectionGroup group) throws IOException {
    long logBytes =
        state.sealed().values().stream().mapToLong(each -> each.segment().limit()).sum();
    long spare = 2L * settings.segmentCapacity(logBytes, 0);
    return storage.usableBytes() - spare > group.neededBytes();
  }

  private boolean collect(CollectionGroup group) throws IOException {
    List<Segment> held = new ArrayList<>();
    try {
      for (Survey each : group.sources()) {
        if (!each.source().segment().retain()) {
          return false; // dropped meanwhile
        }
        held.add(each.source().segment());
      }
      takeover.run(group.outputs(settlements), group.numbers());
      log.debug("collected {} segments, {} bytes", held.size(), group.neededBytes());
      return true;
    } catch (Corrupt e) {
      if (group.sources().size() == 1) {
        log.error("what is damaged is not collected, and stays where it is: {}", e.getMessage());
        damaged.addAll(group.numbers());
      } else {
        suspects.addAll(group.numbers());
      }
      return false;
    } finally {
      held.forEach(Segment::release);
    }
  }
}
