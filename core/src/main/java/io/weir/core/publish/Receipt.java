package io.weir.core.publish;

import io.weir.core.topic.Topic;

/**
 * Where a publication lies; given once it is as durable as the topic asks.
 *
 * @param offset of the message, or of the batch's first record
 * @param logStart the partition's log start offset then, or -1 where it is not known
 * @param throttleMillis for how long the publisher should send nothing more, 0 if it may go on: set
 *     for batches only, which are taken when a limit is passed; messages are refused then
 */
public record Receipt(Topic topic, int partition, long offset, long logStart, long throttleMillis) {

  /** A receipt that slows nobody down. */
  public Receipt(Topic topic, int partition, long offset, long logStart) {
    this(topic, partition, offset, logStart, 0);
  }
}
