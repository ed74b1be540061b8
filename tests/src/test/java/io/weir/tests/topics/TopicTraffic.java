package io.weir.tests.topics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.message.CreateTopicsRequestData;
import org.apache.kafka.common.message.DeleteTopicsRequestData;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.record.internal.Records;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.apache.kafka.common.requests.CreateTopicsRequest;
import org.apache.kafka.common.requests.CreateTopicsResponse;
import org.apache.kafka.common.requests.DeleteTopicsRequest;
import org.apache.kafka.common.requests.DeleteTopicsResponse;
import org.apache.kafka.common.requests.FetchRequest;
import org.apache.kafka.common.requests.FetchResponse;
import org.apache.kafka.common.requests.MetadataRequest;
import org.apache.kafka.common.requests.MetadataResponse;
import org.apache.kafka.common.requests.ProduceRequest;
import org.apache.kafka.common.requests.ProduceResponse;

/** What is done with many topics of one partition at once; each answer holds no error. */
final class TopicTraffic implements AutoCloseable {
  private static final short CREATE = 7;
  private static final short DELETE = 6;
  private static final short PRODUCE_BY_NAME = 12;
  private static final short FETCH_BY_NAME = 12;
  private static final short METADATA = 12;
  private static final int PATIENCE_MILLIS = 60_000;

  /** More than one of these messages takes, and less than two. */
  private static final int MESSAGE_BYTES = 100;

  private final WireClient client;

  TopicTraffic(int kafkaPort) throws IOException {
    client = new WireClient(kafkaPort);
  }

  void create(List<String> names) throws IOException {
    var data = new CreateTopicsRequestData().setTimeoutMs(PATIENCE_MILLIS);
    for (String name : names) {
      data.topics()
          .add(
              new CreateTopicsRequestData.CreatableTopic()
                  .setName(name)
                  .setNumPartitions(1)
                  .setReplicationFactor((short) 1));
    }
    var answer =
        client.ask(new CreateTopicsRequest.Builder(data).build(CREATE), CreateTopicsResponse.class);
    assertThat(answer.errorCounts()).isEqualTo(Map.of(Errors.NONE, names.size()));
  }

  void delete(List<String> names) throws IOException {
    var data = new DeleteTopicsRequestData().setTimeoutMs(PATIENCE_MILLIS);
    names.forEach(
        name -> data.topics().add(new DeleteTopicsRequestData.DeleteTopicState().setName(name)));
    var answer =
        client.ask(new DeleteTopicsRequest.Builder(data).build(DELETE), DeleteTopicsResponse.class);
    assertThat(answer.errorCounts()).isEqualTo(Map.of(Errors.NONE, names.size()));
  }

  /** Publishes to each topic its own name, durably. */
  void publishTo(List<String> names) throws IOException {
    List<ProduceRequestData.TopicProduceData> topics = new ArrayList<>();
    for (String name : names) {
      byte[] body = name.getBytes(StandardCharsets.UTF_8);
      var record = new SimpleRecord(System.currentTimeMillis(), null, body);
      topics.add(
          new ProduceRequestData.TopicProduceData()
              .setName(name)
              .setPartitionData(
                  List.of(
                      new ProduceRequestData.PartitionProduceData()
                          .setRecords(MemoryRecords.withRecords(Compression.NONE, record)))));
    }
    var data =
        new ProduceRequestData()
            .setAcks((short) -1)
            .setTimeoutMs(PATIENCE_MILLIS)
            .setTopicData(new ProduceRequestData.TopicProduceDataCollection(topics.iterator()));
    var answer = client.ask(new ProduceRequest(data, PRODUCE_BY_NAME), ProduceResponse.class);
    assertThat(answer.errorCounts()).isEqualTo(Map.of(Errors.NONE, names.size()));
  }

  /** Reads the message at an offset of each topic, which must be the topic's own name. */
  void readFrom(List<String> names, long offset) throws IOException {
    Map<TopicPartition, FetchRequest.PartitionData> places = new LinkedHashMap<>();
    for (String name : names) {
      places.put(
          new TopicPartition(name, 0),
          new FetchRequest.PartitionData(
              Uuid.ZERO_UUID, offset, 0, MESSAGE_BYTES, Optional.empty()));
    }
    var answer =
        client.ask(
            FetchRequest.Builder.forConsumer(FETCH_BY_NAME, PATIENCE_MILLIS, 1, places)
                .build(FETCH_BY_NAME),
            FetchResponse.class);
    List<String> read = new ArrayList<>();
    for (var topic : answer.data().responses()) {
      for (var partition : topic.partitions()) {
        assertThat(Errors.forCode(partition.errorCode())).isEqualTo(Errors.NONE);
        for (Record record : ((Records) partition.records()).records()) {
          assertThat(StandardCharsets.UTF_8.decode(record.value()).toString())
              .isEqualTo(topic.topic());
          read.add(topic.topic());
        }
      }
    }
    assertThat(read).containsExactlyInAnyOrderElementsOf(names);
  }

  /** The names of all topics, each of which has one partition. */
  Set<String> all() throws IOException {
    var answer =
        client.ask(MetadataRequest.Builder.allTopics().build(METADATA), MetadataResponse.class);
    Set<String> names = new HashSet<>();
    for (var topic : answer.data().topics()) {
      if (topic.errorCode() == Errors.NONE.code() && topic.partitions().size() == 1) {
        names.add(topic.name());
      }
    }
    return names;
  }

  @Override
  public void close() throws IOException {
    client.close();
  }
}
