package io.weir.core.subscription;

/**
 * What to read next of a lane.
 *
 * @param offset where to begin
 * @param maxBytes of messages; one message may exceed it
 */
record Wish(long offset, int maxBytes) {}
