package io.weir.embedded.state;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Which partitions and topics are not as the checkpoint at the head of the active segment has them:
 * what the end of that segment has to look at, however many there are beside. Bounded, for a
 * segment ends when it has {@link #MOST}. Used by one thread.
 */
public final class Changes {
  /**
   * After so many a segment ends though it has room left: what is done about them at its end takes
   * some ten milliseconds, in which nobody is answered.
   */
  public static final int MOST = 50_000;

  private final List<Partition> partitions = new ArrayList<>();
  private final Set<UUID> topics = new LinkedHashSet<>();
  private boolean lossCounted;

  /** A partition's first change; it tells of no other before {@link #clear}. */
  void add(Partition partition) {
    partitions.add(partition);
  }

  /** A topic is new, or another, or gone. */
  void add(Topic topic) {
    topics.add(topic.id());
  }

  /** A start has counted all damage before it of which nobody can say what it was. */
  void countLoss() {
    lossCounted = true;
  }

  public boolean isLossCounted() {
    return lossCounted;
  }

  /** In the order of their first changes, those of deleted topics among them. */
  public List<Partition> partitions() {
    return partitions;
  }

  /** In the order of their first changes, deleted ones among them. */
  public Set<UUID> topics() {
    return topics;
  }

  public int count() {
    return partitions.size() + topics.size();
  }

  /** A checkpoint has it all. */
  void clear() {
    partitions.forEach(Partition::unchanged);
    partitions.clear();
    topics.clear();
    lossCounted = false;
  }
}
