package io.weir.bench.result;

/** Everything from one number to another, both included. */
public record Interval(double low, double high) {
  boolean contains(double value) {
    return low <= value && value <= high;
  }
}
