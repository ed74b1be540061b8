package io.weir.embedded.compaction;

import io.weir.backend.BackendException;
import io.weir.backend.BackendException.Full;
import io.weir.backend.Cleanup;
import io.weir.embedded.collection.Life;
import io.weir.embedded.collection.Pace;
import io.weir.embedded.collection.Takeover;
import io.weir.embedded.index.ActiveRows;
import io.weir.embedded.sequencer.LogWriter;
import io.weir.embedded.sequencer.Sequencer;
import io.weir.embedded.state.EmbeddedSettings;
import io.weir.embedded.state.LogState;
import io.weir.embedded.state.Partition;
import io.weir.embedded.state.Topic;
import io.weir.embedded.storage.Storage;
import io.weir.embedded.task.SealTask;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compacts the partitions of topics that ask for it: of small ones many share a collected segment,
 * of large ones each segment's worth counts by itself. Used by one thread, for which it may wait.
 */
public final class Compactor {
  private static final Logger log = LoggerFactory.getLogger(Compactor.class);

  private final LogState state;
  private final Sequencer sequencer;
  private final LogWriter writer;
  private final Storage storage;
  private final EmbeddedSettings settings;
  private final Takeover takeover;
  private final Pace pace;

  /** Partitions that could not be compacted, which stay as they are until the next start. */
  private final Set<Integer> failed = new HashSet<>();

  /** Passes of which not all steps are carried out. */
  private final Set<CompactionPass> passes = new LinkedHashSet<>();

  /** The steps that share the next collected segment, each of another partition. */
  private final List<CompactionPass.Step> steps = new ArrayList<>();

  private long bytes;
  private int compacted;

  public Compactor(
      LogState state,
      Sequencer sequencer,
      LogWriter writer,
      Storage storage,
      EmbeddedSettings settings,
      Takeover takeover,
      Pace pace) {
    this.state = state;
    this.sequencer = sequencer;
    this.writer = writer;
    this.storage = storage;
    this.settings = settings;
    this.takeover = takeover;
    this.pace = pace;
  }

  /** Compacts what is worth it; returns in how many partitions something was. */
  public int run(long nowMillis) {
    compacted = 0;
    try {
      List<Topic> topics = topics();
      sealWhatIsOverdue(topics, nowMillis);
      Life life = new Life(0);
      for (Topic topic : topics) {
        Life next = Life.of(topic.settings());
        if (!next.equals(life)) {
          carryOut();
          life = next;
        }
        for (Partition partition : topic.partitions()) {
          compact(partition, nowMillis);
        }
      }
      carryOut();
    } catch (CancellationException e) {
      log.debug("compaction ends: {}", e.getMessage());
    } catch (Storage.NoSpaceException | Storage.ExhaustedException | Full e) {
      log.info("nothing more is compacted for want of room: {}", e.getMessage());
    } catch (IOException | BackendException e) {
      log.warn("nothing more was compacted: {}", e.toString());
    } finally {
      passes.forEach(pass -> pass.plan().close());
      passes.clear();
      steps.clear();
      bytes = 0;
    }
    return compacted;
  }

  /** Those that are compacted, by how long their data lives. */
  private List<Topic> topics() {
    return state.topics().stream()
        .filter(topic -> topic.settings().cleanup() != Cleanup.DELETE)
        .sorted(Comparator.comparing(topic -> Life.of(topic.settings())))
        .toList();
  }

  /** What is in the active segment can be compacted once that has ended. */
  private void sealWhatIsOverdue(List<Topic> topics, long nowMillis) {
    for (Topic topic : topics) {
      long before = nowMillis - topic.settings().compaction().maxLagMillis();
      for (Partition partition : topic.partitions()) {
        ActiveRows active = partition.rows().active();
        if (active != null
            && active.count() > 0
            && active.maxTimestamp(0) >= 0
            && active.maxTimestamp(0) <= before) {
          SealTask.seal(active.segment().number(), sequencer);
          return;
        }
      }
    }
  }

  private void compact(Partition partition, long nowMillis) throws IOException {
    if (failed.contains(partition.number())) {
      return;
    }
    CompactionPlan plan = CompactionPlan.of(partition, state, state.kept(), nowMillis);
    if (plan == null) {
      return;
    }
    CompactionPass pass = new CompactionPass(plan, pace, nowMillis, CompactionPass.KEY_BYTES);
    passes.add(pass);
    for (CompactionPass.Step step : pass.steps(settings.segmentBytes() / 2)) {
      boolean isContinued = !steps.isEmpty() && steps.getLast().pass() == pass;
      if (isContinued || bytes + step.mostBytes() > settings.segmentBytes()) {
        carryOut();
      }
      steps.add(step);
      bytes += step.mostBytes();
    }
  }

  private void carryOut() throws IOException {
    if (steps.isEmpty()) {
      return;
    }
    if (sequencer.isLacking() || !hasRoom()) {
      throw new Full("a compacted segment of " + bytes + " bytes");
    }
    Set<Integer> sources = new TreeSet<>();
    steps.forEach(step -> sources.addAll(step.sources()));
    try {
      takeover.run(List.of(List.copyOf(steps)), sources);
    } catch (RuntimeException e) {
      passes.stream().filter(CompactionPass::hasFailed).forEach(this::giveUp);
      throw e;
    }
    for (CompactionPass.Step step : steps) {
      if (step.isLast()) {
        passes.remove(step.pass());
        step.pass().plan().close();
        compacted++;
      }
    }
    steps.clear();
    bytes = 0;
  }

  private void giveUp(CompactionPass pass) {
    Partition partition = pass.plan().partition();
    log.error("{} is not compacted before the next start", partition);
    failed.add(partition.number());
  }

  /** The log itself goes before: what it needs next is never taken. */
  private boolean hasRoom() throws IOException {
    long logBytes =
        state.sealed().values().stream().mapToLong(each -> each.segment().limit()).sum();
    long spare = 2L * settings.segmentCapacity(logBytes, 0);
    return storage.usableBytes() - spare > bytes;
  }
}
