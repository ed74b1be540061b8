package io.weir.bench.result;

/** Everything from one number to another, both included. */
public record Interval(double low, double high) {}
