package io.weir.tests.tenants;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.weir.tests.kafka.Clients;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLException;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.apache.kafka.common.requests.FetchRequest;
import org.apache.kafka.common.requests.FetchResponse;
import org.apache.kafka.common.requests.MetadataRequest;
import org.apache.kafka.common.requests.MetadataResponse;
import org.apache.kafka.common.requests.ProduceRequest;
import org.apache.kafka.common.requests.ProduceResponse;

/** Kafka: request by request on one connection, and with Apache Kafka's clients. */
final class KafkaSpeaker implements Speaker {
  private static final int BYTES = 1 << 20;

  @Override
  public String protocol() {
    return "kafka";
  }

  @Override
  public Set<Credential.Kind> credentials() {
    return EnumSet.allOf(Credential.Kind.class);
  }

  @Override
  public Answer attempt(Way way, Credential credential, String topic, String message)
      throws Exception {
    try (KafkaTalk talk = new KafkaTalk(way, credential)) {
      if (!talk.logIn(credential)) {
        return new Answer.Refused(talk.heardToTheEnd());
      }
      List<String> topics;
      try {
        topics = topics(talk);
      } catch (EOFException | SocketException | SSLException unanswered) {
        return new Answer.Refused(talk.heardToTheEnd());
      }
      publish(talk, topic, message);
      return new Answer.In(topics, read(talk, topic));
    }
  }

  private static List<String> topics(KafkaTalk talk) throws IOException {
    return talk
        .ask(MetadataRequest.Builder.allTopics().build((short) 8), MetadataResponse.class)
        .topicMetadata()
        .stream()
        .map(MetadataResponse.TopicMetadata::topic)
        .sorted()
        .toList();
  }

  private static void publish(KafkaTalk talk, String topic, String message) throws IOException {
    var records =
        MemoryRecords.withRecords(Compression.NONE, new SimpleRecord(message.getBytes(UTF_8)));
    var partition = new ProduceRequestData.PartitionProduceData().setIndex(0).setRecords(records);
    var topics = new ProduceRequestData.TopicProduceDataCollection();
    topics.add(
        new ProduceRequestData.TopicProduceData()
            .setName(topic)
            .setPartitionData(List.of(partition)));
    var request =
        ProduceRequest.builder(
                new ProduceRequestData()
                    .setAcks((short) -1)
                    .setTimeoutMs(30_000)
                    .setTopicData(topics))
            .build((short) 9);
    ProduceResponse response = talk.ask(request, ProduceResponse.class);
    requireNone(
        Errors.forCode(
            response
                .data()
                .responses()
                .iterator()
                .next()
                .partitionResponses()
                .getFirst()
                .errorCode()));
  }

  private static List<String> read(KafkaTalk talk, String topic) throws IOException {
    List<String> messages = new ArrayList<>();
    long next = 0;
    while (true) {
      var response = fetch(talk, topic, next);
      requireNone(Errors.forCode(response.errorCode()));
      for (Record record : FetchResponse.recordsOrFail(response).records()) {
        messages.add(text(record.value()));
        next = record.offset() + 1;
      }
      if (next >= response.highWatermark()) {
        return messages;
      }
    }
  }

  private static org.apache.kafka.common.message.FetchResponseData.PartitionData fetch(
      KafkaTalk talk, String topic, long offset) throws IOException {
    var partitions = new LinkedHashMap<TopicPartition, FetchRequest.PartitionData>();
    partitions.put(
        new TopicPartition(topic, 0),
        new FetchRequest.PartitionData(
            Uuid.ZERO_UUID, offset, -1, BYTES, java.util.Optional.empty()));
    FetchRequest request =
        FetchRequest.Builder.forConsumer((short) 12, 0, 0, partitions).build((short) 12);
    FetchResponse response = talk.ask(request, FetchResponse.class);
    return response.data().responses().getFirst().partitions().getFirst();
  }

  private static void requireNone(Errors error) throws UnexpectedException {
    if (error != Errors.NONE) {
      throw new UnexpectedException(error.name() + " for who is let in");
    }
  }

  private static String text(ByteBuffer bytes) {
    return UTF_8.decode(bytes).toString();
  }

  /**
   * Where clients see the same way as a relay of theirs: they connect again to what they are told,
   * which a balancer's header says.
   */
  @Override
  public Answer visit(Way way, Credential credential, String topic, String message)
      throws Exception {
    ProxyHeader header = way.header();
    if (header == null) {
      return visit("localhost:" + way.port(), way, credential, topic, message);
    }
    try (Relay relay =
        new Relay(
            InetAddress.getLoopbackAddress(),
            port -> new ProxyHeader(header.source(), port, header.values()).bytes(),
            way.port())) {
      return visit("localhost:" + relay.port(), way, credential, topic, message);
    }
  }

  private static Answer visit(
      String bootstrap, Way way, Credential credential, String topic, String message) {
    String[] settings = KafkaSettings.of(way, credential);
    try (var producer = Clients.producer(bootstrap, settings);
        var admin = Clients.admin(bootstrap, settings);
        var consumer = Clients.consumer(bootstrap, settings)) {
      Clients.get(producer.send(new ProducerRecord<>(topic, message.getBytes(UTF_8))));
      List<String> topics = Clients.get(admin.listTopics().names()).stream().sorted().toList();
      TopicPartition partition = new TopicPartition(topic, 0);
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      int count = (int) (long) consumer.endOffsets(List.of(partition)).get(partition);
      return new Answer.In(topics, Clients.values(Clients.poll(consumer, count)));
    }
  }
}
