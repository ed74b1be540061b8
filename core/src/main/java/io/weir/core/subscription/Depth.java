package io.weir.core.subscription;

/**
 * How much waits, as of a moment ago.
 *
 * @param end how many messages there had ever been by then, as far as it knew: the sum of the
 *     offsets at which its partitions ended
 * @param ready how many of them waited to be delivered
 */
public record Depth(long end, long ready) {}
