package io.weir.core.subscription;

/**
 * How much waits, as of a moment ago.
 *
 * @param end how many messages there had ever been by then, as far as it knew: the sum of the
 *     offsets at which its partitions ended
 * @param ready how many of them waited to be delivered
 * @param measuredBytes where bytes have a limit, those of all bodies that it had measured since it
 *     was opened; else 0
 * @param readyBytes those of them that waited
 */
public record Depth(long end, long ready, long measuredBytes, long readyBytes) {}
