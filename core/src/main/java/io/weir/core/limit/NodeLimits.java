package io.weir.core.limit;

/**
 * How much all tenants may, together.
 *
 * @param connections at once; {@link Integer#MAX_VALUE} for any number
 */
public record NodeLimits(
    Rates publish, Rates consume, Rate requests, Rate connectionRate, int connections) {
  /** As much as comes. */
  public static final NodeLimits UNLIMITED =
      new NodeLimits(
          Rates.UNLIMITED, Rates.UNLIMITED, Rate.UNLIMITED, Rate.UNLIMITED, Integer.MAX_VALUE);
}
