package io.weir.bench.result;

/** A turn of each of two contenders, one right after the other. */
public record Pair(Measurements first, Measurements second) {}
