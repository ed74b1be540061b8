package io.weir.kafka;

import io.weir.core.topic.Topic;
import io.weir.kafka.mapping.TopicIds;
import java.util.List;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FetchRequestData.FetchPartition;
import org.apache.kafka.common.message.FetchRequestData.FetchTopic;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.ProduceRequestData.PartitionProduceData;
import org.apache.kafka.common.message.ProduceRequestData.TopicProduceData;
import org.apache.kafka.common.record.internal.BaseRecords;

/** Requests about one topic, named as the version has it: by name or by id. */
public final class Requests {
  private Requests() {}

  /** One batch for partition 0, with acks of all. */
  public static ProduceRequestData produce(Topic topic, int version, BaseRecords records) {
    return produce(produceTopic(topic, version), 0, records);
  }

  public static ProduceRequestData produce(
      TopicProduceData topic, int partition, BaseRecords records) {
    ProduceRequestData request = new ProduceRequestData().setAcks((short) -1).setTimeoutMs(10_000);
    topic.partitionData().add(new PartitionProduceData().setIndex(partition).setRecords(records));
    request.topicData().add(topic);
    return request;
  }

  public static TopicProduceData produceTopic(Topic topic, int version) {
    return version >= 13
        ? new TopicProduceData().setTopicId(TopicIds.toKafka(topic.id()))
        : new TopicProduceData().setName(topic.name().text());
  }

  /**
   * Partition 0 from an offset, a megabyte at most, answered with the first byte or in a second.
   */
  public static FetchRequestData fetch(Topic topic, int version, long offset) {
    return fetch(topic, version, partition(0, offset));
  }

  /** Some partitions, answered with the first byte or in a second. */
  public static FetchRequestData fetch(Topic topic, int version, FetchPartition... partitions) {
    return new FetchRequestData()
        .setMaxWaitMs(1000)
        .setMinBytes(1)
        .setTopics(List.of(fetchTopic(topic, version, partitions)));
  }

  public static FetchTopic fetchTopic(Topic topic, int version, FetchPartition... partitions) {
    FetchTopic asked =
        version >= 13
            ? new FetchTopic().setTopicId(TopicIds.toKafka(topic.id()))
            : new FetchTopic().setTopic(topic.name().text());
    return asked.setPartitions(List.of(partitions));
  }

  public static FetchPartition partition(int partition, long offset) {
    return new FetchPartition()
        .setPartition(partition)
        .setFetchOffset(offset)
        .setPartitionMaxBytes(1 << 20);
  }
}
