package io.weir.core.limit;

/**
 * How much all connections of one user may, together.
 *
 * @param connections at once; {@link Integer#MAX_VALUE} for as many as the tenant may have
 */
public record UserLimits(Rates publish, Rates consume, Rate requests, int connections) {
  /** As much as its tenant may. */
  public static final UserLimits UNLIMITED =
      new UserLimits(Rates.UNLIMITED, Rates.UNLIMITED, Rate.UNLIMITED, Integer.MAX_VALUE);
}
