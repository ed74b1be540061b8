package io.weir.backend;

/**
 * The end of a leader epoch.
 *
 * @param epoch the largest one not after that which was asked for
 * @param endOffset the offset after its last record
 */
public record EpochEnd(int epoch, long endOffset) {}
