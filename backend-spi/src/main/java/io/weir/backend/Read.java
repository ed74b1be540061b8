package io.weir.backend;

/**
 * What to read.
 *
 * @param offset from the batch that holds this offset, which may begin before it
 * @param maxBytes the most bytes wanted, but if the first batch is larger it comes all the same;
 *     from 1
 */
public record Read(TopicPartition partition, long offset, int maxBytes, Isolation isolation) {}
