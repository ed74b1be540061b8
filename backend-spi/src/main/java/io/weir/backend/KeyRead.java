package io.weir.backend;

import io.netty.buffer.ByteBuf;

/**
 * What to read by a key.
 *
 * @param key the key's bytes, from reader to writer index; the caller's, who may change and release
 *     it once the call has returned
 * @param offset from the batch that holds this offset, which may begin before it
 * @param maxBytes the most bytes wanted, but if the first batch is larger it comes all the same;
 *     from 1
 */
public record KeyRead(
    TopicPartition partition, ByteBuf key, long offset, int maxBytes, Isolation isolation) {}
