package io.weir.bench.load;

/**
 * What a tool wrote or read.
 *
 * @param records in all
 * @param recordsPerSecond without its warm-up, or the time to join its group
 * @param coreShare the share of one core that the tool itself used; from 0.8 on, it measures itself
 */
public record Throughput(long records, double recordsPerSecond, double coreShare) {}
