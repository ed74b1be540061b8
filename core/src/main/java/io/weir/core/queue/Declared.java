package io.weir.core.queue;

/**
 * What became of a declaration that was not refused.
 *
 * @param created whether it was not there before
 * @param what it, as it is
 */
public record Declared<T>(boolean created, T what) {}
