package io.weir.embedded.collection;

import io.weir.backend.BackendException;
import io.weir.embedded.index.SealedSegment;
import io.weir.embedded.index.SegmentIndex;
import io.weir.embedded.retention.RetentionSweep;
import io.weir.embedded.segment.MetaRecord;
import io.weir.embedded.segment.Segment;
import io.weir.embedded.sequencer.LogWriter;
import io.weir.embedded.sequencer.Sequencer;
import io.weir.embedded.state.LogState;
import io.weir.embedded.storage.Storage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;

/**
 * Writes collected segments, and then makes them count, all at once: what they took over is dead
 * where it was. Until then nothing has changed, and a crash leaves at most files that the next
 * start removes. Used by one thread at a time.
 */
public final class Takeover {
  private final Storage storage;
  private final Sequencer sequencer;
  private final LogWriter writer;
  private final LogState state;
  private final Pace pace;

  /** Whether to leave everything as a crash would. */
  private volatile boolean crashed;

  public Takeover(
      Storage storage, Sequencer sequencer, LogWriter writer, LogState state, Pace pace) {
    this.storage = storage;
    this.sequencer = sequencer;
    this.writer = writer;
    this.state = state;
    this.pace = pace;
  }

  /** From now on nothing that was begun is removed, as if the process had died. */
  public void crash() {
    crashed = true;
  }

  /**
   * Writes and takes over. When it fails, the log is as it was.
   *
   * @param outputs what each collected segment takes over, a partition at most once
   * @param sources numbers of the segments that all of it lies in; their holder is the caller
   * @throws BackendException if what is to be taken over has changed meanwhile, or is damaged
   * @throws java.util.concurrent.CancellationException if the log is being closed
   */
  public void run(List<List<Extraction>> outputs, Set<Integer> sources) throws IOException {
    List<SealedSegment> written = new ArrayList<>();
    boolean counts = false;
    try {
      long millis = lastMillis(sources);
      for (List<Extraction> output : outputs) {
        written.add(write(output, state.reserveCollected(), millis));
      }
      CollectTask task = new CollectTask(written, sources, outcomes(outputs), writer);
      sequencer.submit(task);
      task.reply().future().toCompletionStage().toCompletableFuture().join();
      counts = true;
      boolean compacts = outputs.stream().anyMatch(Takeover::compacts);
      written.forEach(each -> count(each.segment().limit(), compacts));
    } catch (CompletionException e) {
      throw e.getCause() instanceof BackendException cause ? cause : e;
    } finally {
      if (!counts) {
        written.forEach(each -> discard(each.segment()));
      }
    }
  }

  private static boolean compacts(List<Extraction> output) {
    return output.stream().anyMatch(Extraction::compacts);
  }

  private void count(long bytes, boolean compacts) {
    if (compacts) {
      writer.space().compacted(bytes);
    } else {
      writer.space().collected(bytes);
    }
  }

  private static List<MetaRecord> outcomes(List<List<Extraction>> outputs) {
    List<MetaRecord> outcomes = new ArrayList<>();
    for (List<Extraction> output : outputs) {
      for (Extraction each : output) {
        MetaRecord outcome = each.outcome();
        if (outcome != null) {
          outcomes.add(outcome);
        }
      }
    }
    return outcomes;
  }

  private SealedSegment write(List<Extraction> output, int number, long millis) throws IOException {
    pace.await(0);
    Segment segment = writer.makeBeside(number, (int) CollectedWriter.capacity(output));
    CollectedWriter collected = new CollectedWriter(segment, millis, pace, state::isKeyed);
    try {
      for (Extraction each : output) {
        collected.add(each);
      }
      return collected.finish(storage);
    } catch (IOException | RuntimeException | Error e) {
      collected.abandon();
      discard(segment);
      throw e;
    }
  }

  /** Its index goes, too, for the number may be given again by another process. */
  private void discard(Segment segment) {
    if (crashed) {
      segment.close();
    } else {
      RetentionSweep.deleteIndex(storage, segment.number());
      segment.discard();
    }
  }

  private long lastMillis(Set<Integer> sources) {
    long last = 0;
    for (int number : sources) {
      SealedSegment sealed = state.sealed().get(number);
      SegmentIndex index = sealed == null ? null : sealed.index();
      last = Math.max(last, index == null ? 0 : index.lastMillis());
    }
    return last;
  }
}
