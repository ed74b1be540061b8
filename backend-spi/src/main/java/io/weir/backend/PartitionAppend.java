package io.weir.backend;

import io.netty.buffer.ByteBuf;

/** One batch for one partition; the batch is given away with the call that takes this. */
public record PartitionAppend(TopicPartition partition, ByteBuf batch) {}
