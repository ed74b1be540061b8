package io.weir.core.publish;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.weir.backend.TopicPartition;
import io.weir.core.address.Address;
import io.weir.core.topic.Topic;
import io.weir.record.Header;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One of the places that a message is to lie in.
 *
 * @param key that it has there, on the heap and nobody's to release, or null
 * @param headers that it has there
 */
public record Target(TopicPartition partition, @Nullable ByteBuf key, List<Header> headers) {

  /** A partition of a topic that is followed, or consumed, as a whole. */
  public static Target of(TopicPartition partition, List<Header> headers) {
    return new Target(partition, null, headers);
  }

  /**
   * An address of a topic: its partition follows from the key; without one it is the first.
   *
   * @param topic the address's, as it is now
   */
  public static Target of(Topic topic, Address address, List<Header> headers) {
    String text = address.key();
    if (text == null) {
      return new Target(topic.partition(0), null, headers);
    }
    byte[] key = text.getBytes(StandardCharsets.UTF_8);
    int partition = Partitioner.of(key, topic.partitions());
    return new Target(topic.partition(partition), Unpooled.wrappedBuffer(key), headers);
  }
}
