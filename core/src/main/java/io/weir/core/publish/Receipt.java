package io.weir.core.publish;

import io.weir.core.topic.Topic;

/**
 * Where a publication lies; given once it is as durable as the topic asks.
 *
 * @param offset of the message, or of the batch's first record
 * @param logStart the partition's log start offset then, or -1 where it is not known
 */
public record Receipt(Topic topic, int partition, long offset, long logStart) {}
