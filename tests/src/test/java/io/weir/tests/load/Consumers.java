package io.weir.tests.load;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Java's consumer, told never to skip anything by itself. */
public final class Consumers {
  private Consumers() {}

  /** One that is quick to come back when the server does. */
  public static Consumer<byte[], byte[]> following(String bootstrap, Map<String, Object> more) {
    Map<String, Object> config = new HashMap<>(more);
    config.put("bootstrap.servers", bootstrap);
    config.put("auto.offset.reset", "none");
    config.put("enable.auto.commit", "false");
    config.put("fetch.max.wait.ms", "100");
    config.put("reconnect.backoff.ms", "20");
    config.put("reconnect.backoff.max.ms", "100");
    config.put("retry.backoff.ms", "20");
    config.put("retry.backoff.max.ms", "100");
    return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }
}
