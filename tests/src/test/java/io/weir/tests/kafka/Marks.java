package io.weir.tests.kafka;

import io.weir.tests.servers.Side;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerInterceptor;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * Where a suite runs beside another tenant: puts a mark of its tenant on every record that Java's
 * clients send, and requires it of every record that they receive. Takes it off again, so that the
 * suite sees what it sent.
 */
public final class Marks
    implements ProducerInterceptor<byte[], byte[]>, ConsumerInterceptor<byte[], byte[]> {
  private static final String HEADER = "sent-by-tenant";
  private static final AtomicLong OWN = new AtomicLong();
  private static final AtomicLong FOREIGN = new AtomicLong();

  /** How many bytes they add to each record: a header's name and value, and a length of each. */
  static int size() {
    return Side.isAlone() ? 0 : HEADER.length() + Side.tenant().length() + 2;
  }

  /** Adds them to a client's configuration, where they are called for. */
  static void addTo(Map<String, Object> config) {
    if (!Side.isAlone()) {
      config.put("interceptor.classes", Marks.class.getName());
    }
  }

  /** How many records of this side have been received so far. */
  public static long own() {
    return OWN.get();
  }

  /** How many have been received so far that are not of this side. */
  public static long foreign() {
    return FOREIGN.get();
  }

  @Override
  public ProducerRecord<byte[], byte[]> onSend(ProducerRecord<byte[], byte[]> record) {
    var marked =
        new ProducerRecord<>(
            record.topic(),
            record.partition(),
            record.timestamp(),
            record.key(),
            record.value(),
            record.headers());
    marked.headers().add(HEADER, Side.tenant().getBytes(StandardCharsets.UTF_8));
    return marked;
  }

  @Override
  public ConsumerRecords<byte[], byte[]> onConsume(ConsumerRecords<byte[], byte[]> records) {
    for (ConsumerRecord<byte[], byte[]> record : records) {
      check(record);
    }
    return records;
  }

  /** Counts, because what an interceptor throws is logged and forgotten by the client. */
  private static void check(ConsumerRecord<byte[], byte[]> record) {
    Headers headers = record.headers();
    Header mark = headers.lastHeader(HEADER);
    boolean own = mark != null && Side.tenant().equals(Clients.text(mark.value()));
    (own ? OWN : FOREIGN).incrementAndGet();
    headers.remove(HEADER);
  }

  @Override
  public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {}

  @Override
  public void close() {}

  @Override
  public void configure(Map<String, ?> config) {}
}
