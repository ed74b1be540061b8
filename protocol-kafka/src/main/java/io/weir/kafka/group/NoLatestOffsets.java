package io.weir.kafka.group;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.server.util.PartitionMetadataClient;

/** Latest offsets are asked for share groups alone, which are not here. */
final class NoLatestOffsets implements PartitionMetadataClient {

  @Override
  public Map<TopicPartition, CompletableFuture<OffsetResponse>> listLatestOffsets(
      Set<TopicPartition> partitions) {
    Map<TopicPartition, CompletableFuture<OffsetResponse>> answers = new HashMap<>();
    for (TopicPartition partition : partitions) {
      answers.put(
          partition,
          CompletableFuture.completedFuture(new OffsetResponse(-1, Errors.UNSUPPORTED_VERSION)));
    }
    return answers;
  }

  @Override
  public void close() {}
}
