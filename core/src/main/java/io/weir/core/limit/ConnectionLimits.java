package io.weir.core.limit;

/** How much one connection may. */
public record ConnectionLimits(Rates publish, Rates consume, Rate requests) {
  /** As much as its user and tenant may. */
  public static final ConnectionLimits UNLIMITED =
      new ConnectionLimits(Rates.UNLIMITED, Rates.UNLIMITED, Rate.UNLIMITED);
}
