package io.weir.core.publish;

import io.netty.buffer.ByteBuf;
import io.vertx.core.Future;
import io.weir.core.address.Address;
import io.weir.core.tenant.Caller;
import io.weir.core.topic.Topic;

/**
 * The way in. Access says whether the caller may, limits say whether now, the address gives the targets, and the future
 * completes when the append is as durable as the topic asks. Publications of one caller to one partition made on one
 * thread are stored in that order. Completed on the caller's Vert.x context, if it has one.
 */
public interface Publisher {

  /**
   * Publishes one message. Its partition follows from the key as Apache Kafka's default partitioner would choose it
   * (murmur2); without a key, partitions take turns. The topic is created if the tenant creates topics on first use.
   * Messages that come in the same turn of an event loop for the same partition are stored as one batch.
   */
  Future<Receipt> publish(Caller caller, Address address, Message message);

  /**
   * Publishes one batch to a partition, as it is.
   *
   * @param batch exactly one record batch; given away
   */
  Future<Receipt> publishBatch(Caller caller, Topic topic, int partition, ByteBuf batch);
}
