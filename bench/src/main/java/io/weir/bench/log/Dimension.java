package io.weir.bench.log;

import io.weir.bench.server.Workplace;
import java.util.Locale;

/** What can be varied. */
public enum Dimension {
  TOPICS,
  PARTITIONS,
  BATCHES,
  PUBLISHERS,
  READERS,
  RETENTION;

  /** Its trial; servers are started. */
  Trial trial(Plan plan, Workplace workplace) {
    return switch (this) {
      case TOPICS -> new SpreadTrial(SpreadTrial.Over.TOPICS, plan.topics(), plan, workplace);
      case PARTITIONS ->
          new SpreadTrial(SpreadTrial.Over.PARTITIONS, plan.partitions(), plan, workplace);
      case BATCHES -> new BatchTrial(plan, workplace);
      case PUBLISHERS -> new PublisherTrial(plan, workplace);
      case READERS -> new ReaderTrial(plan, workplace);
      case RETENTION -> new RetentionTrial(plan, workplace);
    };
  }

  /** As it is written on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
