package io.weir.core.publish;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.weir.core.topic.Topic;
import io.weir.record.BatchBuilder;
import java.util.ArrayList;
import java.util.List;

/** Messages of one turn for one partition, becoming one batch. */
final class OpenBatch {
  final Topic topic;
  final int partition;
  final List<Publication> publications = new ArrayList<>();
  private final BatchBuilder batch = BatchBuilder.create(ByteBufAllocator.DEFAULT);

  OpenBatch(Topic topic, int partition) {
    this.topic = topic;
    this.partition = partition;
  }

  boolean hasRoom(Publication publication) {
    return publications.isEmpty()
        || batch.sizeInBytes() + publication.ticket.bytes() <= topic.settings().maxBatchBytes();
  }

  void add(Publication publication) {
    Message message = publication.message;
    long timestamp =
        message.timestamp() == Message.NOW ? System.currentTimeMillis() : message.timestamp();
    byte[] key = publication.key;
    batch.add(
        timestamp,
        key == null ? null : Unpooled.wrappedBuffer(key),
        message.body(),
        message.headers());
    publication.releaseBody();
    publications.add(publication);
  }

  int sizeInBytes() {
    return batch.sizeInBytes();
  }

  ByteBuf build() {
    return batch.build();
  }

  void discard() {
    batch.close();
  }
}
