package io.weir.embedded;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Everything that a checkpoint says of a state, in an order that does not depend on how it came.
 */
final class StateText {
  private StateText() {}

  static List<String> of(LogState state) {
    List<String> lines = new ArrayList<>();
    for (Topic topic : state.topics()) {
      MetaRecord.TopicWritten record = Checkpoint.record(topic);
      String numbers = Arrays.toString(record.partitionNumbers());
      lines.add("topic %s %s %s %s".formatted(topic.id(), topic.name(), topic.settings(), numbers));
      for (Partition partition : topic.partitions()) {
        lines.add(partition(partition));
      }
    }
    state
        .producers()
        .forEach(
            (key, producer) ->
                lines.add(
                    "producer %s %d %s"
                        .formatted(key, producer.epoch(), Arrays.toString(producer.batches()))));
    state.transactions().all().forEach(transaction -> lines.add(transaction(transaction)));
    lines.sort(null);
    lines.add("kept %s, boot %s".formatted(state.kept(), state.boot()));
    lines.add("collected %s, next %d".formatted(state.collected(), state.nextCollected()));
    lines.add(
        "next %d, ids %d".formatted(state.nextPartitionNumber(), state.reservedProducerIds()));
    return lines;
  }

  private static String partition(Partition partition) {
    EpochHistory epochs = partition.epochs();
    return "partition %d from %d to %d, next %d, reign %d, epochs %s %s %s, open %s, %s"
        .formatted(
            partition.number(),
            partition.logStart(),
            partition.highWatermark(),
            partition.nextOffset(),
            partition.reign(),
            Arrays.toString(epochs.epochs()),
            Arrays.toString(epochs.starts()),
            Arrays.toString(epochs.resumes()),
            partition.transactions().open(),
            partition.compaction());
  }

  private static String transaction(Transaction transaction) {
    Transaction.Open open = transaction.open();
    String progress =
        open == null
            ? Objects.toString(transaction.state())
            : "%d %s %s".formatted(open.sinceMillis(), open.isDoubtful(), open.firsts());
    return "transaction %s %s %s".formatted(transaction.id(), transaction.producer(), progress);
  }
}
